"""Splines against scipy's own, and an image whose values between the voxels are known."""

import numpy as np
import pytest
from scipy.ndimage import map_coordinates

from radaudit.features.perturbations.translation import translation
from tests.features.perturbations.made import lesion


def test_values_are_those_of_the_cubic_spline_between_the_voxels():
    image, inside = lesion(dtype="float64")
    moved, _ = translation(image, [inside], (0.25, 0.0, 0.75))
    places = np.indices(image.voxels.shape) + np.array([0.75, 0.0, 0.25]).reshape(3, 1, 1, 1)
    expected = map_coordinates(image.voxels, places, order=3, mode="mirror")
    assert moved.voxels == pytest.approx(expected, abs=1e-9)


def test_the_roi_has_the_voxels_it_covers_by_half():
    image, _ = lesion((1, 1, 9))
    row = np.zeros((1, 1, 9), bool)
    row[0, 0, 3:6] = True
    for part, first in ((0.25, 3), (0.75, 2)):
        _, (marks,) = translation(image, [row], (part, 0.5, 0.5))
        assert np.flatnonzero(marks).tolist() == [first, first + 1, first + 2]


def test_an_axis_of_one_slice_is_left_alone():
    image, inside = lesion((1, 12, 12))
    moved, (marks,) = translation(image, [inside], (0.0, 0.0, 0.5))
    np.testing.assert_array_equal(moved.voxels, image.voxels)
    np.testing.assert_array_equal(marks, inside)
