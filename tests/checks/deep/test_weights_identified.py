import pytest

from radaudit.checks.deep.weights_identified import weights_identified
from tests.made_deep import DIGEST, a_deep_study, a_setup
from tests.made_evidence import told


@pytest.fixture
def weights(tmp_path):
    path = tmp_path / "w.safetensors"
    path.write_bytes(b"weights")
    return path


def judge(weights, **network):
    return told(weights_identified(a_deep_study(**network), a_setup(weights)))


def test_a_digest_that_is_the_files_own(weights):
    assert judge(weights, sha256=DIGEST) == [("pass", "")]
    assert judge(weights, sha256=f"sha256:{DIGEST.upper()}") == [("pass", "")]


def test_another_file_than_declared(weights):
    assert judge(weights, sha256="cd" * 32) == [("fail", "other-file")]


def test_no_digest_is_a_note(weights):
    (finding,) = weights_identified(a_deep_study(), a_setup(weights))
    assert (finding.code, finding.severity, finding.values["sha256"]) == ("no-digest", "note", DIGEST)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"source": "torchvision", "version": "IMAGENET1K_V2", "data": ["ImageNet"]}, ("pass", "")),
        ({"source": "torchvision", "version": "latest"}, ("fail", "no-version")),
        ({"source": "torchvision"}, ("fail", "no-version")),
        ({"data": ["ImageNet"]}, ("fail", "no-source")),
    ],
)
def test_pretrained_weights_need_source_and_version(weights, given, code):
    assert judge(weights, sha256=DIGEST, pretrained=given)[1] == code


def test_random_weights_need_no_source(weights):
    assert judge(weights, sha256=DIGEST, pretrained={"data": []}) == [("pass", "")]
