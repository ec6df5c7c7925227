"""An image with another number of voxels over the same extent."""

from __future__ import annotations

import numpy as np

from radaudit.deep.sampling import linear, refuse_size


def resized(voxels: np.ndarray, size: tuple[int, ...], how: str) -> np.ndarray:
    """The image with so many voxels along each axis.

    Parameters
    ----------
    voxels
        Shape (channels, z, y, x).
    size
        Voxels along z, y, x.
    how
        As in `study.geometry_steps.Resize`.

    Returns
    -------
    ndarray
        float32; of the voxels' own dtype for "nearest".
    """
    refuse_size(size)
    counts = voxels.shape[1:]
    if how == "nearest":  # as torch: no half voxel is added
        for axis, (old, new) in enumerate(zip(counts, size, strict=True), start=1):
            voxels = np.take(voxels, np.arange(new) * old // new, axis=axis)
        return voxels
    if how in ("smooth", "area"):
        weights = _covered if how == "area" else _tent
        for axis, (old, new) in enumerate(zip(counts, size, strict=True), start=1):
            if old != new:
                voxels = np.moveaxis(np.tensordot(weights(old, new), voxels, (1, axis)), 0, axis)
        return voxels.astype(np.float32)
    places = _ends if how == "ends" else _edges
    return linear(voxels.astype(np.float32), tuple(places(*own) for own in zip(counts, size, strict=True)))


def _edges(old: int, new: int) -> np.ndarray:
    """Places with the outer edges of both grids aligned."""
    return (np.arange(new) + 0.5) * (old / new) - 0.5


def _ends(old: int, new: int) -> np.ndarray:
    """Places with the first and last centres of both grids aligned."""
    return np.arange(new) * ((old - 1) / max(new - 1, 1))


def _covered(old: int, new: int) -> np.ndarray:
    """Equal weights of the old voxels that each new one touches; shape (new, old)."""
    number = np.arange(new)
    first, last = number * old // new, -(-(number + 1) * old // new)
    own = np.arange(old)
    held = (own >= first[:, None]) & (own < last[:, None])
    return held / held.sum(axis=1, keepdims=True)


def _tent(old: int, new: int) -> np.ndarray:
    """Weights of a triangle as wide as a new voxel, never narrower than an old one; shape (new, old)."""
    ratio = old / new
    width = max(ratio, 1.0)
    centre = (np.arange(new) + 0.5) * ratio
    weights = np.maximum(1 - np.abs(np.arange(old) + 0.5 - centre[:, None]) / width, 0)
    return weights / weights.sum(axis=1, keepdims=True)
