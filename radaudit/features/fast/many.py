"""Several ROIs of one image: its filters once for all of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace

import numpy as np

from radaudit.features.fast import classes, images, proved
from radaudit.features.fast.extract import normalised, shape_and_scene
from radaudit.features.fast.pyradiomics import REFUSALS, extractor
from radaudit.features.fast.region import Box
from radaudit.images.itk import quiet_itk
from radaudit.images.volume import Volume

Watch = Callable[[Collection[int]], AbstractContextManager]


def fast_many(
    image: Volume, masks: Sequence[Volume], label: int, parameters: Mapping, watch: Watch
) -> list[dict[str, float] | None]:
    """Names, order and bits that `extract` gives for each mask.

    A filter gives the same voxels in a box that holds all ROIs as in the box of one. Where the image itself depends
    on the ROI (resampling, cropping before all else), nothing can be shared.

    Parameters
    ----------
    watch
        Is entered, with the positions of the masks that it is done for, around each piece of work.

    Returns
    -------
    list
        None for a mask that has to be extracted on its own.
    """
    alone: list[dict[str, float] | None] = [None] * len(masks)
    with watch(range(len(masks))):
        own = extractor(parameters)
    settings = own.settings | {"label": label}
    if settings.get("resampledPixelSpacing") is not None or settings.get("preCrop"):
        return alone
    try:
        with watch(range(len(masks))):
            whole = normalised(image, settings)
        scenes, found = {}, {}
        for position, mask in enumerate(masks):
            try:
                with watch([position]):
                    proved.require(image, mask, label, settings, own.enabledImagetypes)
                    features, scene = shape_and_scene(own, whole, mask, settings)
            except (proved.NotProved, *REFUSALS):
                continue
            found[position], scenes[position] = features, scene
        if scenes:
            _add_textures(own, found, scenes, settings, watch)
    except REFUSALS:
        return alone
    finally:
        quiet_itk()  # the study's tolerance holds for the whole process
    return [found.get(position) for position in range(len(masks))]


def _add_textures(own, found: dict[int, dict], scenes: dict[int, images.Scene], settings: dict, watch: Watch) -> None:
    """Add the features of every image; a mask that pyradiomics refuses is left out from there on."""
    together = _together(list(scenes.values()))
    for name, customised in own.enabledImagetypes.items():
        made = images.made(name, together, settings | customised)
        while True:
            with watch(list(found)):
                one = next(made, None)
            if one is None:
                break
            part, title, used = one
            for position in list(found):
                scene = scenes[position]
                cut = np.ascontiguousarray(part.voxels[scene.box.within(together.box).slices])
                try:
                    with watch([position]):
                        found[position] |= classes.features(
                            replace(part, voxels=cut), scene.marks, title, own.enabledFeatures, used
                        )
                except REFUSALS:
                    del found[position]


def _together(scenes: Sequence[images.Scene]) -> images.Scene:
    """The same image, with the voxels of all ROIs for one."""
    low = np.min([scene.box.low for scene in scenes], axis=0)
    high = np.max([scene.box.high for scene in scenes], axis=0)
    box, marks = Box(tuple(map(int, low)), tuple(map(int, high))), np.zeros(high - low, np.uint32)
    for scene in scenes:
        marks[scene.box.within(box).slices][scene.marks != 0] = scene.marks.max()
    return images.Scene(scenes[0].image, box, marks)
