"""What a manifest may say of a network."""

import pytest

from radaudit.core.errors import ManifestError
from radaudit.study.load import load_study, named_files

HEAD = "schema: radaudit/1\nstudy: {title: T, task: binary}\ncohort: {table: c.csv, patient: id, outcome: y}\n"


@pytest.fixture
def study(tmp_path):
    def made(deep):
        (tmp_path / "c.csv").write_text("id,y\n1,0\n2,1\n")
        (tmp_path / "w.pt2").write_bytes(b"x")
        (tmp_path / "net.py").write_text("")
        (tmp_path / "bundle").mkdir(exist_ok=True)
        (tmp_path / "radaudit.yaml").write_text(HEAD + f"deep: {deep}\n")
        return load_study(tmp_path)

    return made


def test_a_network_with_all_its_keys(study):
    network = (
        "{weights: w.pt2, architecture: 'net.py:Net', arguments: {n: 2}, key: s, prefix: m., pretrained: {data: [A]}}"
    )
    told = "layer: avgpool, pool: gap, columns: 'DL_*', after: [zscore, pca], decimals: 6"
    found = study(f"{{network: {network}, {told}}}")
    assert found.manifest.deep.network.arguments == {"n": 2}
    assert {name for _, name in named_files(found.manifest)} == {"c.csv", "w.pt2", "net.py"}


def test_a_digest_is_taken_in_any_spelling(study):
    found = study("{network: {weights: w.pt2, sha256: 'SHA256:" + "AB" * 32 + "'}}")
    assert found.manifest.deep.network.sha256 == "ab" * 32


@pytest.mark.parametrize("place", ["bundle", "w.pt2"])
def test_a_bundle_is_a_folder_or_a_file(study, place):
    assert study(f"{{network: {{bundle: {place}}}}}").manifest.deep.network.bundle == place


@pytest.mark.parametrize(
    ("deep", "said"),
    [
        ("{network: {}}", "needs either 'weights'"),
        ("{network: {weights: w.pt2, bundle: bundle}}", "needs either 'weights'"),
        ("{network: {weights: no.pt2}}", "no file 'no.pt2'"),
        ("{network: {weights: ../w.pt2}}", "leads out of the study"),
        ("{network: {bundle: elsewhere}}", "elsewhere"),
        ("{network: {bundle: ../bundle}}", "leads out of the study"),
        ("{network: {weights: w.pt2, architecture: 'other.py:Net'}}", "no file 'other.py'"),
        ("{network: {weights: w.pt2, architecture: resnet50}}", "monai:NAME"),
        ("{network: {weights: w.pt2, arguments: {n: 1}}}", "without the 'architecture'"),
        ("{network: {weights: w.pt2, sha256: abc}}", "64 hexadecimal digits"),
        ("{network: {weights: w.pt2}, pool: mean}", "'gap'"),
        ("{network: {weights: w.pt2}, after: [log]}", "zscore"),
    ],
)
def test_mistakes_are_told_with_their_line(study, deep, said):
    with pytest.raises(ManifestError, match=r"radaudit\.yaml:4") as fault:
        study(deep)
    assert said in str(fault.value)
