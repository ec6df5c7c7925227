"""A small table of three sites, and what programs made of it; for tests of what was done to a table."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

import numpy as np

from radaudit.evidence.recomputed_harmonisation import RecomputedHarmonisation
from radaudit.forensics.recomputed.recipe import Recipe
from radaudit.forensics.recomputed.search import search
from radaudit.forensics.recomputed.tables import Tables
from radaudit.harmonisation.harmonise import fit
from radaudit.harmonisation.method import Method

OUTPUTS = Path(__file__).parent / "harmonisation/implementations/fixtures"
TRAIN, ALL = "set train", "all rows"


@cache
def _read():
    with (OUTPUTS / "table.csv").open(newline="") as stream:
        rows = list(csv.DictReader(stream))
    names = [name for name in rows[0] if name.startswith("f")]
    raw = np.array([[float(row[name]) for name in names] for row in rows])
    site, sets = (tuple(row[name] for row in rows) for name in ("site", "set"))
    return raw, site, sets, np.array([float(row["grade"]) for row in rows])


def raw():
    """Features before; float64, shape (42, 12)."""
    return _read()[0].copy()


def output(name):
    """What a program made of it, see the fixtures."""
    return np.loadtxt(OUTPUTS / f"{name}.csv", delimiter=",", skiprows=1)


def train():
    return np.array(_read()[2]) == "train"


def age():
    return 60 + np.random.default_rng(4).normal(0, 8, len(raw()))


def made(rows=None, table=None, *, grade=False, old=False, **options):
    """Harmonised by site, fitted on some rows; `grade` is the outcome, `old` keeps the age."""
    values, site, _, outcome = _read()
    values = values if table is None else table
    rows = np.arange(len(values)) if rows is None else np.flatnonzero(rows)
    kept = ({"grade": outcome} if grade else {}) | ({"age": age()} if old else {})
    fitted = fit(values[rows], [site[row] for row in rows], {n: v[rows] for n, v in kept.items()}, Method(**options))
    return fitted.transform(values, site, kept)


def printed(values, digits):
    """As it would be read from a table with so many significant digits, and half a unit of the last one."""
    shown = np.array([[float(f"{own:.{digits - 1}e}") for own in row] for row in values])
    return shown, 0.5 * 10.0 ** (np.floor(np.log10(np.abs(shown))) - digits + 1)


def side_by_side(after, before=None, half=None):
    """Both tables with what the cohort holds: site, a vendor that goes with it, a scanner that does not; grade, age."""
    values, site, sets, outcome = _read()
    values = values if before is None else before
    nothing, draw = np.zeros(values.shape), np.random.default_rng(1)
    return Tables(
        values, after, nothing, nothing if half is None else half,
        {"site": site, "scanner": tuple(draw.choice(list("xy"), len(site))),
         "vendor": tuple({"A": "S", "B": "G", "C": "P"}[own] for own in site),
         "grade": tuple(map(str, outcome))},
        {"grade": outcome[:, None], "age": age()[:, None]},
        {ALL: np.ones(len(site), dtype=bool), TRAIN: np.array(sets) == "train", "set test": np.array(sets) == "test"},
        sets, "grade",
    )  # fmt: skip


def recomputed(after, declared=None, told=True, **given):
    """The evidence of harmonising the raw table again; declared as by site, on the training rows."""
    tables, declared = side_by_side(after, **given), declared or Recipe(TRAIN, "site")
    found = search(tables, declared)
    return RecomputedHarmonisation(tables, found, declared, "h.csv", *tables.raw.shape, told)
