"""Resampling to other voxel sizes, of the part of the image around the ROI.

pyradiomics makes voxels around the ROI only, but ITK turns the whole image into B-spline coefficients first. A voxel's
weight in a coefficient falls by 0.268 with every step (M. Unser et al., IEEE Trans Signal Process 41:821, 1993), so
far voxels change no digit that survives when fractions are cut off, as ITK does for images of whole numbers. Whether
none did is then looked up: the part is resampled with its fractions, and if any value lies so close to a whole number
that a far voxel could have tipped it, the whole image is taken. Images with fractions keep them, so they are always
taken whole.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import numpy as np

from radaudit.features.fast.pyradiomics import image_operations
from radaudit.features.fast.region import Box, frame, part_of
from radaudit.images.itk import from_itk, quiet_itk, to_itk
from radaudit.images.volume import Volume

_MARGIN = 34  # voxels; 0.268**32 is less than the spacing of numbers in double precision
_ROUNDINGS = 16  # half a dozen products and sums on the way into space, and as many on the way back
_STEEPEST = 3.0  # a cubic B-spline's slope per voxel, in ranges of the voxels it goes through
_FAR = 1e6  # voxels from the origin of space: positions lose digits


def resampled(image: Volume, mask: Volume, box: Box, settings: Mapping) -> tuple[Volume, np.ndarray]:
    """Image and ROI on the study's grid, both cut to the ROI and pyradiomics' margin around it.

    Parameters
    ----------
    image
        The image.
    mask
        Where the ROI is; bool, on a grid of its own.
    box
        The ROI's box in the mask.
    settings
        pyradiomics' settings, with ``resampledPixelSpacing`` (mm).
    """
    marks = to_itk(replace(mask, voxels=mask.voxels.view(np.uint8)))
    used = dict(settings) | {"label": 1}  # the label of `marks`
    near = _window(image, mask, box, used)
    if near is not None and truncates():
        part = part_of(image, near)
        exact = replace(part, voxels=part.voxels.astype(np.float64))
        made, roi = image_operations().resampleImage(to_itk(exact), marks, **used)
        values = from_itk(made)
        limits = np.iinfo(image.voxels.dtype)
        inside = np.clip(values.voxels, limits.min, limits.max)
        whole = np.rint(inside)
        doubtful = (np.abs(inside - whole) <= _error(image, part)) & (whole != 0)
        if not doubtful.any():
            return replace(values, voxels=np.trunc(inside).astype(image.voxels.dtype)), from_itk(roi).voxels == 1
    made, roi = image_operations().resampleImage(to_itk(image), marks, **used)
    return from_itk(made), from_itk(roi).voxels == 1


@cache
def truncates() -> bool:
    """Whether the installed ITK cuts off fractions of whole-number images, within the limits of the pixel type."""
    sitk = quiet_itk()
    voxels = np.random.default_rng(5).integers(-(2**15), 2**15, (9, 9, 9)).astype(np.int16)
    found = []
    for dtype in (np.int16, np.float64):
        image = sitk.GetImageFromArray(voxels.astype(dtype))
        own = sitk.ResampleImageFilter()
        own.SetReferenceImage(image)
        own.SetInterpolator(sitk.sitkBSpline)
        own.SetOutputOrigin((0.37, 0.41, 0.29))
        found.append(sitk.GetArrayFromImage(own.Execute(image)))
    whole, exact = found
    return np.array_equal(whole, np.trunc(np.clip(exact, -(2**15), 2**15 - 1)))


def _error(image: Volume, part: Volume) -> float:
    """How far values may differ between the whole image and a part of it, in gray values.

    The part has another origin, so the place of a new voxel among the old ones is rounded in another way; what the
    far voxels add is much less than that.
    """
    extent = np.abs(image.origin).max() + np.dot(image.size, image.spacing)
    place = _ROUNDINGS * np.finfo(float).eps * extent / min(image.spacing)
    return float(place * _STEEPEST * (float(part.voxels.max()) - float(part.voxels.min()) + 1))


def _window(image: Volume, mask: Volume, box: Box, settings: Mapping) -> Box | None:
    """The part of the image that is enough; None where the whole must be taken."""
    if image.voxels.dtype.kind not in "iu" or image.voxels.dtype.itemsize > 2:
        return None
    spacing = np.array(settings["resampledPixelSpacing"], dtype=float)
    if settings["interpolator"] != "sitkBSpline" or spacing.shape != (3,):
        return None
    steps = np.array(mask.spacing)
    spacing = np.where(spacing == 0, steps, spacing)
    wide = np.ceil((abs(settings.get("padDistance", 5)) + 2) * spacing / steps) + 2
    low, high = np.array(box.low[::-1]) - wide, np.array(box.high[::-1]) + wide
    where, here = frame(mask), frame(image)
    corners = [
        here.TransformPhysicalPointToContinuousIndex(where.TransformContinuousIndexToPhysicalPoint(corner))
        for corner in itertools.product(*zip(low.tolist(), high.tolist(), strict=True))
    ]
    size = np.array(image.size)
    first = np.clip(np.floor(np.min(corners, axis=0)) - _MARGIN, 0, size)
    last = np.clip(np.ceil(np.max(corners, axis=0)) + _MARGIN + 1, 0, size)
    roi = _roi_corners(where, here, box)
    inside = (roi.min(axis=0) > -0.5).all() and (roi.max(axis=0) < size - 0.5).all()
    same = np.allclose(image.spacing, np.where(np.subtract(box.high, box.low)[::-1] > 1, spacing, steps))
    far = np.max(np.abs(image.origin)) / min(image.spacing) > _FAR
    if not inside or same or far or 2 * np.prod(last - first) > image.voxels.size:
        return None
    return Box(tuple(map(int, first[::-1])), tuple(map(int, last[::-1])))


def _roi_corners(where, here, box: Box) -> np.ndarray:
    """The corners of the ROI's box in voxels of the image; x, y, z."""
    ends = zip(np.array(box.low[::-1]) - 0.5, np.array(box.high[::-1]) - 0.5, strict=True)
    return np.array(
        [
            here.TransformPhysicalPointToContinuousIndex(where.TransformContinuousIndexToPhysicalPoint(corner))
            for corner in itertools.product(*(map(float, pair) for pair in ends))
        ]
    )
