"""The Wisconsin breast cancer table that ships with scikit-learn, as a cohort table and a feature table.

W. H. Wolberg, W. N. Street, O. L. Mangasarian: Breast Cancer Wisconsin (Diagnostic), doi:10.24432/C5DW2B.
"""

from __future__ import annotations

import csv
import runpy
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.datasets import load_breast_cancer
from sklearn.model_selection import train_test_split

SITE = "Wisconsin"


def write_tables(study: Path, seed: int, test: float) -> None:
    """Write ``data/cohort.csv`` and ``data/features.csv``.

    Parameters
    ----------
    test
        Share of the cases in the test set, drawn with this seed within each diagnosis; 0 for no test set.
    """
    table = load_breast_cancer()
    ids = [f"WDBC-{number:03d}" for number in range(1, len(table.data) + 1)]
    diagnosis = [str(table.target_names[target]) for target in table.target]
    held: set[int] = set()
    if test:
        rows = train_test_split(np.arange(len(ids)), test_size=test, stratify=table.target, random_state=seed)[1]
        held = {int(row) for row in rows}
    sets = ["test" if row in held else "train" for row in range(len(ids))]
    names = ["_".join(name.split()) for name in table.feature_names]
    values = [[case, *map(float, row)] for case, row in zip(ids, table.data, strict=True)]
    people = [(case, found, SITE, own) for case, found, own in zip(ids, diagnosis, sets, strict=True)]
    _write(study / "data/cohort.csv", ["case", "diagnosis", "site", "set"], people)
    _write(study / "data/features.csv", ["case", *names], values)


def write_predictions(study: Path, decimals: int, entry: str = "build") -> list[list[str]]:
    """Write ``results/predictions.csv``: the probabilities that a function of ``code/model.py`` gives all cases.

    Returns
    -------
    list
        Its rows: case, set, probability.
    """
    build = runpy.run_path(str(study / "code/model.py"))[entry]
    people = pd.read_csv(study / "data/cohort.csv")
    table = pd.read_csv(study / "data/features.csv").drop(columns="case")
    events, train = (people["diagnosis"] == "malignant").astype(int), people["set"] == "train"
    risks = build().fit(table[train], events[train]).predict_proba(table)[:, 1]
    rows = [
        [case, own, f"{risk:.{decimals}f}"]
        for case, own, risk in zip(people["case"], people["set"], risks, strict=True)
    ]
    write_rows(study, rows)
    return rows


def write_rows(study: Path, rows: Iterable[Sequence[object]]) -> None:
    """Write the rows of ``results/predictions.csv``."""
    _write(study / "results/predictions.csv", ["case", "set", "probability"], rows)


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
