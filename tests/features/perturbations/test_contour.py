"""Contours along supervoxels: they follow the image, differ, and stay near the ROI."""

from dataclasses import replace

import numpy as np
import pytest

from radaudit.core.errors import JobFailed
from radaudit.features.perturbations.contour import contour
from tests.features.perturbations.made import lesion


def dice(one, other):
    return 2 * (one & other).sum() / (one.sum() + other.sum())


def test_of_a_lesion_that_is_plain_to_see_the_contour_comes_back():
    image, inside = lesion((12, 32, 32), (1.0, 1.0, 1.0))
    assert dice(contour(image, inside, 1.0, 1), inside) > 0.82


def test_where_nothing_is_to_be_seen_contours_differ_as_those_of_readers_do():
    image, inside = lesion((12, 32, 32), (1.0, 1.0, 1.0))
    fog = replace(image, voxels=np.random.default_rng(1).normal(0, 5, inside.shape))
    drawn = [contour(fog, inside, 1.0, seed) for seed in (1, 1, 2, 3)]
    np.testing.assert_array_equal(drawn[0], drawn[1])
    assert all(0.65 < dice(one, inside) < 0.99 for one in drawn)
    assert dice(drawn[1], drawn[2]) < 0.98


def test_a_roi_smaller_than_a_supervoxel_becomes_the_one_it_covers_most():
    image, inside = lesion()
    point = np.zeros_like(inside)
    point[4, 12, 10] = True
    found = contour(image, point, 1.0, 0)
    assert found[4, 12, 10]
    assert found.sum() < inside.sum()


def test_an_empty_roi_is_refused():
    image, inside = lesion()
    with pytest.raises(JobFailed, match="no voxel"):
        contour(image, np.zeros_like(inside), 1.0, 0)
