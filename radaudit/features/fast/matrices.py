"""Counts of pyradiomics' texture matrices, by whole arrays instead of voxel by voxel.

The functions take what pyradiomics' compiled ones take and give the same matrices: all entries are counts, but for the
differences of the NGTDM, which are added up in the same order. Whatever is uncommon (other distances, very small ROIs,
very many gray levels) is handed on to the compiled ones.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from radaudit.features.fast.pyradiomics import compiled_matrices

_MOST_LEVELS = 512  # of gray
_FEWEST_VOXELS = 2000  # in the box; below, the compiled loops are faster


def calculate_glcm(image, mask, distances, levels, force2d, dimension):
    """Pairs of gray levels by angle: shape (1, levels, levels, angles), and the angles."""
    if not _common(image, levels, distances):
        return compiled_matrices().calculate_glcm(image, mask, distances, levels, force2d, dimension)
    return _glcm(image, mask, levels, force2d, dimension)


def _glcm(image, mask, levels, force2d, dimension):
    angles = _angles(image, force2d, dimension)
    flat, steps, inside = _flattened(image, mask, levels, angles)
    own, found = flat[inside].astype(np.intp), np.empty((1, levels, levels, len(angles)))
    for index, step in enumerate(steps):
        other = flat[inside + step]
        pairs = ((own - 1) * levels + other - 1)[other > 0]
        found[0, :, :, index] = np.bincount(pairs, minlength=levels * levels).reshape(levels, levels)
    return found, angles


def calculate_gldm(image, mask, distances, levels, alpha, force2d, dimension):
    """Voxels by gray level and number of dependent neighbours: shape (1, levels, sizes)."""
    if not _common(image, levels, distances):
        return compiled_matrices().calculate_gldm(image, mask, distances, levels, alpha, force2d, dimension)
    return _gldm(image, mask, levels, alpha, force2d, dimension)


def _gldm(image, mask, levels, alpha, force2d, dimension):
    angles = _angles(image, force2d, dimension)
    flat, steps, inside = _flattened(image, mask, levels, angles)
    own, dependent = flat[inside].astype(np.int32), np.zeros(len(inside), np.intp)
    for step in (*steps, *(-steps)):
        other = flat[inside + step].astype(np.int32)
        dependent += (np.abs(own - other) <= alpha) & (other > 0)
    sizes = 4 * len(angles) + 1  # as pyradiomics leaves room for, which counts each angle in both directions
    counts = np.bincount((own - 1) * sizes + dependent, minlength=levels * sizes)
    return counts.reshape(1, levels, sizes).astype(float)


def calculate_ngtdm(image, mask, distances, levels, force2d, dimension):
    """By gray level: voxels, sum of differences to the neighbours' mean, and the level; shape (1, levels, 3)."""
    if not _common(image, levels, distances):
        return compiled_matrices().calculate_ngtdm(image, mask, distances, levels, force2d, dimension)
    return _ngtdm(image, mask, levels, force2d, dimension)


def _ngtdm(image, mask, levels, force2d, dimension):
    angles = _angles(image, force2d, dimension)
    flat, steps, inside = _flattened(image, mask, levels, angles)
    own, total, count = flat[inside].astype(np.intp), np.zeros(len(inside)), np.zeros(len(inside))
    for step in (*steps, *(-steps)):
        other = flat[inside + step]
        total += other
        count += other > 0
    alone = count == 0
    differences = np.abs(own - total / np.where(alone, 1, count))
    differences[alone] = 0
    found = np.empty((1, levels, 3))
    found[0, :, 0] = np.bincount(own - 1, minlength=levels)
    found[0, :, 1] = np.bincount(own - 1, differences, levels)
    found[0, :, 2] = np.arange(1, levels + 1)
    return found


def calculate_glrlm(image, mask, levels, longest, force2d, dimension):
    """Runs by gray level, length and angle: shape (1, levels, longest, angles), and the angles."""
    found = _glrlm(image, mask, levels, longest, force2d, dimension) if _common(image, levels) else None
    if found is None:
        return compiled_matrices().calculate_glrlm(image, mask, levels, longest, force2d, dimension)
    return found


