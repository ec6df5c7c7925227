"""Values of an image at places between its voxels, axis by axis.

A new value depends on its own place alone, never on which other places are asked for: a part of a resampled image has
the bits of that part of the whole. (ITK counts places from the corner of the grid that it is given, so there the last
digit differs, and whole numbers, whose fractions it cuts off, differ by one.)
"""

from __future__ import annotations

import numpy as np

from radaudit.core.errors import JobFailed

MOST_VOXELS = 2**28  # of one input, 1 GB in float32: a manifest may ask for anything
LONGEST = 2**16  # voxels along one axis


def refuse_size(shape: tuple[int, ...]) -> None:
    """Refuse an image that no network takes, before memory is taken for it."""
    voxels = float(np.prod([float(own) for own in shape]))
    if voxels > MOST_VOXELS or max(shape) > LONGEST:
        most = f"{MOST_VOXELS:.1e}, and {LONGEST} along an axis"
        raise JobFailed(f"the network's input would have {voxels:.1e} voxels on the way; at most {most}, are made")


def linear(voxels: np.ndarray, places: tuple[np.ndarray, ...], order: tuple[int, int, int] = (0, 1, 2)) -> np.ndarray:
    """Values between voxels, linearly along each axis in turn.

    Parameters
    ----------
    voxels
        Shape (channels, one for each of `places`).
    places
        Fractional indices along each spatial axis; beyond the first and last voxel their values go on.
    order
        Which axis comes first: the one that becomes shortest saves most. It plays a part in the last digit, so it must
        not depend on which places are asked for.

    Returns
    -------
    ndarray
        float32, worked out in float64; where all places are whole numbers the voxels themselves (a view, if it can be).
    """
    refuse_size(tuple(len(own) for own in places))
    found = voxels
    for axis in (own + 1 for own in order):
        own = np.clip(places[axis - 1], 0, voxels.shape[axis] - 1)
        low = np.floor(own).astype(np.intp)
        rest = own - low
        if not rest.any():
            found = _taken(found, low, axis)
            continue
        weight = rest.reshape([-1 if other == axis else 1 for other in range(voxels.ndim)])
        high = np.minimum(low + 1, voxels.shape[axis] - 1)
        below = _taken(found, low, axis)
        step = np.subtract(_taken(found, high, axis), below, dtype=np.float64)
        step *= weight
        step += below
        found = step
    return found if found.dtype == voxels.dtype and found.dtype != np.float64 else found.astype(np.float32)


def spline(
    coefficients: np.ndarray, places: tuple[np.ndarray, ...], order: tuple[int, int, int] = (0, 1, 2)
) -> np.ndarray:
    """Values of the interpolating cubic spline, axis by axis, beyond the border as in a mirror; shapes as in `linear`.

    Parameters
    ----------
    coefficients
        As `spline_coefficients` gives them.
    """
    refuse_size(tuple(len(own) for own in places))
    found = coefficients
    for axis in (own + 1 for own in order):
        low = np.floor(places[axis - 1]).astype(np.intp)
        part = places[axis - 1] - low
        rest = 1 - part
        weights = (rest**3, 4 - 6 * part**2 + 3 * part**3, 4 - 6 * rest**2 + 3 * rest**3, part**3)
        shape = [-1 if other == axis else 1 for other in range(coefficients.ndim)]
        total = 0.0
        for ahead, weight in enumerate(weights, start=-1):
            index = _mirrored(low + ahead, coefficients.shape[axis])
            total = total + np.take(found, index, axis=axis) * (weight / 6).reshape(shape)
        found = total
    return found.astype(np.float32)


def spline_coefficients(voxels: np.ndarray) -> np.ndarray:
    """Of the cubic spline through all voxels, which goes on beyond the border as in a mirror, as ITK's does.

    Parameters
    ----------
    voxels
        Shape (channels, z, y, x).

    Returns
    -------
    ndarray
        float64, of the same shape.
    """
    from scipy.ndimage import spline_filter1d

    found = voxels.astype(np.float64)
    for axis in range(1, voxels.ndim):
        if voxels.shape[axis] > 1:
            found = spline_filter1d(found, 3, axis, mode="mirror")
    return found


def nearest(voxels: np.ndarray, places: tuple[np.ndarray, ...], order: tuple[int, int, int] = (0, 1, 2)) -> np.ndarray:
    """The voxel nearest to each place, halves rounded up as in ITK; shapes as in `linear`, the dtype stays."""
    refuse_size(tuple(len(own) for own in places))
    found = voxels
    for own in order:
        axis = own + voxels.ndim - len(places)
        found = _taken(found, nearest_index(places[own], voxels.shape[axis]), axis)
    return found


def nearest_index(places: np.ndarray, count: int) -> np.ndarray:
    """Whole indices of fractional ones along an axis of so many voxels."""
    return np.clip(np.floor(places + 0.5), 0, count - 1).astype(np.intp)


def _mirrored(index: np.ndarray, count: int) -> np.ndarray:
    """Indices beyond the first and last voxel seen in a mirror there."""
    if count == 1:
        return np.zeros_like(index)
    folded = np.abs(index) % (2 * (count - 1))
    return np.where(folded < count, folded, 2 * (count - 1) - folded)


def _taken(voxels: np.ndarray, index: np.ndarray, axis: int) -> np.ndarray:
    """Some indices along an axis: a view where they follow each other."""
    if len(index) and np.array_equal(index, np.arange(index[0], index[0] + len(index))):
        return voxels[(slice(None),) * axis + (slice(int(index[0]), int(index[0]) + len(index)),)]
    return np.take(voxels, index, axis=axis)
