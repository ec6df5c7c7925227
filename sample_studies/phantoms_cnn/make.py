"""Makes an honest study on deep features: its network, its inputs and its table go together."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from phantom_deep import Lesion, Taken, draw_lesion, write_deep_study
from phantoms import Site

SEED, CASES, TRAINED = 2023, 84, 56
SITE = Site("A", "A-1", (1.5, 1.5, 1.5), 0.0, 0.0, 0.0, ".nrrd")


def make(study: Path, taken: Taken = Taken(), cases: int = CASES) -> None:  # noqa: B008 - frozen
    """Write ``data/`` and ``weights/`` into the study's folder.

    Parameters
    ----------
    taken
        How the table's features were taken; the manifest tells of the default.
    """
    write_deep_study(study, lesions(cases), taken)


def lesions(count: int = CASES) -> list[Lesion]:
    """The first so many patients."""
    found = []
    for number in range(count):
        name, outcome = f"D{number + 1:03d}", number % 2
        image, mask = draw_lesion(np.random.default_rng([SEED, number]), outcome)
        files = {"image_file": f"{name}.nrrd", "mask_file": f"{name}_mask.nrrd"}
        row = {"case": name, "outcome": outcome, "set": "train" if number < TRAINED else "test", **files}
        found.append(Lesion(row, image, mask, SITE))
    return found


if __name__ == "__main__":
    make(Path(sys.argv[1]))
