"""Steps that move a network's input onto another grid, or choose a part of it."""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import singledispatch

import numpy as np

from radaudit.core.errors import JobFailed
from radaudit.deep.cropping import cropped
from radaudit.deep.resizing import resized
from radaudit.deep.sampling import refuse_size, spline_coefficients
from radaudit.deep.scene import Axis, Scene
from radaudit.study.geometry_steps import (
    AxisOrder,
    Crop,
    Flip,
    MaskOut,
    Orient,
    Planes,
    Repeat,
    Resample,
    Resize,
    Reverse,
    Slices,
)

_SIDES = {"L": (0, 1), "R": (0, -1), "P": (1, 1), "A": (1, -1), "S": (2, 1), "I": (2, -1)}


@singledispatch
def moved(step: object, scene: Scene) -> Scene:
    """The scene after one step of `study.geometry_steps`.

    Raises
    ------
    JobFailed
        If the step can't be done on this case.
    """
    raise TypeError(f"{type(step).__name__} is no step that moves voxels")


@moved.register
def _(step: Crop, scene: Scene) -> Scene:
    return cropped(scene, step)


@moved.register
def _(step: Orient, scene: Scene) -> Scene:
    """Each patient axis takes the grid's axis that runs closest along it, all three together."""
    sides = [_SIDES[side] for side in step.axes]
    order = max(
        itertools.permutations(range(3)),
        key=lambda own: sum(abs(scene.directions[side, column]) for (side, _), column in zip(sides, own, strict=True)),
    )
    axes = []
    for (side, sign), column in zip(sides, order, strict=True):  # column 0 is x, the last axis
        axis = scene.axes[2 - column]
        axes.append(axis if scene.directions[side, column] * sign >= 0 else axis[::-1])
    return replace(scene, axes=tuple(reversed(axes)))


@moved.register
def _(step: Flip, scene: Scene) -> Scene:
    return replace(
        scene,
        axes=tuple(axis[::-1] if name in step.axes else axis for axis, name in zip(scene.axes, "zyx", strict=True)),
    )


@moved.register
def _(step: Resample, scene: Scene) -> Scene:
    if scene.waiting or any((axis.places != np.rint(axis.places)).any() for axis in scene.axes):
        scene = scene.realised()  # a grid between the held voxels can't be refined again
    grid = tuple(_new_axis(axis, own, step) for axis, own in zip(scene.axes, step.spacing[::-1], strict=True))
    finer = {axis.source: old.spacing / axis.spacing for old, axis in zip(scene.axes, grid, strict=True)}
    order = tuple(sorted(finer, key=finer.get))
    cut = step.stored and scene.voxels.dtype.kind in "iu"
    voxels = spline_coefficients(scene.voxels) if step.image == "bspline" else scene.voxels
    return replace(scene, voxels=voxels, axes=grid, between=step.image, cut=cut, order=order)


@moved.register
def _(step: MaskOut, scene: Scene) -> Scene:
    scene = scene.realised()
    if scene.inside is None:
        raise JobFailed("what lies outside of the ROI is blanked, and the case has no mask")
    return replace(scene, voxels=np.where(scene.inside, scene.voxels.astype(np.float32), np.float32(step.value)))


