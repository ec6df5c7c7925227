"""An ROI that grows and shrinks: how many voxels, and which."""

import numpy as np
import pytest

from radaudit.core.errors import JobFailed
from radaudit.features.perturbations.volume import volume
from tests.features.perturbations.made import lesion


@pytest.mark.parametrize("share", [-0.5, -0.1, 0.001, 0.2, 1.0])
def test_it_has_the_share_more_to_the_voxel_and_takes_the_nearest(share):
    image, inside = lesion()
    changed = volume(image, inside, share, 5)
    assert changed.sum() == inside.sum() + np.sign(share) * round(abs(share) * inside.sum())
    assert (changed <= inside).all() if share < 0 else (changed >= inside).all()


def test_distance_is_in_millimetres():
    image, _ = lesion((9, 9, 9), (1.0, 3.0, 9.0))
    point = np.zeros((9, 9, 9), bool)
    point[4, 4, 4] = True
    assert np.argwhere(volume(image, point, 4.0, 0)).tolist() == [[4, 4, x] for x in (2, 3, 4, 5, 6)]


def test_of_voxels_equally_far_some_are_drawn():
    image, inside = lesion()
    some = [volume(image, inside, 0.05, seed) for seed in (1, 1, 2)]
    np.testing.assert_array_equal(some[0], some[1])
    assert (some[0] != some[2]).any()


@pytest.mark.parametrize(("share", "said"), [(-1.0, "no voxel"), (50.0, "fill the image")])
def test_it_neither_vanishes_nor_fills_the_image(share, said):
    image, inside = lesion()
    with pytest.raises(JobFailed, match=said):
        volume(image, inside, share, 0)