def _glrlm(image, mask, levels, longest, force2d, dimension):
    angles = _angles(image, force2d, dimension)
    flat, steps, _ = _flattened(image, mask, levels, angles)
    found = np.empty((1, levels, longest, len(angles)))
    for index, step in enumerate(np.abs(steps)):
        lines = _lines(flat, step)
        changes = np.flatnonzero(lines[1:] != lines[:-1])  # the first is a border, so no run starts before
        values, lengths = lines[changes[1:]], np.diff(changes)
        if not ((values[1:] > 0) & (values[:-1] > 0)).any() and not (lengths[values > 0] > 1).any():
            return None  # pyradiomics drops an angle without two voxels in a line
        marked = np.flatnonzero(values)
        runs = (values[marked].astype(np.intp) - 1) * longest + lengths[marked] - 1
        found[0, :, :, index] = np.bincount(runs, minlength=levels * longest).reshape(levels, longest)
    return found, angles


def _common(image: np.ndarray, levels: int, distances: np.ndarray | None = None) -> bool:
    usual = distances is None or list(distances) == [1]
    return usual and image.ndim == 3 and image.size >= _FEWEST_VOXELS and levels <= _MOST_LEVELS and proved()


def _angles(image: np.ndarray, force2d: bool, dimension: int) -> np.ndarray:
    """pyradiomics' angles, in its order: z, y, x."""
    return compiled_matrices().generate_angles(np.array(image.shape), np.array([1]), False, force2d, dimension)


def _flattened(
    image: np.ndarray, mask: np.ndarray, levels: int, angles: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Gray levels with zeros around the ROI, flat; the step of each angle; where the ROI's voxels are."""
    bordered = np.zeros([size + 2 for size in image.shape], np.min_scalar_type(levels))
    np.multiply(image, mask, out=bordered[1:-1, 1:-1, 1:-1], casting="unsafe")
    strides = np.array([bordered.shape[1] * bordered.shape[2], bordered.shape[2], 1])
    return bordered.ravel(), angles @ strides, np.flatnonzero(bordered)


def _lines(flat: np.ndarray, step: int) -> np.ndarray:
    """The same voxels, so that those one step apart stand beside each other; zeros between lines."""
    rows = -(-len(flat) // step) + 1
    table = np.zeros(rows * step, flat.dtype)
    table[: len(flat)] = flat
    return np.ascontiguousarray(table.reshape(rows, step).T).ravel()


@cache
def proved() -> bool:
    """Whether these are the matrices of the installed pyradiomics, for crowded, sparse and flat ROIs."""
    rng = np.random.default_rng(3)
    for filled, levels, shape in ((0.9, 4, (6, 7, 8)), (0.3, 9, (5, 9, 6)), (1.0, 2, (1, 9, 9))):
        image, mask = rng.integers(1, levels + 1, shape), rng.random(shape) < filled
        for force2d in (False, True):
            if not _same(image, mask, levels, force2d):
                return False
    return True


def _same(image: np.ndarray, mask: np.ndarray, levels: int, force2d: bool) -> bool:
    plain, once, tail = compiled_matrices(), np.array([1]), (force2d, 0)
    pairs = (
        (_glcm(image, mask, levels, *tail)[0], plain.calculate_glcm(image, mask, once, levels, *tail)[0]),
        (_gldm(image, mask, levels, 1, *tail), plain.calculate_gldm(image, mask, once, levels, 1, *tail)),
        (_ngtdm(image, mask, levels, *tail), plain.calculate_ngtdm(image, mask, once, levels, *tail)),
        (_glrlm(image, mask, levels, 9, *tail), plain.calculate_glrlm(image, mask, levels, 9, *tail)),
    )
    runs = pairs[-1]
    if runs[0] is not None and not np.array_equal(runs[0][0], runs[1][0]):
        return False
    return all(np.array_equal(mine, theirs) for mine, theirs in pairs[:-1])
