"""One negative control, from its name to the changed image."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from radaudit.core.registry import discover
from radaudit.features.controls.filler import Filler
from radaudit.images.volume import Volume

REGIONS = {
    "full": lambda inside: np.ones_like(inside),
    "roi": lambda inside: inside,
    "non_roi": lambda inside: ~inside,
}
WORDS = {
    "shuffled": "shuffled",
    "randomized": "drawn evenly over their range",
    "randomized_sampled": "drawn from their own distribution",
    "full": "of the whole image",
    "roi": "of the ROI",
    "non_roi": "outside of the ROI",
}


@cache
def fillers() -> dict[str, Filler]:
    """By name."""
    return discover("radaudit.features.controls", "negative control")


def parts_of(name: str) -> tuple[str, str]:
    """Filler and region of a control, such as ``shuffled_roi``.

    Raises
    ------
    ValueError
        If there is no such control; names those that there are.
    """
    for way in fillers():
        for region in REGIONS:
            if name == f"{way}_{region}":
                return way, region
    known = ", ".join(f"{way}_{region}" for way in fillers() for region in REGIONS)
    raise ValueError(f"there is no negative control {name!r}; there are {known}")


def in_words(name: str) -> str:
    """``voxels of the ROI shuffled``."""
    way, region = parts_of(name)
    return f"voxels {WORDS[region]} {WORDS[way]}"


def controlled(image: Volume, inside: np.ndarray, name: str, seed: Sequence[int]) -> Volume:
    """The image with a region's voxels filled anew; type, size and geometry stay, and so does every other voxel.

    Parameters
    ----------
    inside
        Where the ROI is; bool, of the image's shape.
    name
        Of the control, READII's.
    seed
        Of the generator: the same seed gives the same voxels.

    Raises
    ------
    ValueError
        As `parts_of`.
    """
    way, region = parts_of(name)
    where = REGIONS[region](inside)
    voxels = image.voxels.copy()
    if where.any():
        voxels[where] = fillers()[way](image.voxels[where], np.random.default_rng(seed))
    return replace(image, voxels=voxels)
