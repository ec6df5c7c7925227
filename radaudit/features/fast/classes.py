"""pyradiomics' feature classes on one image, with what they have in common computed once."""

from __future__ import annotations

import types
from collections.abc import Mapping
from functools import cache

import numpy as np

from radaudit.features.fast import matrices
from radaudit.features.fast.pyradiomics import feature_classes, image_operations
from radaudit.images.itk import to_itk
from radaudit.images.volume import Volume

_MOST_LEVELS = 2**20  # of gray: more are sorted instead of counted


class Bins:
    """The gray levels of one image in its ROI: the same for every class of texture."""

    def __init__(self) -> None:
        self._found: tuple[np.ndarray, np.ndarray] | None = None

    def of(self, image: np.ndarray, inside: np.ndarray, settings: Mapping) -> tuple[np.ndarray, np.ndarray]:
        """The binned image (0 outside the ROI) and the gray levels that occur, ascending."""
        if self._found is None:
            values = image[inside]
            digits = np.digitize(values, _edges(values, settings))
            binned = np.zeros(image.shape, dtype="int")
            binned[inside] = digits
            binned.flags.writeable = False
            self._found = binned, _present(digits)
        return self._found


def _edges(values: np.ndarray, settings: Mapping):
    """pyradiomics' edges. They depend on the extremes only, and it looks for them with Python's own min and max."""
    ends = np.array([values.min(), values.max()], values.dtype)
    return image_operations().getBinEdges(ends if np.isfinite(ends).all() else values, **settings)


def _present(digits: np.ndarray) -> np.ndarray:
    if digits.max() > _MOST_LEVELS:
        return np.unique(digits)
    return np.flatnonzero(np.bincount(digits))


class _Sharing:
    """Put before one of pyradiomics' classes: takes the bins from the class before it."""

    bins: Bins

    def _applyBinning(self, matrix: np.ndarray) -> np.ndarray:
        binned, levels = self.bins.of(matrix, self.maskArray, self.settings)
        self.coefficients["grayLevels"] = levels
        self.coefficients["Ng"] = int(np.max(levels))
        return binned

    @classmethod
    @cache
    def getFeatureNames(cls) -> dict[str, bool]:
        return super().getFeatureNames()


_COUNTED = frozenset({"glcm", "gldm", "glrlm", "ngtdm"})


@cache
def _sharing(name: str) -> type:
    own = feature_classes()[name]
    members: dict[str, object] = {"__module__": own.__module__}
    if name in _COUNTED:  # word for word, but `matrices` stands where it looks for the compiled module
        fill = own._calculateMatrix
        members[fill.__name__] = types.FunctionType(
            fill.__code__, fill.__globals__ | {"cMatrices": matrices}, fill.__name__
        )
        members[fill.__name__].__defaults__ = fill.__defaults__
    return type(own.__name__, (_Sharing, own), members)


def features(image: Volume, marks: np.ndarray, title: str, enabled: Mapping, settings: dict) -> dict[str, float]:
    """All enabled features of one image but shape, under pyradiomics' names and in its order.

    Parameters
    ----------
    image
        The image in the ROI's box.
    marks
        The mask in the same box.
    title
        pyradiomics' name of the image.
    enabled
        Names of features by class; None or none at all are all.
    settings
        pyradiomics' settings for this image.
    """
    pixels, mask, bins = to_itk(image), to_itk(Volume(marks, image.spacing, image.origin, image.direction)), Bins()
    found: dict[str, float] = {}
    for name, wanted in enabled.items():
        if name.startswith("shape") or name not in feature_classes():
            continue
        kind = _sharing(name)
        own = kind.__new__(kind)
        own.bins = bins
        own.__init__(pixels, mask, **settings)
        for feature in wanted or ():
            own.enableFeatureByName(feature)
        found |= {f"{title}_{name}_{feature}": float(value) for feature, value in own.execute().items()}
    return found
