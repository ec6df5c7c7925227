"""Shape features of a large ROI, with the mesh measured in `mesh`."""

from __future__ import annotations

import copy
import types
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from radaudit.features.fast import mesh
from radaudit.features.fast.pyradiomics import feature_classes, image_operations
from radaudit.images.itk import from_itk

if TYPE_CHECKING:
    from radaudit.features.fast.pyradiomics import RadiomicsFeatureExtractor

_MANY = 5000  # vertices; below, pyradiomics' comparison of all of them takes a few milliseconds


def shape(
    own: RadiomicsFeatureExtractor, image: object, mask: object, bounds: np.ndarray, settings: dict
) -> dict[str, float]:
    """pyradiomics' shape features, in its order.

    Parameters
    ----------
    own
        The extractor.
    image, mask
        Image and mask around the ROI, for ITK.
    bounds
        First and last index of the ROI along x, y, z, as pyradiomics writes them.
    settings
        pyradiomics' settings.
    """
    cut, marks = image_operations().cropToTumorMask(image, mask, bounds)
    if "shape" not in own.enabledFeatures or not _worth_it(marks, settings["label"]):
        return _plainly(own, image, mask, bounds, settings)
    kind = _quick()(cut, marks, **settings)
    for feature in own.enabledFeatures["shape"] or ():
        kind.enableFeatureByName(feature)
    found = {f"original_shape_{feature}": float(value) for feature, value in kind.execute().items()}
    rest = copy.copy(own)
    rest.enabledFeatures = {name: wanted for name, wanted in own.enabledFeatures.items() if name != "shape"}
    return found | _plainly(rest, image, mask, bounds, settings)


def _plainly(own: RadiomicsFeatureExtractor, *given: object) -> dict[str, float]:
    *places, settings = given
    return {name: float(value) for name, value in own.computeShape(*places, **settings).items()}


def _worth_it(marks, label: int) -> bool:
    inside = np.pad(from_itk(marks).voxels == label, 1)
    vertices = sum(np.count_nonzero(np.diff(inside, axis=axis)) for axis in range(3))
    spacing, size = marks.GetSpacing(), marks.GetSize()
    steps = max(n * step for n, step in zip(size, spacing, strict=True)) / min(spacing)
    return vertices > _MANY and steps < mesh.MOST_STEPS and mesh.proved()


@cache
def _quick() -> type:
    """pyradiomics' class of shape; its preparation, word for word, finds another mesh where it looks for its own."""
    plain = feature_classes()["shape"]
    prepare = plain._initSegmentBasedCalculation
    names = prepare.__globals__ | {"cShape": types.SimpleNamespace(calculate_coefficients=mesh.coefficients)}
    return type(
        plain.__name__,
        (plain,),
        {
            "__module__": plain.__module__,
            "_initSegmentBasedCalculation": types.FunctionType(prepare.__code__, names, prepare.__name__),
        },
    )
