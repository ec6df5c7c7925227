"""Tables of made lesions in which pyradiomics' equations hold, and what may have been done to them; for forensics."""

from __future__ import annotations

import importlib.util
import sys
from functools import cache
from types import SimpleNamespace

import numpy as np

from radaudit.evidence.forensics import SET, Examined
from radaudit.forensics.history import history_of
from radaudit.resources import shipped
from radaudit.study.manifest import Manifest

COUNT = 90
OUTCOME = "event"


@cache
def tables():
    """The module that makes the lesions of the sample studies."""
    path = shipped("sample_studies") / "lesion_tables.py"
    spec = importlib.util.spec_from_file_location("lesion_tables", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules.setdefault("lesion_tables", module)
    spec.loader.exec_module(module)
    return module


@cache
def _drawn():
    made, random = tables(), np.random.default_rng(5)
    site = random.integers(0, 3, COUNT)
    event = (random.uniform(size=COUNT) < 0.45).astype(int)
    scanners = list(made.SITES.values())
    rows = [made.lesion(random, own, *scanners[where]) for own, where in zip(event, site, strict=True)]
    age = 60 + 6 * event + 8 * random.normal(size=COUNT)
    values = np.array([list(row.values()) for row in rows])
    return tuple(rows[0]), values, event, site, age, random.uniform(size=COUNT) < 0.7


def lesions():
    """Ninety raw rows of three sites: names, values, and event, site, age, train of each row."""
    names, *arrays = _drawn()
    return SimpleNamespace(
        names=names, **{name: own.copy() for name, own in zip(
            ("values", "event", "site", "age", "train"), arrays, strict=True)}
    )  # fmt: skip


def scaled(values, rows=slice(None)):
    return (values - values[rows].mean(axis=0)) / values[rows].std(axis=0)


def harmonised(own, *kept, rows=None):
    """ComBat by site with these covariates preserved."""
    covariates = np.column_stack(kept).astype(float) if kept else np.zeros((COUNT, 0))
    return tables().combat(own.values, own.site, covariates, rows)


def examined(own, values, names=None, which="reported", **changes):
    """A table as the checks of forensics get it."""
    groupings = {SET: np.where(own.train, 0, 1), OUTCOME: own.event, "site": own.site}
    fields = {
        "which": which,
        "path": "features.csv",
        "cases": tuple(f"c{row:02d}" for row in range(len(values))),
        "names": tuple(names or own.names),
        "values": values,
        "groupings": groupings,
        "levels": {SET: ("train", "test"), OUTCOME: ("0", "1"), "site": ("A", "B", "C")},
        "covariates": {OUTCOME: own.event[:, None].astype(float), "age": own.age[:, None]},
        "outcome": OUTCOME,
    }
    return Examined(**(fields | changes))


def history(table):
    return history_of(table.names, table.values, table.groupings, table.covariates, table.outcome)


def a_study(**parts):
    """A study of which only the manifest is looked at."""
    said = {
        "schema": "radaudit/1",
        "study": {"title": "Made", "task": "binary"},
        "cohort": {"table": "cohort.csv", "case": "case", "outcome": OUTCOME, "site": "site"},
        "features": {"table": "features.csv"},
    }
    return SimpleNamespace(manifest=Manifest.model_validate(said | parts))