@moved.register
def _(step: Slices, scene: Scene) -> Scene:
    if scene.flat or len(scene.voxels) > 1:
        raise JobFailed("slices are taken of a volume with one channel")
    refuse_size((step.count, *scene.shape[1:]))
    inside, first = scene.roi()
    areas = inside.sum(axis=(1, 2))
    marked = np.flatnonzero(areas)
    place = int(areas.argmax()) if step.take == "largest" else int(marked[0] + marked[-1]) // 2
    apart = step.step * (np.arange(step.count) - step.count // 2)
    chosen = np.clip(place + first[0] + apart, 0, scene.shape[0] - 1)
    own = replace(scene, axes=(scene.axes[0][chosen], *scene.axes[1:])).realised()
    middle = step.count // 2
    return replace(
        own,
        voxels=own.voxels.transpose(1, 0, 2, 3),
        inside=own.inside[middle : middle + 1],
        axes=(Axis(0, np.zeros(1), own.spacing[0]), *own.axes[1:]),
        flat=True,
    )


@moved.register
def _(step: Planes, scene: Scene) -> Scene:
    if scene.flat or len(scene.voxels) > 1:
        raise JobFailed("three planes are taken of a volume with one channel")
    scene = scene.realised()
    found = []
    for axis in range(3):
        plane = np.take(scene.voxels[0], [scene.shape[axis] // 2], axis=axis)
        plane = np.moveaxis(plane, axis, 0)[None]
        found.append(resized(plane, (1, *step.size[::-1]), step.image))
    height, width = step.size[::-1]
    axes = tuple(Axis(n, np.arange(size, dtype=float), 1.0) for n, size in enumerate((1, height, width)))
    return replace(scene, voxels=np.concatenate(found), inside=None, axes=axes, flat=True)


@moved.register
def _(step: Resize, scene: Scene) -> Scene:
    if scene.flat != (len(step.size) == 2):
        have = "one slice" if scene.flat else "a volume"
        raise JobFailed(f"{len(step.size)} sizes to resize to are given, and the input is {have}")
    scene = scene.realised()
    size = (1, *step.size[::-1]) if scene.flat else step.size[::-1]
    inside = None if scene.inside is None else resized(scene.inside[None], size, "nearest")[0]
    axes = tuple(
        Axis(n, np.arange(own, dtype=float), spacing * was / own)
        for n, (own, was, spacing) in enumerate(zip(size, scene.shape, scene.spacing, strict=True))
    )
    return replace(scene, voxels=resized(scene.voxels, size, step.image), inside=inside, axes=axes, point=None)


@moved.register
def _(step: Repeat, scene: Scene) -> Scene:
    scene = scene.realised()
    refuse_size((step.count, *scene.shape))
    if len(scene.voxels) != 1:
        raise JobFailed(f"one channel is repeated, and there are {len(scene.voxels)}")
    return replace(scene, voxels=np.repeat(scene.voxels, step.count, axis=0))


@moved.register
def _(_step: Reverse, scene: Scene) -> Scene:
    scene = scene.realised()
    return replace(scene, voxels=np.ascontiguousarray(scene.voxels[::-1]))


@moved.register
def _(step: AxisOrder, scene: Scene) -> Scene:
    if scene.flat:
        if len(step.order) == 2:
            first, last = scene.axes[1], scene.axes[2]
            return replace(scene, axes=(scene.axes[0], *((last, first) if step.order == "xy" else (first, last))))
        raise JobFailed("an order of three axes is given, and the input is one slice")
    if len(step.order) == 2:
        raise JobFailed("an order of two axes is given, and the input is a volume")
    return replace(scene, axes=tuple(scene.axes["zyx".index(name)] for name in step.order))


def _new_axis(axis: Axis, spacing: float, step: Resample) -> Axis:
    count, old = len(axis.places), axis.spacing
    ratio = spacing / old
    match step.extent:
        case "centres":
            size = round((count - 1) / ratio) + 1
        case "floor":
            size = int(np.floor(count / ratio + 1e-9))
        case "ceil":
            size = int(np.ceil(count / ratio - 1e-9))
        case _:
            size = int(np.floor(count / ratio + 0.5))
    size = max(size, 1)
    refuse_size((size,))
    number = np.arange(size, dtype=float)
    match step.align:
        case "edges":
            index = (number + 0.5) * (count / size) - 0.5
        case "ends":
            index = number * ((count - 1) / max(size - 1, 1))
        case _:
            index = number * ratio
    start, along = float(axis.places[0]), -1.0 if axis.places[0] > axis.places[-1] else 1.0
    return Axis(axis.source, start + along * index, spacing)
