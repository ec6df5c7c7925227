"""Small lesions, and what a small network sees in them: the two studies on deep features are made of these."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from phantom_network import CUBE, Weights, draw_weights, features, settle, write_safetensors
from phantom_tables import write_table
from phantoms import Site, write_voxels
from scipy.ndimage import gaussian_filter

SHAPE = (26, 28, 28)  # voxels along z, y, x
WEIGHTS = "weights/network.safetensors"


@dataclass(frozen=True)
class Taken:
    """How the authors took their features; the manifest says so, or says otherwise.

    Attributes
    ----------
    window
        Intensities that become 0 and 1.
    layer
        Stage of the network that the features are the means of.
    flip
        Axis of the array that is turned round: 0, 1, 2 for z, y, x; None for none.
    seed
        Of the weights that were used; the file that is shipped has those of `SHIPPED`.
    decimals
        As the table is printed.
    """

    window: tuple[float, float] = (-50.0, 150.0)
    layer: int = 3
    flip: int | None = None
    seed: int = 7
    decimals: int = 6


SHIPPED = Taken().seed


@dataclass(frozen=True)
class Lesion:
    """A case: its row of the cohort table, its image and its mask."""

    row: dict[str, object]
    image: np.ndarray = field(repr=False)
    mask: np.ndarray = field(repr=False)
    site: Site


def draw_lesion(random: np.random.Generator, outcome: int) -> tuple[np.ndarray, np.ndarray]:
    """An ellipsoid, brighter and coarser with the event; int16 and uint8, shape `SHAPE`."""
    radii = random.uniform(4.0, 7.0, 3)
    middle = np.array(SHAPE) / 2 - 0.5 + random.uniform(-1.5, 1.5, 3)
    axes = [(np.arange(count) - own) / radius for count, own, radius in zip(SHAPE, middle, radii, strict=True)]
    inside = sum(axis**2 for axis in np.ix_(*axes)) < 1
    texture = gaussian_filter(random.normal(size=SHAPE), 0.8 + 0.5 * outcome + 0.15 * random.normal())
    lesion = 50 + 30 * outcome + 14 * random.normal() + (16 + 14 * outcome) * texture / texture.std()
    around = gaussian_filter(random.normal(size=SHAPE), 2.0)
    image = np.where(inside, lesion, 5 + 6 * around / around.std())
    return np.rint(image + random.normal(0, 4, SHAPE)).astype(np.int16), inside.astype(np.uint8)


def cube(lesion: Lesion, taken: Taken) -> np.ndarray:
    """What the network is given: a cube about the centroid, its window from 0 to 1; float32, shape (1, z, y, x)."""
    centroid = np.argwhere(lesion.mask).mean(axis=0)
    low = [int(np.floor(own + 0.5)) - CUBE // 2 for own in centroid]
    part = lesion.image[tuple(slice(own, own + CUBE) for own in low)].astype(np.float32)
    bottom, top = taken.window
    part = np.clip((part - np.float32(bottom)) / np.float32(top - bottom), 0, 1)
    return (part if taken.flip is None else np.flip(part, taken.flip))[None]


def shipped_weights(cubes: np.ndarray) -> Weights:
    """The weights that the study ships, their running means settled on these inputs."""
    weights = draw_weights(SHIPPED)
    settle(weights, cubes)
    return weights


def write_deep_study(study: Path, lesions: Sequence[Lesion], taken: Taken, more: bool = False) -> None:
    """Write images, masks, cohort, weights and the table of features.

    Parameters
    ----------
    taken
        How the features of the table were taken.
    more
        Whether the file of weights holds some of the inputs, as exports with their examples do.
    """
    for own in lesions:
        write_voxels(study / "data/images" / own.row["image_file"], own.image, own.site)
        write_voxels(study / "data/masks" / own.row["mask_file"], own.mask, own.site)
    write_table(study / "data/cohort.csv", [own.row for own in lesions])
    plain = np.stack([cube(own, Taken()) for own in lesions])
    shipped = shipped_weights(plain)
    examples = {"example_inputs": plain[:6]} if more else {}
    write_safetensors(study / WEIGHTS, shipped | examples)
    used = shipped
    if taken.seed != SHIPPED:
        used = draw_weights(taken.seed)
        settle(used, plain)
    found = features(used, np.stack([cube(own, taken) for own in lesions]), taken.layer)
    rows = [
        {"case": own.row["case"]} | {f"deep_{n}": f"{value:.{taken.decimals}f}" for n, value in enumerate(values)}
        for own, values in zip(lesions, found, strict=True)
    ]
    write_table(study / "data/deep_features.csv", rows)
