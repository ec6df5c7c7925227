"""Where the voxels of one grid lie in another: positions in millimetres, by ITK's rule.

A voxel with the index i lies at origin + direction (spacing * i); indices and positions are in the order x, y, z.
"""

from __future__ import annotations

import itertools

import numpy as np

from radaudit.images.volume import Volume

MARGIN = 1e-3  # voxels; as far as pyradiomics lets an ROI reach out of its image


def positions(grid: Volume, indices: np.ndarray) -> np.ndarray:
    """Positions in mm of (fractional) indices; both of shape (points, dimensions)."""
    return np.array(grid.origin) + (np.asarray(indices) * np.array(grid.spacing)) @ _axes(grid).T


def indices(grid: Volume, points: np.ndarray) -> np.ndarray:
    """Fractional indices of positions in mm; both of shape (points, dimensions)."""
    return np.linalg.solve(_axes(grid), (np.asarray(points) - np.array(grid.origin)).T).T / np.array(grid.spacing)


def offset(image: Volume, mask: Volume, inside: np.ndarray) -> tuple[float, float]:
    """How far the ROI lies from the image's voxels that have the same indices.

    Parameters
    ----------
    inside
        Where the ROI is in the mask; bool, shape (z, y, x).

    Returns
    -------
    tuple of float
        The largest distance of any corner of the ROI's box: in mm, and in voxels of the image along one axis.
    """
    corners = _corners(*_box(inside))
    there = positions(mask, corners)
    apart = np.linalg.norm(there - positions(image, corners), axis=1)
    return float(apart.max()), float(np.abs(indices(image, there) - corners).max())


def lies_inside(image: Volume, mask: Volume) -> bool:
    """Whether the mask's whole grid, up to its outer edges, lies in the image's."""
    edges = _corners(np.full(len(mask.size), -0.5), np.array(mask.size) - 0.5)
    there = indices(image, positions(mask, edges))
    return bool((there >= -0.5 - MARGIN).all() and (there <= np.array(image.size) - 0.5 + MARGIN).all())


def outside(image: Volume, mask: Volume, inside: np.ndarray) -> int:
    """How many of the ROI's voxels have their centre outside of the image."""
    there = indices(image, positions(mask, np.argwhere(inside)[:, ::-1]))
    beyond = (there < -0.5 - MARGIN) | (there > np.array(image.size) - 0.5 + MARGIN)
    return int(beyond.any(axis=1).sum())


def placed(image: Volume, mask: Volume, inside: np.ndarray) -> np.ndarray:
    """The ROI on the image's grid by place: each voxel takes the mask's nearest, halves rounded up as in ITK.

    Returns
    -------
    ndarray
        bool, of the image's shape.
    """
    low, high = _box(inside)
    there = indices(image, positions(mask, _corners(low - 0.5, high + 0.5)))
    first = np.clip(np.floor(there.min(axis=0)).astype(int), 0, image.size)
    last = np.clip(np.ceil(there.max(axis=0)).astype(int) + 1, first, image.size)
    result = np.zeros(image.voxels.shape, bool)
    window = tuple(slice(a, b) for a, b in zip(first[::-1], last[::-1], strict=True))
    own = np.indices(result[window].shape).reshape(result.ndim, -1).T[:, ::-1] + first
    if own.size:
        nearest = np.floor(indices(mask, positions(image, own)) + 0.5).astype(int)
        held = ((nearest >= 0) & (nearest < np.array(mask.size))).all(axis=1)
        marks = np.zeros(len(own), bool)
        marks[held] = inside[tuple(nearest[held].T[::-1])]
        result[window] = marks.reshape(result[window].shape)
    return result


def has_no_place(mask: Volume) -> bool:
    """Whether a header says nothing: spacing 1, origin 0, axes as they come, as arrays are saved without one."""
    return (
        all(step == 1 for step in mask.spacing)
        and not any(mask.origin)
        and np.array_equal(_axes(mask), np.eye(len(mask.size)))
    )


def _axes(grid: Volume) -> np.ndarray:
    return np.array(grid.direction).reshape(len(grid.size), -1)


def _box(inside: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First and last marked index along x, y, z."""
    marked = np.argwhere(inside)[:, ::-1]
    return marked.min(axis=0), marked.max(axis=0)


def _corners(low: np.ndarray, high: np.ndarray) -> np.ndarray:
    return np.array(list(itertools.product(*zip(low.tolist(), high.tolist(), strict=True))), dtype=float)
