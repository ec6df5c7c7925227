"""From stored numbers to values, in the pixel type that ITK would choose."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from radaudit.images.dicom.frames import Frame
from radaudit.images.dicom.pixels import Storage

_KINDS = ("uint8", "uint16", "uint32"), ("int8", "int16", "int32")


def value_type(stored: Iterable[tuple[Frame, Storage]]) -> np.dtype:
    """The pixel type that holds the values of all these slices.

    Where every slope and intercept is a whole number, the smallest integer type that holds whatever the stored
    bits could; else float64. So does GDCM for one file, and extraction rounds by it. Where slices differ, ITK takes
    the first one's type for all and cuts off what doesn't fit; here the type fits all.
    """
    least = greatest = 0
    plain = True
    kinds = set()
    for frame, storage in stored:
        if frame.slope % 1 or frame.intercept % 1:
            return np.dtype("float64")
        ends = [frame.slope * end + frame.intercept for end in storage.limits]
        least, greatest = min(least, *ends), max(greatest, *ends)
        plain = plain and (frame.slope, frame.intercept) == (1, 0)
        kinds.add(storage.dtype)
    if plain and len(kinds) == 1:
        return kinds.pop()
    for kind in _KINDS[least < 0]:
        if np.iinfo(kind).min <= least and greatest <= np.iinfo(kind).max:
            return np.dtype(kind)
    return np.dtype("float64")


def values_of(stored: np.ndarray, frame: Frame, kind: np.dtype) -> np.ndarray:
    """slope * stored + intercept."""
    if (frame.slope, frame.intercept) == (1, 0):
        return stored.astype(kind)
    if kind.kind == "f":
        return frame.slope * stored.astype(np.float64) + frame.intercept
    return (int(frame.slope) * stored.astype(np.int64) + int(frame.intercept)).astype(kind)
