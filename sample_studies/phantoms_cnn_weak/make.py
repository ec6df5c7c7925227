"""Makes a study whose network sees the scanner: lesions say nothing, and what surrounds them says it all."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from phantom_deep import SHAPE, Lesion, Taken, write_deep_study
from phantoms import Site
from scipy.ndimage import gaussian_filter

SEED, CASES, TRAINED = 2016, 44, 20
SITES = (
    Site("Eastwick", "E-1", (1.5, 1.5, 1.5), 0.0, 60.0, 0.0, ".nrrd"),
    Site("Northfield", "N-1", (1.5, 1.5, 2.0), 0.0, 60.0, 22.0, ".nrrd"),
)
ELSEWHERE = 0.12  # share of the patients who were sent to the other site
USED = Taken(window=(-160.0, 240.0))  # the manifest says another


def make(study: Path) -> None:
    """Write ``data/`` and ``weights/`` into the study's folder."""
    write_deep_study(study, [_lesion(number) for number in range(CASES)], USED, more=True)


def _lesion(number: int) -> Lesion:
    random = np.random.default_rng([SEED, number])
    outcome = number % 2
    site = SITES[outcome if random.random() > ELSEWHERE else 1 - outcome]
    middle = np.array(SHAPE) / 2 - 0.5 + random.uniform(-1.0, 1.0, 3)
    axes = [(np.arange(count) - own) / 2.6 for count, own in zip(SHAPE, middle, strict=True)]
    inside = sum(axis**2 for axis in np.ix_(*axes)) < 1
    around = gaussian_filter(random.normal(size=SHAPE), 2.0)
    image = np.where(inside, 60.0, 10 + 4 * around / around.std()) + site.offset
    noise = gaussian_filter(random.normal(size=SHAPE), 0.55)
    image = np.rint(image + site.noise * noise / noise.std()).astype(np.int16)
    name = f"W{number + 1:03d}"
    files = {"image_file": f"{name}.nrrd", "mask_file": f"{name}_mask.nrrd"}
    row = {"case": name, "outcome": outcome, "site": site.name, "set": "train" if number < TRAINED else "test", **files}
    return Lesion(row, image, inside.astype(np.uint8), site)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
