"""All features of one case: pyradiomics' steps, each on as few voxels as give the same bits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from radaudit.features.fast import classes, images, proved
from radaudit.features.fast.pyradiomics import REFUSALS, extractor, image_operations, plain
from radaudit.features.fast.region import Box, box_of, frame
from radaudit.features.fast.resampling import resampled
from radaudit.features.fast.shape import shape
from radaudit.images.itk import from_itk, quiet_itk, to_itk
from radaudit.images.volume import Volume

if TYPE_CHECKING:
    from radaudit.features.fast.pyradiomics import RadiomicsFeatureExtractor


def extract(image: Volume, mask: Volume, label: int, parameters: Mapping) -> dict[str, float]:
    """Names, order and bits of plain pyradiomics, sooner.

    Where a step is not proved to be exact, or pyradiomics refuses the case, the plain way is taken, which then also
    says why.

    Raises
    ------
    JobFailed
        If pyradiomics refuses the case.
    """
    try:
        return fast(image, mask, label, parameters)
    except (proved.NotProved, *REFUSALS):
        return plain(image, mask, label, parameters)
    finally:
        quiet_itk()  # the study's tolerance holds for the whole process


def fast(image: Volume, mask: Volume, label: int, parameters: Mapping) -> dict[str, float]:
    """The fast way alone.

    Raises
    ------
    NotProved
        If it is not known to be exact here.
    """
    own = extractor(parameters)
    settings = own.settings | {"label": label}
    proved.require(image, mask, label, settings, own.enabledImagetypes)
    found, scene = shape_and_scene(own, normalised(image, settings), mask, settings)
    for name, customised in own.enabledImagetypes.items():
        for part, title, used in images.made(name, scene, settings | customised):
            found |= classes.features(part, scene.marks, title, own.enabledFeatures, used)
    return found


def normalised(image: Volume, settings: Mapping) -> Volume:
    """The image with the gray values that the study's settings ask for."""
    if settings.get("normalize"):
        return from_itk(image_operations().normalizeImage(to_itk(image), **settings))
    return image


def shape_and_scene(
    own: RadiomicsFeatureExtractor, image: Volume, mask: Volume, settings: dict
) -> tuple[dict[str, float], images.Scene]:
    """Shape features of a ROI, and the image and the box in which its other features are to be computed.

    Raises
    ------
    NotProved
        If the ROI is empty, or of another size than the image.
    """
    image, marks = _prepared(own, image, mask, settings)
    box, label = _box(marks), np.uint32(settings["label"])
    return _shape(own, images.Scene(image, box, np.where(marks[box.slices], label, np.uint32(0))), settings)


def _prepared(
    own: RadiomicsFeatureExtractor, image: Volume, mask: Volume, settings: Mapping
) -> tuple[Volume, np.ndarray]:
    """The image resampled or cropped by the study's settings, and where the ROI is in it."""
    marks = proved.marked(mask, settings["label"])
    if settings.get("interpolator") is not None and settings.get("resampledPixelSpacing") is not None:
        return resampled(image, replace(mask, voxels=marks), _box(marks), settings)
    _same_place(own, image, mask)
    if settings.get("preCrop"):
        kept = _box(marks).grown(settings.get("padDistance", 0), marks.shape)
        return replace(image, voxels=np.ascontiguousarray(image.voxels[kept.slices])), marks[kept.slices]
    return image, marks


def _box(marks: np.ndarray) -> Box:
    box = box_of(marks)
    if box is None:
        raise proved.NotProved("an empty ROI")
    return box


def _same_place(own: RadiomicsFeatureExtractor, image: Volume, mask: Volume) -> None:
    """Let ITK compare the two grids, as it does when it computes statistics, but on a single voxel."""
    if image.voxels.shape != mask.voxels.shape:
        raise proved.NotProved("image and mask of different size")
    itk, corners = quiet_itk(), (frame(image), frame(mask))
    own._setTolerance()  # the study's; made images set ITK's own
    itk.LabelStatisticsImageFilter().Execute(*corners)


def _shape(
    own: RadiomicsFeatureExtractor, scene: images.Scene, settings: dict
) -> tuple[dict[str, float], images.Scene]:
    """Check the ROI, resegment it, compute its shape: pyradiomics' own steps, on the ROI's box."""
    operations, part = image_operations(), to_itk(scene.part)
    mask = to_itk(replace(scene.image, voxels=scene.marks))
    bounds, _ = operations.checkMask(part, mask, **settings)
    texture = mask
    if settings.get("resegmentRange") is not None:
        texture = operations.resegmentMask(part, mask, **settings)
        bounds, _ = operations.checkMask(part, texture, **settings)
    found = shape(own, part, texture if settings.get("resegmentShape") else mask, bounds, settings)
    low, high = tuple(map(int, bounds[-2::-2])), tuple(int(last) + 1 for last in bounds[::-2])
    inner = Box(low, high)
    marks = np.ascontiguousarray(from_itk(texture).voxels[inner.slices])
    return found, images.Scene(scene.image, inner.shifted(scene.box.low), marks)
