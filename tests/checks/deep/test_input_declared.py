from dataclasses import replace
from pathlib import Path

import pytest

from radaudit.checks.deep.input_declared import input_declared
from radaudit.compute.digest import FileRef
from radaudit.deep.bundles.preprocessing import Translated
from radaudit.deep.bundles.told import Told
from radaudit.deep.variants import Taking
from radaudit.evidence.images import CaseImages, ImageIndex
from radaudit.study.geometry_steps import Crop, Resample, Resize
from radaudit.study.intensity_steps import Window
from radaudit.study.network_input import NetworkInput
from tests.made_deep import a_deep_study, a_setup
from tests.made_evidence import told

WINDOW, GRID, CROP, BOX = Window(-50, 150), Resample((1.0,) * 3), Crop("centroid", (8, 8, 8)), Crop("bbox")
ALIKE, UNLIKE = [(1.0, 1.0, 2.0)] * 3, [(1.0, 1.0, 2.0), (1.0, 1.0, 1.0)]


def judge(*steps, spacings=ALIKE):
    own = {
        str(n): CaseImages(str(n), f"{n}.nrrd", None, None, None, facts={"image": {"spacing": list(spacing)}})
        for n, spacing in enumerate(spacings)
    }
    setup = a_setup(Path("w"), Taking(steps, "layer3", "gap"))
    return told(input_declared(a_deep_study(), setup, ImageIndex(own, 1, True)))


@pytest.mark.parametrize(
    ("steps", "spacings", "answer"),
    [
        ((GRID, WINDOW, CROP), UNLIKE, [("pass", "")]),
        ((WINDOW, CROP), ALIKE, [("pass", "")]),
        ((), ALIKE, [("fail", "not-declared")]),
        ((GRID, CROP), ALIKE, [("fail", "values")]),
        ((WINDOW, CROP), UNLIKE, [("fail", "spacing")]),
        ((GRID, WINDOW), ALIKE, [("fail", "crop")]),
        ((GRID, WINDOW, BOX), ALIKE, [("fail", "size")]),
        ((GRID, WINDOW, BOX, Resize((8, 8, 8))), ALIKE, [("pass", "")]),
        ((Resize((8, 8, 8)),), UNLIKE, [("fail", "values"), ("fail", "spacing"), ("fail", "crop")]),
    ],
)
def test_what_is_missing_is_told(steps, spacings, answer):
    assert judge(*steps, spacings=spacings) == answer


TOLD = Told("MONAI bundle", FileRef(Path("w"), "ab" * 32))


def with_bundle(prepared, declared=None, steps=(WINDOW, CROP)):
    study = a_deep_study()
    study.manifest.deep = study.manifest.deep.model_copy(update={"input": declared})
    setup = replace(a_setup(Path("w"), Taking(steps, "layer3", "gap")), told=TOLD, prepared=prepared)
    return list(input_declared(study, setup, ImageIndex({}, 1, True)))


@pytest.mark.parametrize(
    ("prepared", "code"),
    [(Translated((WINDOW,)), ""), (Translated((Window(0, 80),), ("Lambdad",)), "bundle-disagrees"), (Translated(), "")],
)
def test_a_bundle_that_says_otherwise(prepared, code):
    (found,) = with_bundle(prepared, NetworkInput(window=(-50, 150)))
    assert found.code == code
    assert ("window 0 to 80 onto 0 to 1; the manifest: window -50 to 150" in found.message) == bool(code)


def test_a_bundle_that_says_it_all_and_one_that_does_not():
    (found,) = with_bundle(Translated((WINDOW, CROP)))
    assert "told in 2 steps by the network's bundle" in found.message
    (found,) = with_bundle(Translated((WINDOW,), ("Lambdad (no step)",)), steps=())
    assert (found.code, "Lambdad" in found.message) == ("not-declared", True)
