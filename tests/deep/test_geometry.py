"""Grids, orientations, slices, channels: as ITK has them, where ITK does (MONAI: test_against_monai)."""

import numpy as np
import pytest
import SimpleITK

from radaudit.deep.prepare import prepare
from radaudit.deep.recipe import Recipe
from radaudit.images.itk import from_itk, to_itk
from radaudit.study.input_steps import AxisOrder, Crop, Flip, MaskOut, Orient, Planes, Repeat, Resample, Slices, Windows
from tests.made_cases import OBLIQUE, case

IMAGE, MASK = case()
FINE = (1.1, 0.7, 1.3)


def made(*steps, image=IMAGE, mask=MASK, **more):
    return prepare(image, mask, 1, Recipe(steps), **more)


def by_itk(image, spacing, how):
    """The whole image on a new grid, as SimpleITK's users make it; float64."""
    own = SimpleITK.Cast(to_itk(image), SimpleITK.sitkFloat64)
    size = [int(np.floor(n * old / new + 0.5)) for n, old, new in zip(image.size, image.spacing, spacing, strict=True)]
    return from_itk(
        SimpleITK.Resample(
            own, size, SimpleITK.Transform(), how, own.GetOrigin(), spacing, own.GetDirection(), 0.0, own.GetPixelID()
        )
    )


@pytest.mark.parametrize(
    ("how", "itks", "near"),
    [
        ("linear", SimpleITK.sitkLinear, 1e-4),
        ("nearest", SimpleITK.sitkNearestNeighbor, 0),
        ("bspline", SimpleITK.sitkBSpline, 1e-2),
    ],
)
def test_resampling_is_itks(how, itks, near):
    own, itk = made(Resample(FINE, how))[0], by_itk(IMAGE, FINE, itks).voxels
    assert own.shape == itk.shape
    np.testing.assert_allclose(own, itk, atol=near)


def test_whole_numbers_are_cut_off_as_itk_does():
    own = made(Resample(FINE, stored=True))[0]
    image = to_itk(IMAGE)
    size = own.shape[::-1]
    itk = SimpleITK.Resample(
        image, size, SimpleITK.Transform(), SimpleITK.sitkLinear, image.GetOrigin(), FINE, image.GetDirection()
    )
    apart = np.abs(own - SimpleITK.GetArrayFromImage(itk))
    assert (apart > 0).mean() < 0.02  # where the last digit decides over a whole number
    assert apart.max() <= 1


@pytest.mark.parametrize("axes", ["LPS", "RAS", "PIR"])
def test_orientation_is_itks(axes):
    image, mask = case(direction=OBLIQUE)
    own = made(Orient(axes), Crop(), image=image, mask=mask)[0]
    filters = SimpleITK.DICOMOrientImageFilter()
    filters.SetDesiredCoordinateOrientation(axes)
    turned, marks = (SimpleITK.GetArrayFromImage(filters.Execute(to_itk(volume))) for volume in (image, mask))
    marked = np.argwhere(marks)
    window = tuple(map(slice, marked.min(axis=0), marked.max(axis=0) + 1))
    assert np.array_equal(own, turned[window])


def test_a_slice_and_its_neighbours():
    one = made(Slices(), Crop())
    assert one.shape == (1, 6, 7)  # the fourth slice holds one row more
    assert np.array_equal(one[0], IMAGE.voxels[4, 2:8, 5:12])
    three = made(Slices(count=3), Crop())
    assert np.array_equal(three, IMAGE.voxels[3:6, 2:8, 5:12])
    assert np.array_equal(made(Slices(count=3, step=9), Crop())[[0, 2]], IMAGE.voxels[[0, 8], 2:8, 5:12])


def test_three_planes_cross_in_the_middle():
    found = made(Crop("centroid", (7, 7, 7)), Planes((7, 7)))
    cube = made(Crop("centroid", (7, 7, 7)))[0]
    assert np.array_equal(found, np.stack([cube[3], cube[:, 3], cube[:, :, 3]]))


def test_channels_flips_and_the_order_of_axes():
    plain = made(Crop())[0]
    assert np.array_equal(made(Crop(), Flip("xz"))[0], plain[::-1, :, ::-1])
    assert np.array_equal(made(Crop(), AxisOrder("xyz"))[0], plain.transpose(2, 1, 0))
    assert np.array_equal(made(Slices(), AxisOrder("xy"))[0], IMAGE.voxels[4].T)
    assert made(Slices(), Repeat(3)).shape == (3, 12, 14)
    assert made(Windows(((-100, 100), (0, 300)))).shape == (2, 9, 12, 14)


def test_outside_of_the_roi():
    found = made(Crop(margin_voxels=1), MaskOut(-1))[0]
    marks = np.pad(MASK.voxels[3:6, 2:8, 5:12], 1).astype(bool)
    assert (found[~marks] == -1).all()
    assert np.array_equal(found[marks], IMAGE.voxels[MASK.voxels == 1])
