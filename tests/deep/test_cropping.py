"""Which part of an image a network is given, and that a part has the bits of the whole."""

from dataclasses import replace

import numpy as np
import pytest

from radaudit.core.errors import JobFailed
from radaudit.deep.prepare import prepare
from radaudit.deep.recipe import Recipe
from radaudit.study.input_steps import Crop, Orient, Resample, Window
from tests.made_cases import case

IMAGE, MASK = case()
FINE = (1.1, 0.7, 1.3)


def made(*steps, image=IMAGE, mask=MASK, **more):
    return prepare(image, mask, 1, Recipe(steps), **more)


@pytest.mark.parametrize("how", ["linear", "nearest", "bspline"])
@pytest.mark.parametrize("mode", ["centroid", "bbox"])
def test_a_crop_of_the_new_grid_has_the_bits_of_the_whole(how, mode):
    crop = Crop(mode, (5, 6, 4) if mode == "centroid" else (), margin_mm=1.5 if mode == "bbox" else 0.0, beyond="clip")
    steps = (Orient("RAS"), Resample(FINE, how), Window(-300, 300))
    part = made(*steps, crop)
    whole = made(*steps)
    seen = np.lib.stride_tricks.sliding_window_view(whole[0], part.shape[1:])
    assert (seen == part[0]).all(axis=(3, 4, 5)).any()
    again = made(*steps, Crop("middle", whole.shape[:0:-1]), crop)  # the whole is held before it is cropped
    assert np.array_equal(again, part)


def test_every_kind_of_box():
    inside = np.argwhere(MASK.voxels)
    low, high = inside.min(axis=0), inside.max(axis=0) + 1
    box = IMAGE.voxels[tuple(map(slice, low, high))]
    assert np.array_equal(made(Crop())[0], box)
    wide = made(Crop(margin_voxels=1, beyond="clip"))[0]
    assert np.array_equal(
        wide, IMAGE.voxels[low[0] - 1 : high[0] + 1, low[1] - 1 : high[1] + 1, low[2] - 1 : high[2] + 1]
    )
    assert made(Crop(margin_mm=1.6)).shape[1:] == (3 + 2, 6 + 4, 7 + 4)  # 1.6 mm are 1, 2 and 2 voxels
    assert made(Crop(cube=True)).shape == (1, 7, 7, 7)
    middle = np.floor(inside.mean(axis=0) + 0.5).astype(int)
    about = made(Crop("centroid", (4, 4, 4)))[0]
    assert np.array_equal(about, IMAGE.voxels[tuple(slice(own - 2, own + 2) for own in middle)])
    moved = made(Crop("centroid", (4, 4, 4), shift=(1, 0, -1)))[0]
    assert np.array_equal(
        moved, IMAGE.voxels[middle[0] - 3 : middle[0] + 1, middle[1] - 2 : middle[1] + 2, middle[2] - 1 : middle[2] + 3]
    )


def test_beyond_the_border_there_is_the_padding_value():
    found = made(Window(-300, 300), Crop("middle", (16, 12, 9), pad=-7))[0]
    assert (found[:, :, 0] == -7).all()
    assert (found[:, :, -1] == -7).all()
    assert found[:, :, 1:-1].min() >= 0


def test_a_point_is_found_by_place():
    index = np.array([5, 4, 3])
    point = tuple(np.array(IMAGE.origin) + index * np.array(IMAGE.spacing))
    found = made(Crop("point", (1, 1, 1)), point=point)
    assert found.item() == IMAGE.voxels[3, 4, 5]
    turned = made(Orient("RAI"), Resample((0.4, 0.45, 1.0)), Crop("point", (1, 1, 1)), point=point)
    assert turned.item() == IMAGE.voxels[3, 4, 5]
    with pytest.raises(JobFailed, match="about a point, and the case has none"):
        made(Crop("point", (1, 1, 1)))


def test_a_grid_too_coarse_for_the_roi():
    small = np.zeros_like(MASK.voxels)
    small[4, 5, 6] = 1
    with pytest.raises(JobFailed, match="no voxel of the ROI is left"):
        made(Resample((9.0, 9.0, 9.0)), Crop(), mask=replace(MASK, voxels=small))
