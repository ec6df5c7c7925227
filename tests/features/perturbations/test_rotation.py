"""A rotation against `numpy.rot90`, and against a point whose place is worked out by hand."""

from dataclasses import replace

import numpy as np
import pytest

from radaudit.features.perturbations.rotation import rotation
from tests.features.perturbations.made import lesion


def test_a_quarter_turn_of_square_slices_moves_voxels_and_makes_none():
    image, inside = lesion((5, 11, 11), (1.5, 1.5, 2.0))
    turned, (marks,) = rotation(image, [inside], 90.0)
    np.testing.assert_array_equal(turned.voxels, np.rot90(image.voxels, -1, (1, 2)))
    np.testing.assert_array_equal(marks, np.rot90(inside, -1, (1, 2)))
    assert turned.voxels.dtype == image.voxels.dtype


@pytest.mark.parametrize("degrees", [30.0, -50.0])
def test_angles_are_those_in_millimetres_whatever_the_shape_of_a_voxel(degrees):
    image, inside = lesion((1, 81, 121), (1.0, 1.5, 2.0))
    spot = np.zeros(inside.shape, bool)
    spot[0, 37:44, 82:95] = True  # about 28 mm along x from the middle, which is y 40, x 60
    _, (marks,) = rotation(image, [spot], degrees)
    middle = np.argwhere(marks).mean(axis=0)[1:] - (40, 60)
    radius = 28.0
    found = np.array([middle[1] * 1.0, middle[0] * 1.5])
    expected = radius * np.array([np.cos(np.deg2rad(degrees)), np.sin(np.deg2rad(degrees))])
    assert found == pytest.approx(expected, abs=0.3)


def test_slices_do_not_mix_and_volume_is_kept():
    image, inside = lesion()
    only = replace(image, voxels=np.where(np.indices(image.voxels.shape)[0] == 4, image.voxels, 0))
    turned, (marks,) = rotation(only, [inside], 12.0)
    assert not turned.voxels[[0, 3, 5, 8]].any()
    assert marks.sum() == pytest.approx(inside.sum(), rel=0.05)
