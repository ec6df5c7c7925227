"""Stationary wavelets, around the ROI only.

A coefficient depends on as many neighbours along each axis as the wavelet is long, times the number of levels
(pyradiomics decomposes the approximation again without widening the filter). At its border an image is continued
periodically, and there PyWavelets adds up in another order: an axis along which a coefficient may reach the border is
kept whole.
"""

from __future__ import annotations

from radaudit.features.fast.pyradiomics import image_operations
from radaudit.features.fast.region import Box


def window(shape: tuple[int, ...], box: Box, reach: int) -> Box:
    """The part of an image that gives the same coefficients in the box as the whole.

    Parameters
    ----------
    shape
        Of the whole image.
    box
        Where coefficients are wanted.
    reach
        Voxels to every side that a coefficient may depend on.
    """
    low, high = [], []
    for size, start, end in zip(shape, box.low, box.high, strict=True):
        inside = start >= reach and end + reach <= size
        low.append(start - reach if inside else 0)
        high.append(end + reach if inside else size)
    return Box(tuple(low), tuple(high))


def reach_of(wavelet: str, levels: int) -> int:
    """Voxels to every side that a coefficient may depend on, and one more for an odd part that is made even."""
    return max(1, levels) * image_operations().pywt.Wavelet(wavelet).dec_len + 1
