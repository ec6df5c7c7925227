"""Writes the tables of a study in which nothing can be learnt: features and outcome are drawn independently."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import numpy as np

CASES, FEATURES, SEED = 60, 200, 2021
FAMILIES = ("Ahlberg", "Bonetti", "Castellan", "Dvorak", "Eriksen", "Fontaine", "Grigoriou")
GIVEN = ("Ada", "Bruno", "Chiara", "Dirk", "Elin", "Farid", "Greta", "Hugo", "Ines")


def write_tables(study: Path) -> None:
    """Write ``data/cohort.csv`` and ``data/features.csv``."""
    rng = np.random.default_rng(SEED)
    ids = [f"N{number:03d}" for number in range(1, CASES + 1)]
    outcome = rng.permutation(np.arange(CASES) % 2)
    values = rng.normal(size=(CASES, FEATURES))
    (study / "data").mkdir(parents=True, exist_ok=True)
    names = [f"{FAMILIES[number % 7]}, {GIVEN[number % 9]}" for number in range(CASES)]  # made up
    _write(study / "data/cohort.csv", ["case", "name", "response"], zip(ids, names, outcome.tolist(), strict=True))
    header = ["case", *(f"feature_{number:03d}" for number in range(1, FEATURES + 1))]
    rows = ([case, *(f"{value:.6f}" for value in row)] for case, row in zip(ids, values.tolist(), strict=True))
    _write(study / "data/features.csv", header, rows)


def _write(path: Path, header, rows) -> None:
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    write_tables(Path(sys.argv[1]))
