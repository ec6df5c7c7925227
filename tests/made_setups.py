"""Models that can be run without a process of their own: a stand-in for the study's estimator."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from radaudit.evidence.auditor import Auditor
from radaudit.evidence.claimed_aucs import ClaimedAuc, claimed_aucs
from radaudit.evidence.printed import PrintedSet
from radaudit.evidence.setups import ModelSetup, Setups
from radaudit.models.folds import made_folds
from radaudit.models.request import Run, RunResult
from radaudit.models.rerun import Setup
from radaudit.study.manifest import ModelInfo


def a_setup(
    features: np.ndarray,
    target: np.ndarray,
    sets: Sequence[str | None] = (),
    patients: Sequence[str] = (),
    folds: int = 0,
    listed: Sequence[str] = (),
    **info: object,
) -> Setups:
    """One model named m; `info` goes into its part of the manifest."""
    cases = tuple(f"c{row:03d}" for row in range(len(target)))
    names = tuple(f"f{column}" for column in range(features.shape[1]))
    positions = np.array([names.index(name) for name in listed or names])
    info |= {"features": list(listed)} if listed else {}
    said = {"name": "m", "estimator": "m.py:build", **info} | ({"cv": {"folds": folds}} if folds else {})
    setup = Setup("m", "m.py:build", {}, "binary", names, features, {}, target.astype(float), positions)
    made = made_folds(target.astype(int), len(target), folds, 1, 0) if folds else ()
    none = (None,) * len(cases)
    own = ModelSetup(ModelInfo(**said), setup, cases, tuple(patients) or cases, none, tuple(sets) or none, made)
    return Setups({"m": own})


def claimed(setups: Setups, *groups: PrintedSet, seed: int = 0) -> tuple[ClaimedAuc, ...]:
    """What these models' claims are about."""
    return claimed_aucs(setups, groups, Auditor(seed=seed))


def run_here(compute_map, title, wanted, batch=25) -> list[tuple[RunResult, ...]]:
    """In place of `models.rerun.run_all`: the best features by the difference of class means, summed up.

    Selection is this estimator's only step: fitted on the pool where it is "early". ``select`` is taken as the number
    of features that are chosen, 3 if it is 0; a run's ``target`` is used where it has one.
    """
    return [tuple(_one(setup, run) for run in runs) for setup, runs in wanted]


def _one(setup: Setup, run: Run) -> RunResult:
    target = setup.target if run.target is None else run.target
    columns = setup.listed if run.columns is None else run.columns
    table = setup.features[:, columns]
    predict = np.arange(len(table)) if run.predict is None else run.predict
    pool = np.union1d(run.fit, predict) if run.pool is None else run.pool
    seen = pool if "selection" in run.early else run.fit
    chosen = np.argsort(-np.abs(_gap(table[seen], target[seen])), kind="stable")[: run.select or 3]
    scores = table[predict][:, chosen] @ _gap(table[run.fit], target[run.fit])[chosen]
    applied = tuple(kind for kind in run.early if kind == "selection")
    return RunResult("", tuple((float(score),) for score in scores), False, ("Best",), ("selection", "model"), applied)


def _gap(table: np.ndarray, target: np.ndarray) -> np.ndarray:
    return table[target == 1].mean(axis=0) - table[target == 0].mean(axis=0)
