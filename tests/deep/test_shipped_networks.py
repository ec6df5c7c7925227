"""A small 3D network, its features worked out in NumPy: taken again with torch, and faults in the taking named."""

from __future__ import annotations

import shutil
import sys
from dataclasses import replace

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("monai")

from radaudit.auditing import evidence_makers  # noqa: E402
from radaudit.compute.engine import Compute  # noqa: E402
from radaudit.compute.store import Store  # noqa: E402
from radaudit.core.workbench import Workbench  # noqa: E402
from radaudit.deep.comparison import Likeness  # noqa: E402
from radaudit.evidence.auditor import QUICK, Auditor  # noqa: E402
from radaudit.evidence.deep_controls import LESION, REST  # noqa: E402
from radaudit.resources import shipped  # noqa: E402
from radaudit.study.load import load_study  # noqa: E402

CASES = 14
EFFORT = replace(QUICK, deep_variants=4, perturbed_cases=4)


@pytest.fixture(scope="module")
def sample():
    """The maker of the sample study, and what its authors can do otherwise."""
    folder = shipped("sample_studies")
    places = [str(folder), str(folder / "phantoms_cnn")]
    sys.path[:0] = places
    try:
        import make
        from phantom_deep import Taken

        yield make.make, Taken
    finally:
        for place in places:
            sys.path.remove(place)
        sys.modules.pop("make", None)


@pytest.fixture(scope="module")
def audited(sample, tmp_path_factory):
    """Evidence of a study whose table was made in some way; the manifest tells of the default."""
    make, taken = sample
    store = Store(tmp_path_factory.mktemp("store"))

    def look(manifest=None, **way):
        study = tmp_path_factory.mktemp("study")
        text = (shipped("sample_studies") / "phantoms_cnn/radaudit.yaml").read_text()
        for old, new in (manifest or {}).items():
            assert old in text
            text = text.replace(old, new)
        (study / "radaudit.yaml").write_text(text.replace("sha256", "# sha256"))
        shutil.copytree(shipped("sample_studies") / "phantoms_cnn/code", study / "code")
        make(study, taken(**way), CASES)
        given = {"study": load_study(study), "compute": Compute(store), "auditor": Auditor(effort=EFFORT)}
        return Workbench(evidence_makers(), given)

    return look


@pytest.fixture(scope="module")
def sound(audited):
    return audited()


def test_torch_gives_what_numpy_gave(sound):
    found = sound.get("deep_comparison").comparison
    assert found.likeness is Likeness.NUMERIC
    assert found.farthest < 1e-6
    assert found.least > 1 - 1e-9
    assert sound.get("deep_variants").tried == ()


def test_the_network_is_looked_at(sound):
    found = sound.get("deep_network")
    assert (found.kind, found.format, found.outputs, found.coverage.complete) == ("named", "safetensors", 16, True)
    assert {"layer1", "layer2", "layer3", "layer4", ""} <= {own.name for own in found.layers}
    assert any(text.startswith("stride 1 of Conv3d") for text in found.unfixed)


def test_a_case_is_alone_with_its_features(sound):
    found = sound.get("deep_probe")
    assert found.same_bits
    assert found.again == 0
    assert found.beside < 1e-6


@pytest.mark.parametrize(
    ("way", "words"),
    [
        ({"layer": 2}, "the layer 'layer2' (gap) instead of 'layer3'"),
        ({"window": (-160.0, 240.0)}, "window -160 to 240 onto 0 to 1 instead of window -50 to 150 onto 0 to 1"),
        ({"flip": 2}, "the step 'flipped along x' at the end"),
    ],
)
def test_another_setting_is_named(audited, way, words):
    found = audited(**way)
    assert not found.get("deep_comparison").agrees
    search = found.get("deep_variants")
    assert words in {own.variant.words for own in search.found}
    assert search.found[0].comparison.farthest < 1e-6 < search.declared.farthest
    assert len(search.cases) == EFFORT.deep_variants


@pytest.mark.slow
def test_a_window_that_nobody_publishes_is_solved_for(audited):
    (found,) = audited(window=(-70.0, 140.0)).get("deep_variants").found
    assert found.variant.words == "window -70 to 140 onto 0 to 1, which was solved for"


def test_other_weights_are_strangers(audited):
    found = audited(seed=99)
    search = found.get("deep_variants")
    assert search.found == ()
    assert search.known > 0.05
    assert found.get("deep_comparison").comparison.likeness is Likeness.UNRELATED


@pytest.mark.slow
@pytest.mark.parametrize(
    ("right", "told", "words"),
    [
        ("conv1_t_stride: 1", "conv1_t_stride: 2", "1 as stride of the first convolution"),
        ("no_max_pool: true", "no_max_pool: false", "no pooling after the first convolution"),
    ],
)
def test_a_stem_that_weights_do_not_tell_is_named(audited, right, told, words):
    """The manifest tells of another stem than the authors' own."""
    search = audited({right: told}).get("deep_variants")
    assert search.found[0].variant.words == words


def test_few_decimals_are_no_difference(audited):
    assert audited(decimals=3).get("deep_comparison").comparison.likeness.agrees


def test_a_lesion_that_is_erased_takes_the_features_with_it(sound):
    found = sound.get("deep_controls")
    assert len(found.cases) == CASES
    assert found.compared[LESION].middle < 0.5 < found.compared[REST].middle
    assert found.compared["bfloat16"].least > 0.99


def test_features_are_taken_again_after_perturbations(sound):
    found = sound.get("deep_robustness")
    assert (found.cases, found.measurements) == (EFFORT.perturbed_cases, 1 + EFFORT.perturbations)
    assert np.isfinite(found.estimate).all()


def test_weights_that_miss_a_layer_are_not_used(audited):
    found = audited({"feed_forward: false": "feed_forward: true"})
    assert found.get("deep_network").refused["code"] == "keys-missing"
