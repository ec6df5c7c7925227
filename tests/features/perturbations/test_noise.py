"""The level against noise that is known, and what is added against the level."""

from dataclasses import replace

import numpy as np
import pytest

from radaudit.core.errors import JobFailed
from radaudit.features.perturbations.noise import level, noise
from tests.features.perturbations.made import lesion


@pytest.mark.parametrize("sigma", [2.0, 15.0])
def test_the_level_of_known_noise_over_smooth_structures_and_a_blank_background(sigma):
    _, y, x = np.indices((6, 64, 64))
    smooth = 200 * np.sin(x / 9) * np.cos(y / 11)
    seen = x > 12  # the rest is set to one value, as where a brain was cut out
    values = np.where(seen, smooth + np.random.default_rng(1).normal(0, sigma, x.shape), 0.0)
    assert level(values) == pytest.approx(sigma, rel=0.1)


def test_noise_is_added_at_that_level_and_is_the_same_for_the_same_seed():
    image, inside = lesion((6, 40, 40), dtype="float64")
    noisy, (marks,) = noise(image, [inside], 2.0, 7)
    added = noisy.voxels - image.voxels
    assert added.std() == pytest.approx(2 * level(image.voxels), rel=0.03)
    assert abs(added.mean()) < 0.3
    assert marks is inside
    np.testing.assert_array_equal(noise(image, [inside], 2.0, 7)[0].voxels, noisy.voxels)
    assert (noise(image, [inside], 2.0, 8)[0].voxels != noisy.voxels).any()


@pytest.mark.parametrize(("shape", "said"), [((4, 20, 20), "flat"), ((4, 20, 5), "fewer than 8 voxels")])
def test_where_the_level_can_not_be_told_it_is_said(shape, said):
    image, inside = lesion(shape)
    with pytest.raises(JobFailed, match=said):
        noise(replace(image, voxels=np.zeros(shape)), [inside], 1.0, 0)
