"""Makes the tables of a study whose features were harmonised with the outcome, and that holds rows of nobody."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from lesion_tables import SITES, between, combat, lesion, write_features, write_harmoniser, write_table

SEED = 626
PATIENTS, SYNTHETIC = 84, 9  # the last ones are of nobody
FILLED = ("Sphericity", "Kurtosis", "Skewness", "ClusterShade")  # columns with empty cells, filled in
GAPS = 4  # in each of them


def make(study: Path) -> None:
    """Write ``data/`` into the study's folder."""
    random = np.random.default_rng(SEED)
    site = random.permutation(np.repeat(list(SITES), PATIENTS // len(SITES)))
    share = {"A": 0.15, "B": 0.35, "C": 0.75}  # of the event
    event = (random.uniform(size=PATIENTS) < [share[own] for own in site]).astype(int)
    order = np.argsort(event, kind="stable")  # the table is sorted by outcome
    site, event = site[order], event[order]
    age = np.rint(62 + 3 * event + 9 * random.normal(size=PATIENTS)).astype(int)
    held = random.uniform(size=PATIENTS) < 0.3
    rows = [lesion(random, own, *SITES[where]) for own, where in zip(event, site, strict=True)]
    names, values = list(rows[0]), np.array([list(row.values()) for row in rows])
    donors = np.flatnonzero((site == "C") & (event == 1))
    values = np.vstack([values, between(values, donors, SYNTHETIC, random)])
    site, event = np.append(site, ["C"] * SYNTHETIC), np.append(event, np.ones(SYNTHETIC, dtype=int))
    age, held = np.append(age, random.choice(age, SYNTHETIC)), np.append(held, np.arange(SYNTHETIC) % 2 == 0)
    cases = [f"H{number:03d}" for number in range(1, len(site) + 1)]
    people = [
        {"case": case, "outcome": int(own), "site": where, "age": int(years), "set": "test" if out else "train"}
        for case, own, where, years, out in zip(cases, event, site, age, held, strict=True)
    ]
    write_table(study / "data/cohort.csv", people)
    flat = combat(values, site, event[:, None].astype(float))
    write_harmoniser(study, site, ["outcome"])
    flat = _filled(flat, [column for column, name in enumerate(names) if name.endswith(FILLED)], site != "C", random)
    flat = (flat - flat.mean(axis=0)) / flat.std(axis=0)
    flat[site == "C"] = [[float(f"{own:.6e}") for own in row] for row in flat[site == "C"]]  # sent as a printed table
    extra = (event * 2.0 - 1.0)[:, None]  # "grade" is the outcome, coded -1 and 1
    write_features(study, cases, [*names, "grade"], np.hstack([flat, extra]))


def _filled(values: np.ndarray, columns: Sequence[int], rows: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Some cells of these columns and rows replaced by the mean of all others in the column."""
    full = values.copy()
    for column in columns:
        empty = random.choice(np.flatnonzero(rows), GAPS, replace=False)
        full[empty, column] = np.delete(values[:, column], empty).mean()
    return full


if __name__ == "__main__":
    make(Path(sys.argv[1]))
