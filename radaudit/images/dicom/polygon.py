"""Which voxel centres lie inside a polygon."""

from __future__ import annotations

import numpy as np

_AT_ONCE = 2**20  # pairs of an edge and a row that are worked on together


def inside(corners: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Voxels whose centre lies inside a closed polygon.

    A ray from the left crosses the outline an odd number of times (even-odd rule), so that a keyhole's channel, run
    through once there and once back, encloses nothing. A centre on the outline belongs to the polygon on its left
    and upper side and not on its right and lower one, so that neighbouring polygons share no voxel and leave none out.

    Parameters
    ----------
    corners
        Shape (n, 2): column and row of each corner in voxels; the centre of the first voxel is (0, 0).
    shape
        Rows and columns.

    Returns
    -------
    numpy.ndarray
        bool, of that shape.
    """
    rows, columns = shape
    flips = np.zeros((rows, columns + 1), bool)
    # The upper end first: an edge and the same edge run backwards then give the same numbers, bit for bit.
    ends = np.stack([corners, np.roll(corners, -1, axis=0)], axis=1)
    upside = ends[:, 0, 1] > ends[:, 1, 1]
    ends[upside] = ends[upside, ::-1]
    first = np.clip(np.ceil(ends[:, 0, 1]), 0, rows).astype(np.int64)
    last = np.clip(np.ceil(ends[:, 1, 1]), 0, rows).astype(np.int64)  # a row at the lower end is the next edge's
    crossing = np.flatnonzero(last > first)
    ends, first, counts = ends[crossing], first[crossing], (last - first)[crossing]
    step = max(_AT_ONCE // max(rows, 1), 1)
    for start in range(0, len(ends), step):
        part = slice(start, start + step)
        _cross(ends[part], first[part], counts[part], flips)
    return np.logical_xor.accumulate(flips[:, :columns], axis=1)


def _cross(ends: np.ndarray, first: np.ndarray, counts: np.ndarray, flips: np.ndarray) -> None:
    """Note for each edge where it crosses each of its rows."""
    edge = np.repeat(np.arange(len(ends)), counts)
    row = np.arange(len(edge)) - np.repeat(np.cumsum(counts) - counts, counts) + first[edge]
    (x0, y0), (x1, y1) = ends[edge, 0].T, ends[edge, 1].T
    at = np.round(x0 + (row - y0) * (x1 - x0) / (y1 - y0), 9)
    column = np.clip(np.ceil(at), 0, flips.shape[1] - 1).astype(np.int64)
    times = np.bincount(row * flips.shape[1] + column, minlength=flips.size)
    flips ^= (times & 1).astype(bool).reshape(flips.shape)
