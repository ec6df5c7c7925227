"""Square, square root, logarithm, exponential: voxel by voxel, but scaled by the largest value of the whole image."""

from __future__ import annotations

import numpy as np

_NEAR = 1e-6  # relative; far more than any rounding of a logarithm


def padded(voxels: np.ndarray, part: np.ndarray) -> np.ndarray | None:
    """A part of an image, and below it slices with the values of the image that set the scale.

    The logarithm is scaled by its own largest value, which lies near the largest value of the image: all values near
    it are taken along.

    Parameters
    ----------
    voxels
        The whole image.
    part
        Any box of it.

    Returns
    -------
    ndarray or None
        The part's slices first; None where the image has no scale (all zero, or values that are not finite).
    """
    least, greatest = voxels.min(), voxels.max()
    largest = max(abs(float(least)), abs(float(greatest)))
    if not np.isfinite(largest) or largest == 0:
        return None
    near = largest * (1 - _NEAR)
    extremes = [np.array([least, greatest], voxels.dtype)]
    if greatest >= near:
        extremes.append(np.unique(voxels[voxels >= near]))
    if -float(least) >= near:
        extremes.append(np.unique(voxels[voxels <= -near]))
    values = np.concatenate(extremes)
    slices = -(-values.size // part[0].size)
    below = np.resize(values, (slices, *part.shape[1:]))
    return np.concatenate([part, below])
