"""Writes the tables of a study of the time to recurrence: four features, many patients, published risks."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

SEED, TRAIN, TEST = 7, 480, 240
WEIGHTS = (0.7, 0.5, -0.4, 0.2)
FOLLOWED = 60.0  # months until the study ended


def write_study(study: Path) -> None:
    """Write ``data/cohort.csv`` and ``results/predictions.csv``."""
    rng = np.random.default_rng(SEED)
    cases = TRAIN + TEST
    ids = [f"R{number:03d}" for number in range(1, cases + 1)]
    sets = ["train"] * TRAIN + ["test"] * TEST
    risks = rng.normal(size=(cases, len(WEIGHTS))) @ WEIGHTS
    recurs = rng.exponential(48 * np.exp(-risks))
    leaves = np.minimum(rng.uniform(6, 120, cases), FOLLOWED)
    months = [f"{time:.1f}" for time in np.minimum(recurs, leaves)]
    rows = zip(ids, months, (recurs <= leaves).astype(int).tolist(), sets, strict=True)
    _write(study / "data/cohort.csv", ["patient", "months", "recurrence", "set"], rows)
    scored = zip(ids, sets, (f"{risk:.3f}" for risk in risks), strict=True)
    _write(study / "results/predictions.csv", ["patient", "set", "risk"], scored)


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    write_study(Path(sys.argv[1]))
