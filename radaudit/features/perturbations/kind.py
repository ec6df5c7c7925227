"""What a kind of perturbation is: on what it acts, and which size of it changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from radaudit.core.registry import plugin

Size = float | str | tuple[float, ...]
Target = Literal["mask", "image", "settings"]


@dataclass(frozen=True)
class Kind:
    """One kind of perturbation.

    Attributes
    ----------
    acts_on
        In a chain those on the mask come first, then those on the image (and the masks on it), then those on the
        settings; so chains that end alike share their images.
    none
        The size that changes nothing.
    apply
        "mask": of an image, an ROI (bool), a size and a seed the changed ROI.
        "image": of an image, some ROIs on it, a size and a seed the changed image and ROIs, in the same order.
        "settings": of pyradiomics' parameters, the image's spacing (mm; x, y, z) and a size the changed parameters.
        All are pure functions: the same size and seed give the same voxels.
    words
        What a size of it is called.
    """

    name: str
    acts_on: Target
    none: Size
    apply: Callable
    words: Callable[[Size], str]


def perturbation(name: str, acts_on: Target, none: Size, words: Callable[[Size], str]) -> Callable:
    """Mark a function as the `apply` of a kind of perturbation."""

    def mark(function: Callable) -> Callable:
        return plugin("perturbation", name, Kind(name, acts_on, none, function, words))(function)

    return mark


def as_stored(values: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """Gray values as the image's file would hold them: rounded and cut off where it holds whole numbers."""
    if dtype.kind == "f":
        return values.astype(dtype)
    limits = np.iinfo(dtype)
    return np.clip(np.rint(values), limits.min, limits.max).astype(dtype)
