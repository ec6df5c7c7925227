"""Masks that were moved after the table was made, on a grid that says nothing of it."""

import numpy as np
import pytest

from radaudit.core.errors import NotApplicable
from tests.made_study import CASES, draw, with_settings, write_volume


def moved(made, cases, move):
    """The masks moved by so many voxels along x, y, z: the table's lie the other way."""
    for case in cases:
        marks = np.roll(draw(CASES.index(case))[1], move[::-1], (0, 1, 2))
        write_volume(made.root / f"masks/{case}.nrrd", marks)


@pytest.mark.parametrize("cases", [("c04",), CASES[:8]], ids=["one", "most"])
def test_moved_masks_are_found(make_study, cases):
    made = make_study(images=True)
    moved(made, cases, (1, 0, -1))
    found = made.evidence("translations")
    assert found.tried == cases
    assert {case: own.voxels for case, own in found.found.items()} == dict.fromkeys(cases, (-1, 0, 1))
    assert all(own.agreeing == own.compared == 107 for own in found.found.values())
    which = "its mask" if len(cases) == 1 else "the masks of 8 of 8 cases"
    assert found.told(cases).startswith(
        f"The table has all features of {which} moved by (-1, 0, 1) voxels along x, y, z"
    )
    assert found.told(("c12",)) == ""


def test_nothing_is_moved_where_the_table_agrees_or_shape_differs(make_study):
    made = make_study(images=True)
    write_volume(made.root / "masks/c03.nrrd", draw(5)[1])
    found = made.evidence("translations")
    assert (found.tried, dict(found.found)) == ((), {})


def test_another_image_is_no_move(make_study):
    made = make_study(images=True)
    write_volume(made.root / "images/c03.nrrd", draw(5)[0])
    found = made.evidence("translations")
    assert (found.tried, dict(found.found)) == (("c03",), {})


def test_resampled_grey_levels_are_not_looked_at(make_study):
    parameters = with_settings(resampledPixelSpacing=[1.5, 1.5, 1.5])
    with pytest.raises(NotApplicable, match="resampled"):
        make_study(images=True, parameters=parameters).evidence("translations")
