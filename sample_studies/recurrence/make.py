"""Writes the tables of a study of the time to recurrence: four features, many patients, published risks."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

SEED, TRAIN, TEST = 7, 480, 240
WEIGHTS = (0.7, 0.5, -0.4, 0.2)
SCALE, FOLLOWED = 48.0, 60.0  # months: scale of the times to recurrence; until the study ended
HORIZONS = (6, 12, 24)


def write_study(study: Path) -> None:
    """Write ``data/cohort.csv`` and ``results/predictions.csv``."""
    rng = np.random.default_rng(SEED)
    cases = TRAIN + TEST
    ids = [f"R{number:03d}" for number in range(1, cases + 1)]
    sets = ["train"] * TRAIN + ["test"] * TEST
    risks = rng.normal(size=(cases, len(WEIGHTS))) @ WEIGHTS
    recurs = rng.exponential(SCALE * np.exp(-risks))
    leaves = np.minimum(rng.uniform(6, 120, cases), FOLLOWED)
    months = [f"{time:.1f}" for time in np.minimum(recurs, leaves)]
    # Younger patients were tested, and of a collection that holds patients of the other one.
    ages = np.rint(np.random.default_rng(SEED + 1).normal(np.repeat([66, 61], [TRAIN, TEST]), 9)).astype(int).tolist()
    sources = ["C4KC-KiTS"] * TRAIN + ["KiTS19"] * TEST
    rows = zip(ids, months, (recurs <= leaves).astype(int).tolist(), sets, ages, sources, strict=True)
    _write(study / "data/cohort.csv", ["patient", "months", "recurrence", "set", "age", "collection"], rows)
    chances = 1 - np.exp(-np.outer(np.exp(risks), HORIZONS) / SCALE)
    printed = [[f"{chance:.6f}" for chance in row] for row in chances]
    scored = [[*row, *own] for *row, own in zip(ids, sets, (f"{risk:.3f}" for risk in risks), printed, strict=True)]
    columns = [f"recurrence_by_{horizon}" for horizon in HORIZONS]
    _write(study / "results/predictions.csv", ["patient", "set", "risk", *columns], scored)


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    write_study(Path(sys.argv[1]))
