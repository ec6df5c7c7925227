"""Writes the tables of a study of liver lesions, several a patient, that publishes the risks and nothing else."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np

SEED = 31
# Set, site, patients with malignant and with benign lesions, how far apart their scores lie, and a shift of all scores.
GROUPS = (
    ("train", "North", 20, 22, 2.0, 0.0),
    ("test", "North", 18, 20, 2.2, 0.4),
    ("test", "South", 16, 20, 0.0, 0.4),
    ("external", "West", 4, 36, 0.4, -1.2),
)
OVERCONFIDENT = 2.0


def write_study(study: Path) -> None:
    """Write ``data/cohort.csv`` and ``results/predictions.csv``."""
    rng = np.random.default_rng(SEED)
    patients = [patient for group in GROUPS for patient in _drawn(rng, *group)]
    people, risks = [], []
    days = np.random.default_rng(SEED + 1)
    for number, chosen in enumerate(rng.permutation(len(patients)), 1):
        outcome, site, own, scores = patients[chosen]
        scanned = date(2017 + 3 * (own != "train"), 1, 1) + timedelta(days=int(days.integers(1000)))
        source = "TCGA-LIHC" if own == "external" else "own"
        for lesion, score in enumerate(scores, 1):
            case = f"L{number:03d}-{lesion}"
            people.append([f"L{number:03d}", case, outcome, site, own, scanned.isoformat(), source])
            risks.append([case, own, f"{1 / (1 + np.exp(-OVERCONFIDENT * score)):.4f}"])
    _write(study / "data/cohort.csv", ["patient", "lesion", "malignant", "site", "set", "scanned", "source"], people)
    _write(study / "results/predictions.csv", ["lesion", "set", "probability"], risks)


def _drawn(rng: np.random.Generator, own: str, site: str, malignant: int, benign: int, apart: float, shift: float):
    """Outcome, site, set and the scores of one to three lesions, of each patient of a group."""
    for outcome in [1] * malignant + [0] * benign:
        tumour = rng.normal()  # what the lesions of one patient have in common
        lesions = int(rng.integers(1, 4))
        scores = apart * (outcome - 0.5) + shift + 0.85 * tumour + 0.5 * rng.normal(size=lesions)
        yield outcome, site, own, scores.tolist()


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


if __name__ == "__main__":
    write_study(Path(sys.argv[1]))
