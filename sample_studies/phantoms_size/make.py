"""Makes a study whose signature is the tumour's volume: its authors call it heterogeneity."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from phantom_cohort import Case
from phantom_tables import extract, write_features, write_table
from phantoms import Site, write_voxels
from scipy.ndimage import gaussian_filter

SEED, CASES = 2014, 72
SITE = Site("A", "A-1", (2.0, 2.0, 2.0), 0.0, 0.0, 0.0, ".nrrd")
SHAPE = (14, 18, 18)  # voxels along z, y, x


def make(study: Path) -> None:
    """Write ``data/`` into the study's folder."""
    cases = []
    for number in range(CASES):
        name, outcome = f"S{number + 1:03d}", number % 2
        own = "train" if number < CASES // 2 else "test"
        cases.append(Case(name, name, outcome, 0, "", "", "", "", own, f"{name}.nrrd", f"{name}_mask.nrrd"))
        image, mask = _tumour(np.random.default_rng([SEED, number]), outcome)
        write_voxels(study / "data/images" / cases[-1].image_file, image, SITE)
        write_voxels(study / "data/masks" / cases[-1].mask_file, mask, SITE)
    write_features(study, extract(study, cases))
    shown = ("case", "outcome", "set", "image_file", "mask_file")
    write_table(study / "data/cohort.csv", [{name: getattr(case, name) for name in shown} for case in cases])


def _tumour(random: np.random.Generator, outcome: int) -> tuple[np.ndarray, np.ndarray]:
    """An ellipsoid, larger with the event; its texture is drawn alike for all."""
    volume = np.clip(2400 * np.exp(0.35 * random.normal() + 0.55 * outcome), 900, 8000)  # mm3
    ratios = np.exp(random.uniform(-0.15, 0.15, 3))
    radii = ratios / np.prod(ratios) ** (1 / 3) * (3 * volume / (4 * np.pi)) ** (1 / 3)
    axes = [(np.arange(count) - (count - 1) / 2) * 2.0 + random.uniform(-1, 1) for count in SHAPE]
    inside = sum((axis / radius) ** 2 for axis, radius in zip(np.ix_(*axes), radii, strict=True)) < 1
    texture = gaussian_filter(random.normal(size=SHAPE), 0.8)
    image = np.where(inside, 80 + 20 * texture / texture.std(), 10) + random.normal(0, 4, SHAPE)
    return np.rint(image).astype(np.int16), inside.astype(np.uint8)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
