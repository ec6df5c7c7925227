"""Values between voxels: as scipy and ITK find them, and the same bits for a part as for the whole."""

import numpy as np
import pytest
from scipy.ndimage import map_coordinates

from radaudit.core.errors import JobFailed
from radaudit.deep.sampling import linear, nearest, refuse_size, spline, spline_coefficients

VOXELS = np.random.default_rng(1).normal(0, 400, (2, 6, 7, 8)).astype(np.float32)
PLACES = (np.arange(9) * 0.61, np.arange(5) * 1.37, np.arange(15) * 0.5)


def elsewhere(order):
    grid = np.meshgrid(*PLACES, indexing="ij")
    return np.stack([map_coordinates(own.astype(float), grid, order=order, mode="mirror") for own in VOXELS])


def test_linear_is_scipys():
    np.testing.assert_allclose(linear(VOXELS, PLACES), elsewhere(1), rtol=1e-6, atol=1e-4)


def test_the_spline_is_scipys():
    np.testing.assert_allclose(spline(spline_coefficients(VOXELS), PLACES), elsewhere(3), rtol=1e-5, atol=1e-3)


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 0, 1)])
@pytest.mark.parametrize(
    "read", [linear, nearest, lambda own, places, order: spline(spline_coefficients(own), places, order)]
)
def test_a_part_has_the_bits_of_the_whole(read, order):
    part = tuple(own[2:5] for own in PLACES)
    assert np.array_equal(read(VOXELS, part, order), read(VOXELS, PLACES, order)[:, 2:5, 2:5, 2:5])


def test_halves_go_to_the_next_voxel_and_the_border_goes_on():
    voxels = np.arange(4, dtype=np.int16).reshape(1, 1, 1, 4)
    places = (np.zeros(1), np.zeros(1), np.array([-0.9, 0.49, 0.5, 1.5, 2.51, 3.9]))
    assert nearest(voxels, places).ravel().tolist() == [0, 0, 1, 2, 3, 3]
    assert linear(voxels, places).ravel().tolist() == pytest.approx([0, 0.49, 0.5, 1.5, 2.51, 3])


def test_voxels_that_are_met_stay_as_they_are():
    found = linear(VOXELS, (np.arange(6.0)[::-1], np.arange(7.0), np.arange(2.0, 6.0)))
    assert np.array_equal(found, VOXELS[:, ::-1, :, 2:6])


def test_an_input_that_no_memory_holds_is_refused():
    with pytest.raises(JobFailed, match=r"would have 1.0e\+15 voxels"):
        refuse_size((100_000,) * 3)
