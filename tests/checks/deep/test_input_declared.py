from pathlib import Path

import pytest

from radaudit.checks.deep.input_declared import input_declared
from radaudit.deep.variants import Taking
from radaudit.evidence.images import CaseImages, ImageIndex
from radaudit.study.geometry_steps import Crop, Resample, Resize
from radaudit.study.intensity_steps import Window
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
