"""Where a grid's voxels lie: the same places as SimpleITK gives, and the same resampled masks."""

import numpy as np
import pytest
import SimpleITK as sitk

from radaudit.images.itk import to_itk
from radaudit.images.placement import has_no_place, indices, lies_inside, offset, outside, placed, positions
from radaudit.images.volume import Volume

STRAIGHT = (1.0, 0, 0, 0, 1.0, 0, 0, 0, 1.0)
TILTED = (0.8, -0.6, 0, 0.6, 0.8, 0, 0, 0, 1.0)


def volume(voxels, spacing=(1.0, 1.0, 2.0), origin=(-3.0, 4.0, 5.0), direction=STRAIGHT):
    return Volume(voxels, spacing, origin, direction)


@pytest.fixture
def image():
    return volume(np.zeros((5, 8, 9), np.int16))


@pytest.fixture
def roi():
    """z 1 to 3, y 2 to 5, x 3 to 6, less a corner."""
    inside = np.zeros((5, 8, 9), bool)
    inside[1:4, 2:6, 3:7] = True
    inside[1, 2, 3] = False
    return inside


def test_positions_are_those_of_itk(image):
    oblique = volume(image.voxels, direction=TILTED)
    points = [(0, 0, 0), (8, 7, 4), (2.5, -0.5, 3.25)]
    wanted = [to_itk(oblique).TransformContinuousIndexToPhysicalPoint(point) for point in points]
    np.testing.assert_allclose(positions(oblique, points), wanted, atol=1e-12)
    np.testing.assert_allclose(indices(oblique, wanted), points, atol=1e-12)


GRIDS = {
    "shifted": {"origin": (-2.6, 4.0, 5.0)},
    "far": {"origin": (60.0, 4.0, 5.0)},
    "tilted": {"direction": TILTED, "origin": (-1.0, 2.0, 5.0)},
    "fine": {"spacing": (0.6, 0.7, 1.1)},
    "flipped": {"direction": (-1.0, 0, 0, 0, -1.0, 0, 0, 0, 1.0), "origin": (5.0, 11.0, 5.0)},
}


@pytest.mark.parametrize("grid", GRIDS.values(), ids=GRIDS)
def test_a_mask_is_placed_as_itk_resamples_it(image, roi, grid):
    mask = volume(roi.astype(np.uint8), **grid)
    resampled = sitk.Resample(to_itk(mask), to_itk(image), sitk.Transform(), sitk.sitkNearestNeighbor)
    assert placed(image, mask, roi).tolist() == (sitk.GetArrayFromImage(resampled) == 1).tolist()


@pytest.mark.parametrize(
    ("grid", "mm", "voxels"),
    [
        ({}, 0, 0),
        ({"origin": (-2.5, 4.0, 5.0)}, 0.5, 0.5),
        ({"origin": (-3.0, 4.0, 10.0)}, 5, 2.5),
        ({"spacing": (1.5, 1.0, 2.0)}, 3, 3),  # six voxels from the origin
    ],
)
def test_how_far_an_roi_is_off(image, roi, grid, mm, voxels):
    assert offset(image, volume(image.voxels, **grid), roi) == pytest.approx((mm, voxels))


def test_a_mirrored_mask_is_far_off(image, roi):
    mm, voxels = offset(image, volume(image.voxels, **GRIDS["flipped"]), roi)
    assert mm > voxels >= 4


def test_a_cropped_mask_lies_inside_and_a_shifted_one_does_not(image, roi):
    cropped = volume(roi[1:, 2:, 3:], origin=(0.0, 6.0, 7.0))
    assert lies_inside(image, cropped)
    assert lies_inside(image, volume(image.voxels, origin=(-3.0005, 4.0, 5.0)))
    assert not lies_inside(image, volume(image.voxels, origin=(-2.5, 4.0, 5.0)))


def test_voxels_outside_are_counted(image, roi):
    assert outside(image, volume(image.voxels), roi) == 0
    assert (
        outside(image, volume(image.voxels, origin=(0.0, 4.0, 5.0)), roi) == 3 * 4
    )  # x 6 lands at 9, one beyond the last
    assert outside(image, volume(image.voxels, **GRIDS["far"]), roi) == roi.sum()


def test_a_header_that_says_nothing():
    voxels = np.zeros((2, 2, 2))
    assert has_no_place(volume(voxels, (1.0,) * 3, (0.0,) * 3))
    assert not has_no_place(volume(voxels, (1.0,) * 3, (0.0, 0.0, 1.0)))
    assert not has_no_place(volume(voxels, (1.0, 1.0, 2.0), (0.0,) * 3))
    assert not has_no_place(volume(voxels, (1.0,) * 3, (0.0,) * 3, TILTED))
