"""Textured lesions as three hospitals would image them: they look like nothing, but behave like a radiomics study.

A lesion is an ellipsoid with a wavy surface, filled with smoothed noise. Lesions with the event are coarser and more
heterogeneous than those without, with much overlap. Each site sees them through its own voxel size, blur, noise and
intensity offset, and keeps them in its own file format.

Everything that is drawn comes from a seed, so the same seed gives the same voxels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import SimpleITK as sitk
from scipy.ndimage import gaussian_filter

SIZE = (40, 40, 24)  # voxels along x, y, z
ORIGIN = (-100.0, -120.0, 40.0)  # mm


@dataclass(frozen=True)
class Site:
    """How one hospital images.

    Attributes
    ----------
    spacing
        Millimetres along x, y, z; exact as binary fractions, because NIfTI keeps them as float32.
    blur
        Standard deviation of the point spread, mm.
    noise, offset
        Standard deviation of the noise, and what is added to every voxel.
    ending
        File format.
    """

    name: str
    scanner: str
    spacing: tuple[float, float, float]
    blur: float
    noise: float
    offset: float
    ending: str


SITES = (
    Site("A", "A-1", (1.0, 1.0, 2.0), 0.7, 8.0, 0.0, ".nrrd"),
    Site("B", "B-1", (1.125, 1.125, 2.0), 0.8, 10.0, 6.0, ".nii.gz"),
    Site("C", "C-1", (0.875, 0.875, 2.5), 0.75, 12.0, -5.0, ".mha"),
)


def draw_voxels(site: Site, outcome: int, seed: Sequence[int]) -> tuple[np.ndarray, np.ndarray]:
    """A lesion as the site sees it.

    Returns
    -------
    image
        int16, shape (z, y, x).
    mask
        uint8, 1 inside the lesion; 600 to 2500 voxels.
    """
    random = np.random.default_rng(seed)
    length = 1.7 * np.exp(0.26 * (random.normal() + 1.6 * outcome))  # mm; how coarse
    contrast = 26 * np.exp(0.22 * (random.normal() + 1.6 * outcome))  # how heterogeneous
    inside = _lesion(site, random, outcome)
    texture = _smooth(random, site, length)
    image = np.where(inside, 60 + contrast * texture, 15 * _smooth(random, site, 3.0))
    image = gaussian_filter(image, _in_voxels(site, site.blur), mode="nearest")
    image += site.offset + site.noise * random.normal(size=image.shape)
    return np.rint(image).astype(np.int16), inside.astype(np.uint8)


def _lesion(site: Site, random: np.random.Generator, outcome: int) -> np.ndarray:
    volume = np.clip(2550 * np.exp(0.16 * (random.normal() + 0.25 * outcome)), 2000, 3400)  # mm^3
    ratios = np.exp(random.uniform(-0.15, 0.15, 3))
    radii = ratios / np.prod(ratios) ** (1 / 3) * (3 * volume / (4 * np.pi)) ** (1 / 3)
    middle = random.uniform(-1.5, 1.5, 3)
    axes = [(np.arange(n) - (n - 1) / 2) * step for n, step in zip(SIZE, site.spacing, strict=True)]
    x, y, z = np.meshgrid(*axes, indexing="ij")
    turn = random.uniform(0, np.pi)
    x, y, z = x - middle[0], y - middle[1], z - middle[2]
    x, y = x * np.cos(turn) + y * np.sin(turn), y * np.cos(turn) - x * np.sin(turn)
    distance = np.sqrt((x / radii[0]) ** 2 + (y / radii[1]) ** 2 + (z / radii[2]) ** 2)
    surface = 1 + 0.06 * _smooth(random, site, 4.0)
    return distance.transpose() < surface


def _smooth(random: np.random.Generator, site: Site, length: float) -> np.ndarray:
    """Noise of mean 0 and standard deviation 1 that is correlated over this many mm."""
    field = gaussian_filter(random.normal(size=SIZE[::-1]), _in_voxels(site, length), mode="wrap")
    return (field - field.mean()) / field.std()


def _in_voxels(site: Site, length: float) -> tuple[float, ...]:
    return tuple(length / step for step in reversed(site.spacing))


def write_voxels(path: Path, voxels: np.ndarray, site: Site, shift: float = 0.0) -> None:
    """Write an image or a mask, in the format that the file's ending says.

    Parameters
    ----------
    shift
        Moves it along x, in mm.
    """
    image = sitk.GetImageFromArray(voxels)
    image.SetSpacing(site.spacing)
    image.SetOrigin((ORIGIN[0] + shift, *ORIGIN[1:]))
    path.parent.mkdir(parents=True, exist_ok=True)
    sitk.WriteImage(image, str(path), useCompression=True)
