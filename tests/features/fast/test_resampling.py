"""Resampling a part of the image, and when the whole is taken."""

from dataclasses import replace

import numpy as np
import pytest

from radaudit.features.fast import resampling
from radaudit.features.fast.region import Box, box_of
from radaudit.images.volume import Volume
from tests.features.fast.made import LEVEL, assert_same, image


def large(dtype="int16", seed=3) -> tuple[Volume, Volume]:
    one = image((40, 150, 160), dtype, spacing=(0.83, 0.79, 2.1), seed=seed)
    marks = np.zeros(one.voxels.shape, bool)
    marks[18:23, 70:80, 60:75] = True
    return one, replace(one, voxels=marks)


def settings(*spacing, **others):
    return {"resampledPixelSpacing": list(spacing), "interpolator": "sitkBSpline", "padDistance": 5} | others


@pytest.fixture
def taken(monkeypatch):
    """Shapes of the images that were resampled."""
    shapes, plain = [], resampling.to_itk
    monkeypatch.setattr(resampling, "to_itk", lambda volume: shapes.append(volume.voxels.shape) or plain(volume))
    return shapes


def both(one, marks, given, monkeypatch):
    box = box_of(marks.voxels)
    quick = resampling.resampled(one, marks, box, given)
    monkeypatch.setattr(resampling, "_window", lambda *_: None)
    whole = resampling.resampled(one, marks, box, given)
    assert np.array_equal(quick[0].voxels, whole[0].voxels)
    assert np.array_equal(quick[1], whole[1])
    assert (quick[0].spacing, quick[0].origin, quick[0].voxels.dtype) == (
        whole[0].spacing,
        whole[0].origin,
        whole[0].voxels.dtype,
    )


@pytest.mark.parametrize("dtype", ["int16", "uint8", "uint16"])
@pytest.mark.parametrize("spacing", [(1, 1, 1), (1.2, 1.1, 1.3), (0.6, 1.3, 0)], ids=str)
def test_a_part_gives_the_voxels_of_the_whole(dtype, spacing, taken, monkeypatch):
    one, marks = large(dtype)
    both(one, marks, settings(*spacing), monkeypatch)
    assert np.prod(taken[1]) < 0.5 * one.voxels.size  # the mask comes first


def test_a_mask_on_another_grid(monkeypatch):
    one, marks = large()
    moved = replace(marks, spacing=(0.5, 0.6, 2.5), origin=(1.2, 20.3, 80.0))
    both(one, moved, settings(1, 1, 1), monkeypatch)


def test_fractions_need_the_whole(taken):
    one, marks = large("float32")
    resampling.resampled(one, marks, box_of(marks.voxels), settings(1, 1, 1))
    assert taken[1:] == [one.voxels.shape]


def test_a_value_next_to_a_whole_number_needs_the_whole(taken, monkeypatch):
    one, marks = large()
    constant = replace(one, voxels=np.full_like(one.voxels, 7))  # 7, or 6.999999999999998 cut to 6
    both(constant, marks, settings(1, 1, 1), monkeypatch)
    assert taken[:3][-1] == one.voxels.shape


def test_extraction_from_a_part():
    one, marks = large()
    given = {"imageType": {"Original": {}, "Wavelet": {}}, "featureClass": {"firstorder": [], "shape": []}}
    assert_same(one, replace(marks, voxels=marks.voxels.astype(np.uint8)), given | {"setting": settings(1.5, 1.5, 1.5)})


def test_no_window_where_it_is_not_proved():
    one, marks = large()
    box = box_of(marks.voxels)
    assert isinstance(resampling._window(one, marks, box, settings(1, 1, 1)), Box)
    assert resampling._window(one, marks, box, settings(1, 1, 1, interpolator="sitkLinear")) is None
    assert resampling._window(one, marks, box, settings(0.83, 0.79, 2.1)) is None  # the image's own grid
    far = replace(one, origin=(1e7, 0.0, 0.0))
    assert resampling._window(far, replace(marks, origin=far.origin), box, settings(1, 1, 1)) is None
    outside = replace(marks, origin=(500.0, 0.0, 0.0), direction=LEVEL)
    assert resampling._window(one, outside, box, settings(1, 1, 1)) is None


def test_itk_cuts_fractions_off():
    assert resampling.truncates()
