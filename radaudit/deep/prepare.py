"""A network's input, from an image, a mask and a recipe."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from radaudit.core.errors import JobFailed
from radaudit.deep.geometry import moved
from radaudit.deep.intensity import BY_VOXEL, altered
from radaudit.deep.recipe import Recipe
from radaudit.deep.scene import Axis, Scene
from radaudit.images.inspect import roi_of
from radaudit.images.one_grid import brought_onto, relation
from radaudit.images.placement import indices
from radaudit.images.volume import Volume
from radaudit.study.input_steps import Intensity


def prepare(
    image: Volume, mask: Volume | None, label: int, recipe: Recipe, point: tuple[float, ...] | None = None
) -> np.ndarray:
    """What the network is given of one case.

    Deterministic: the same input gives the same bits, on every machine whose numpy rounds alike, with any thread count.

    Parameters
    ----------
    image
        Of two or three dimensions.
    mask
        Its ROI; on a grid of its own it is brought onto the image's, each voxel taking the mask's nearest. None where
        the recipe needs none.
    label
        What marks the ROI.
    recipe
        The steps.
    point
        Position in mm (x, y, z of the patient, LPS as in ITK), for a crop about the case's point.

    Returns
    -------
    ndarray
        float32, shape (channels, [depth], height, width) unless the recipe orders the axes otherwise; contiguous.

    Raises
    ------
    JobFailed
        If the case can't be prepared so; the message says why.
    """
    scene = begun(image, mask, label, point)
    for step in recipe.steps:
        scene = followed(scene, step)
    scene = scene.realised()
    found = np.ascontiguousarray(scene.voxels[:, 0] if scene.flat else scene.voxels, dtype=np.float32)
    if not np.isfinite(found).all():
        raise JobFailed("the network's input holds values that are not finite")
    return found


def begun(image: Volume, mask: Volume | None, label: int, point: tuple[float, ...] | None = None) -> Scene:
    """The case before the first step."""
    image = _deep(image)
    inside = None
    if mask is not None:
        mask = _deep(mask)
        inside = roi_of(mask, label)
        if relation(image, mask) == "apart":
            inside = brought_onto(image, mask, inside)
            if not inside.any():
                raise JobFailed("nothing of the ROI is left on the image's grid")
    axes = tuple(
        Axis(n, np.arange(size, dtype=float), step)
        for n, (size, step) in enumerate(zip(image.voxels.shape, image.spacing[::-1], strict=True))
    )
    at = None if point is None else tuple(indices(image, np.array([point]))[0][::-1].tolist())
    return Scene(image.voxels[None], inside, axes, np.array(image.direction).reshape(3, 3), point=at)


def followed(scene: Scene, step: object) -> Scene:
    """The scene after one step."""
    if not isinstance(step, Intensity):
        return moved(step, scene)
    if isinstance(step, BY_VOXEL):
        return replace(scene, waiting=(*scene.waiting, step))
    scene = scene.realised()
    return replace(scene, voxels=altered(scene.voxels, scene.inside, step))


def _deep(volume: Volume) -> Volume:
    """An image of two dimensions as a volume of one slice, 1 mm thick."""
    if volume.voxels.ndim == 3:
        return volume
    direction = np.eye(3)
    direction[:2, :2] = np.array(volume.direction).reshape(2, 2)
    return Volume(
        volume.voxels[None],
        (*volume.spacing, 1.0),
        (*volume.origin, 0.0),
        tuple(direction.ravel().tolist()),
        volume.header,
    )
