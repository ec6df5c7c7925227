"""An organ with a lesion, a reader's masks of both, and those of a predictor that is nearly right: 24 x 24 x 24 voxels.

The reader's outlines are ellipsoids with a wavy surface; the predictor's have the same shape, another wave and a
little less volume.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import numpy as np
import SimpleITK as sitk
from scipy.ndimage import gaussian_filter

SIZE, SPACING = 24, (1.0, 1.0, 1.5)  # voxels along each axis; mm along x, y, z
SITES = ("A", "B")
TRAINED, TESTED = 2, 5  # cases of each site
ORGAN, LESION = 1, 2

Masks = tuple[np.ndarray, np.ndarray]  # reference and predicted, labels
Write = Callable[[Path, str, Masks], None]


def write_study(study: Path, seed: int, write: Write) -> None:
    """Write ``data/``: a cohort table, images and masks; `write` writes a test case's predicted mask."""
    rows = []
    for number in range(len(SITES) * (TRAINED + TESTED)):
        site, place = SITES[number % 2], number // 2
        case, role = f"S{number + 1:02d}", "train" if place < TRAINED else "test"
        image, masks = draw(np.random.default_rng([seed, number]), noise=12.0 if site == "A" else 16.0)
        write_volume(study / f"data/images/{case}.nii.gz", image)
        write_volume(study / f"data/masks/{case}.nii.gz", masks[0])
        if role == "test":
            write(study, case, masks)
        rows.append({"case": case, "patient": f"P{number + 1:02d}", "site": site, "set": role})
    with (study / "data/cohort.csv").open("w", newline="", encoding="utf-8") as stream:
        table = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def draw(random: np.random.Generator, noise: float) -> tuple[np.ndarray, Masks]:
    """An image, int16, and the two masks of it, uint8; shape (z, y, x)."""
    organ = random.uniform(9.5, 10.5), random.uniform(-0.7, 0.7, 3)
    lesion = random.uniform(3.8, 5.0), organ[1] + random.uniform(-2.5, 2.5, 3)
    masks = []
    for share, roughness in ((1.0, 0.05), (0.97, 0.08)):
        labels = np.zeros((SIZE,) * 3, np.uint8)
        for label, (radius, middle) in ((ORGAN, organ), (LESION, lesion)):
            labels[_ball(random, radius * share, middle, roughness)] = label
        masks.append(labels)
    image = 40.0 * (masks[0] == ORGAN) + 75.0 * (masks[0] == LESION) + noise * random.normal(size=masks[0].shape)
    return np.rint(image).astype(np.int16), (masks[0], masks[1])


def _ball(random: np.random.Generator, radius: float, middle: np.ndarray, roughness: float) -> np.ndarray:
    """A ball around a point, in mm from the centre along z, y, x, whose surface goes up and down."""
    steps = np.array(SPACING[::-1])
    at = (np.indices((SIZE,) * 3).T - (SIZE - 1) / 2) * steps - middle
    wave = gaussian_filter(random.normal(size=(SIZE,) * 3), 2.0 / steps)
    distance = np.linalg.norm(at, axis=-1).T
    return distance < radius * (1 + roughness * wave / wave.std())


def write_volume(path: Path, voxels: np.ndarray) -> None:
    """Write an image or a mask as NIfTI."""
    image = sitk.GetImageFromArray(voxels)
    image.SetSpacing(SPACING)
    path.parent.mkdir(parents=True, exist_ok=True)
    sitk.WriteImage(image, str(path), useCompression=True)


def predicted_file(study: Path, case: str) -> Path:
    """Where a predicted mask is written."""
    return study / f"results/masks/{case}.nii.gz"
