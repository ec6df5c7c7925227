"""The largest distances between points on a lattice, without comparing all of them.

The square of the distance to any point is convex, so in exact arithmetic a largest distance ends at vertices of the
convex hull; every other lattice point is nearer by at least the smallest step squared, which is far more than any
rounding. So the hull's vertices give the same bits as all points.
"""

from __future__ import annotations

import numpy as np

_FEW = 150  # points: comparing all is faster than a hull
_AT_ONCE = 2**20  # pairs


def diameters(points: np.ndarray, spacing: np.ndarray) -> tuple[float, ...]:
    """The largest distance between points with the same z, the same y, the same x, and between any two.

    Parameters
    ----------
    points
        Shape (n, 3): z, y, x in half voxels; whole numbers.
    spacing
        Millimetres between voxels along z, y, x.
    """
    in_planes = [_in_planes(points, axis, spacing) for axis in range(3)]
    return (*map(float, np.sqrt([*in_planes, _largest(_hull(points), spacing)])),)


def _in_planes(points: np.ndarray, axis: int, spacing: np.ndarray) -> float:
    order = np.argsort(points[:, axis], kind="stable")
    points = points[order]
    starts = np.flatnonzero(np.diff(points[:, axis])) + 1
    planes = np.split(points, starts)
    reach = [float((np.ptp(plane, axis=0) / 2 * spacing) @ (np.ptp(plane, axis=0) / 2 * spacing)) for plane in planes]
    largest = 0.0
    for index in np.argsort(reach)[::-1]:
        if reach[index] < largest * (1 - 1e-9):  # the plane's box is smaller than what was found
            break
        largest = max(largest, _largest(_hull(planes[index]), spacing))
    return largest


def _hull(points: np.ndarray) -> np.ndarray:
    """The points that can be an end of a largest distance: all of few or flat ones, else the hull's vertices."""
    from scipy.spatial import ConvexHull, QhullError

    points = _ends(points)
    moving = np.flatnonzero(np.ptp(points, axis=0)) if len(points) else []
    if len(points) <= _FEW or len(moving) < 2:
        return points
    try:
        return points[ConvexHull(points[:, moving]).vertices]
    except QhullError:
        return points


def _ends(points: np.ndarray) -> np.ndarray:
    """First and last point of every line along x: the others lie between them."""
    if len(points) < 3:
        return points
    points = points[np.lexsort((points[:, 2], points[:, 1], points[:, 0]))]
    new = (np.diff(points[:, :2], axis=0) != 0).any(axis=1)
    return points[np.concatenate([[True], new]) | np.concatenate([new, [True]])]


def _largest(points: np.ndarray, spacing: np.ndarray) -> float:
    """The largest squared distance, by pyradiomics' arithmetic."""
    places = (points / 2 * spacing).T
    largest, step = 0.0, max(1, _AT_ONCE // max(1, len(points)))
    for start in range(0, len(points), step):
        squares = [(own[start : start + step, None] - own[None, :]) ** 2 for own in places]
        largest = max(largest, float((squares[0] + squares[1] + squares[2]).max()))
    return largest
