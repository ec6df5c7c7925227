"""Which part of the grid a crop takes, and the part itself."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from radaudit.core.errors import JobFailed
from radaudit.deep.sampling import LONGEST, refuse_size
from radaudit.deep.scene import Axis, Scene
from radaudit.study.geometry_steps import Crop

_ROUND = {"nearest": lambda place: math.floor(place + 0.5), "floor": math.floor, "ceil": math.ceil}


@dataclass(frozen=True)
class Box:
    """A part of a grid: index of its first voxel and of the one after its last, z, y, x; it may reach beyond."""

    low: tuple[int, int, int]
    high: tuple[int, int, int]


def cropped(scene: Scene, step: Crop) -> Scene:
    """The part of the scene that a crop takes, its voxels held.

    Raises
    ------
    JobFailed
        If the case has no mask or no point and the crop needs one, or nothing of the image lies in the box.
    """
    box = box_of(scene, step)
    sizes = scene.shape
    low, high = np.maximum(box.low, 0), np.minimum(box.high, sizes)
    if (low >= high).any():
        raise JobFailed("the network's crop lies outside of the image")
    part = replace(scene, axes=tuple(scene.axes[n][low[n] : high[n]] for n in range(3))).realised()
    if step.beyond == "clip":
        return part
    return _padded(part, low - box.low, np.array(box.high) - high, step.pad)


def box_of(scene: Scene, step: Crop) -> Box:
    """The box on the scene's grid; of one slice all of the first axis."""
    if step.mode == "bbox":
        low, high = _around_roi(scene, step)
    else:
        low, high = _about_centre(scene, step)
    moved = np.array(step.shift[::-1])
    low, high = low + moved, high + moved
    if scene.flat:
        low[0], high[0] = 0, scene.shape[0]
    return Box(tuple(map(int, low)), tuple(map(int, high)))


def _around_roi(scene: Scene, step: Crop) -> tuple[np.ndarray, np.ndarray]:
    inside, first = scene.roi()
    marked = np.argwhere(inside) + first
    margin = np.ceil(np.minimum(step.margin_mm / np.array(scene.spacing), LONGEST) - 1e-9).astype(int)
    margin += min(step.margin_voxels, LONGEST)
    low, high = marked.min(axis=0) - margin, marked.max(axis=0) + 1 + margin
    if step.cube:
        sides = high - low
        own = sides[1:] if scene.flat else sides
        missing = own.max() - sides
        low, high = low - missing // 2, high + (missing - missing // 2)
    return low, high


def _about_centre(scene: Scene, step: Crop) -> tuple[np.ndarray, np.ndarray]:
    size = _three(step.size, scene)
    if step.mode == "middle":
        counts = np.array(scene.shape)
        low = np.where(
            counts >= size, counts // 2 - size // 2, -((size - counts) // 2)
        )  # as MONAI crops, and as it pads
    else:
        low = np.array([_ROUND[step.round](place) for place in centre(scene, step.mode)]) - size // 2
    return low, low + size


def centre(scene: Scene, mode: str) -> tuple[float, ...]:
    """Fractional index on the grid, z, y, x, about which a crop lies."""
    if mode == "point":
        found = scene.where(scene.point)
        if found is None:
            raise JobFailed("the network's crop lies about a point, and the case has none")
        return found
    inside, first = scene.roi()
    marked = np.argwhere(inside)
    if mode == "centroid":
        return tuple((marked.mean(axis=0) + first).tolist())
    return tuple(((marked.min(axis=0) + marked.max(axis=0)) / 2 + first).tolist())


def _three(size: tuple[int, ...], scene: Scene) -> np.ndarray:
    """A size along z, y, x, from one along x, y (z)."""
    if scene.flat != (len(size) == 2):
        have = "one slice" if scene.flat else "a volume"
        raise JobFailed(f"a crop of {len(size)} sizes is asked for, and the input is {have}")
    return np.array([scene.shape[0], *size[::-1]] if scene.flat else size[::-1])


def _padded(scene: Scene, before: np.ndarray, after: np.ndarray, value: float) -> Scene:
    if not before.any() and not after.any():
        return scene
    widths = [(int(a), int(b)) for a, b in zip(before, after, strict=True)]
    refuse_size(tuple(np.array(scene.shape) + before + after))
    kept = np.asarray(value, dtype=scene.voxels.dtype) == value
    voxels = scene.voxels if kept else scene.voxels.astype(np.float32)
    axes = tuple(
        Axis(n, np.arange(size + sum(widths[n]), dtype=float), scene.spacing[n]) for n, size in enumerate(scene.shape)
    )
    point = (
        None
        if scene.point is None
        else tuple(float(own + lead) for own, (lead, _) in zip(scene.point, widths, strict=True))
    )
    return replace(
        scene,
        voxels=np.pad(voxels, [(0, 0), *widths], constant_values=value),
        inside=None if scene.inside is None else np.pad(scene.inside, widths),
        axes=axes,
        point=point,
    )
