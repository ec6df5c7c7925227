"""Tables of lung nodules, benign and malignant, divided into a training and a test set."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np


def write_tables(study: Path, seed: int, sizes: dict[str, int], features: int, telling: int, shift: float) -> None:
    """Write ``data/cohort.csv`` and ``data/features.csv``.

    Parameters
    ----------
    sizes
        Cases of each set; half of them are malignant.
    features, telling
        Of each case; the first ones differ between malignant and benign nodules.
    shift
        By how many standard deviations.
    """
    rng = np.random.default_rng(seed)
    sets = [name for name, size in sizes.items() for _ in range(size)]
    malignant = np.concatenate([np.arange(size) % 2 for size in sizes.values()])
    order = rng.permutation(len(sets))
    ids = [f"K{number:03d}" for number in range(1, len(sets) + 1)]
    values = rng.normal(size=(len(sets), features)) * np.exp(rng.normal(size=features)) + 10
    values[:, :telling] += shift * values[:, :telling].std(axis=0) * malignant[order][:, None]
    people = zip(ids, malignant[order].tolist(), [sets[row] for row in order], strict=True)
    _write(study / "data/cohort.csv", ["case", "malignant", "set"], people)
    header = ["case", *(f"texture_{number:02d}" for number in range(1, features + 1))]
    rows = ([case, *(f"{value:.5f}" for value in row)] for case, row in zip(ids, values.tolist(), strict=True))
    _write(study / "data/features.csv", header, rows)


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
