"""Steps on the values of a network's input."""

from __future__ import annotations

from functools import singledispatch

import numpy as np

from radaudit.core.errors import JobFailed
from radaudit.deep.sampling import refuse_size
from radaudit.study.input_steps import EightBit, MinMax, Percentile, Scale, Standardise, Window, Windows, ZScore

BY_VOXEL = (Window, Scale, EightBit)  # steps that look at no other voxel, so a crop may come first


def altered(voxels: np.ndarray, inside: np.ndarray | None, step: object) -> np.ndarray:
    """The values after one step.

    Parameters
    ----------
    voxels
        Shape (channels, z, y, x).
    inside
        The ROI; bool, shape (z, y, x).
    step
        One of `study.intensity_steps`.

    Returns
    -------
    ndarray
        float32; means and deviations are summed up in float64.

    Raises
    ------
    JobFailed
        If the step can't be done on this case.
    """
    with np.errstate(over="ignore", invalid="ignore"):  # what is no number in the end is refused there
        return _altered(step, voxels.astype(np.float32), inside)


@singledispatch
def _altered(step: object, voxels: np.ndarray, inside: np.ndarray | None) -> np.ndarray:
    raise TypeError(f"{type(step).__name__} is no step on values")


@_altered.register
def _(step: Window, voxels: np.ndarray, inside: np.ndarray | None) -> np.ndarray:
    low, high = step.to
    found = (voxels - np.float32(step.low)) / np.float32(step.high - step.low)
    found = found * np.float32(high - low) + np.float32(low)
    return np.clip(found, *sorted((low, high))) if step.clip else found


@_altered.register
def _(step: Scale, voxels: np.ndarray, inside: np.ndarray | None) -> np.ndarray:
    found = (voxels + np.float32(step.offset)) / np.float32(step.divide)
    return np.clip(found, *step.clip) if step.clip else found


@_altered.register
def _(step: ZScore, voxels: np.ndarray, inside: np.ndarray | None) -> np.ndarray:
    own = _some(voxels, inside, step.over).astype(np.float64)
    found = ((voxels - own.mean()) / (own.std() or 1.0)).astype(np.float32)
    return np.where(voxels != 0, found, np.float32(0)) if step.over == "nonzero" else found


@_altered.register
def _(step: Percentile, voxels: np.ndarray, inside: np.ndarray | None) -> np.ndarray:
    low, high = np.percentile(_some(voxels, inside, step.over), (step.low, step.high))
    return np.clip((voxels - low) / ((high - low) or 1.0), 0, 1).astype(np.float32)


@_altered.register
def _(step: MinMax, voxels: np.ndarray, inside: np.ndarray | None) -> np.ndarray:
    own = _some(voxels, inside, step.over)
    low, high = float(own.min()), float(own.max())
    return ((voxels - low) / ((high - low) or 1.0)).astype(np.float32)


@_altered.register
def _(step: EightBit, voxels: np.ndarray, inside: np.ndarray | None) -> np.ndarray:
    grey = np.clip(voxels, 0, 1) * np.float32(255)
    return (np.rint(grey) if step.round == "nearest" else np.floor(grey)) / np.float32(255)


@_altered.register
def _(step: Standardise, voxels: np.ndarray, inside: np.ndarray | None) -> np.ndarray:
    if len(step.mean) not in (1, len(voxels)):
        raise JobFailed(f"{len(step.mean)} means for {len(voxels)} channels; one, or one a channel, is needed")
    mean, spread = (np.array(own, np.float32).reshape(-1, 1, 1, 1) for own in (step.mean, step.sd))
    return (voxels - mean) / spread


@_altered.register
def _(step: Windows, voxels: np.ndarray, inside: np.ndarray | None) -> np.ndarray:
    refuse_size((len(step.windows) * len(voxels), *voxels.shape[1:]))
    return np.concatenate([_altered(Window(low, high), voxels, inside) for low, high in step.windows])


def _some(voxels: np.ndarray, inside: np.ndarray | None, over: str) -> np.ndarray:
    """The values that a step looks at; shape (values,)."""
    if over == "roi":
        if inside is None:
            raise JobFailed("values are scaled by the ROI, and the case has no mask")
        own = voxels[:, inside]
    else:
        own = voxels[voxels != 0] if over == "nonzero" else voxels
    if not own.size:
        raise JobFailed("there is no voxel to scale the values by")
    return own.reshape(-1)
