import numpy as np
import pytest

from radaudit.core.errors import JobFailed
from radaudit.images.one_grid import brought_onto, relation
from radaudit.images.volume import Volume

EYE, TURNED = (1, 0, 0, 0, 1, 0, 0, 0, 1), (-1, 0, 0, 0, -1, 0, 0, 0, 1)
REFERENCE = Volume(np.zeros((4, 5, 6), np.uint8), (0.5, 0.5, 2.0), (10.0, 20.0, 30.0), EYE)


def a_mask(size=(4, 5, 6), spacing=(0.5, 0.5, 2.0), origin=(10.0, 20.0, 30.0), direction=EYE):
    return Volume(np.zeros(size, np.uint8), spacing, origin, direction)


@pytest.mark.parametrize(
    ("predicted", "how"),
    [
        (a_mask(), "same"),
        (a_mask(origin=(10.0004, 20.0, 30.0)), "same"),  # less than a thousandth of a voxel
        (a_mask(origin=(10.01, 20.0, 30.0)), "apart"),
        (a_mask(size=(4, 5, 5)), "apart"),
        (a_mask(direction=TURNED), "apart"),
        (a_mask(spacing=(1, 1, 1), origin=(0, 0, 0)), "headerless"),
        (a_mask(spacing=(1, 1, 1), origin=(0, 0, 0), direction=TURNED), "headerless"),  # as nibabel writes it
        (a_mask(size=(4, 5, 5), spacing=(1, 1, 1), origin=(0, 0, 0)), "apart"),
    ],
)
def test_how_two_grids_are_related(predicted, how):
    assert relation(REFERENCE, predicted) == how


def test_a_coarser_grid_takes_each_voxels_nearest():
    """Voxels of 1 mm over those of 0.5 mm: each becomes two by two."""
    coarse = a_mask(size=(4, 2, 3), spacing=(1.0, 1.0, 2.0), origin=(10.25, 20.25, 30.0))
    inside = np.zeros((4, 2, 3), bool)
    inside[1, 0, 1] = True
    found = brought_onto(REFERENCE, coarse, inside)
    assert np.argwhere(found).tolist() == [[1, y, x] for y in (0, 1) for x in (2, 3)]


def test_what_lies_outside_is_refused():
    beside = a_mask(origin=(12.0, 20.0, 30.0))
    with pytest.raises(JobFailed, match="80 of the 120 predicted voxels lie outside"):
        brought_onto(REFERENCE, beside, np.ones((4, 5, 6), bool))
