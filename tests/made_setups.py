"""Models that can be run without a process of their own: a stand-in for the study's estimator."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from radaudit.evidence.auditor import Auditor
from radaudit.evidence.claimed_figures import ClaimedFigure, claimed_figures
from radaudit.evidence.gauge import gauge_of
from radaudit.evidence.printed import PrintedClaim, PrintedSet
from radaudit.evidence.setups import ModelSetup, Setups
from radaudit.models.folds import made_folds
from radaudit.models.harmonised import harmonised_tables
from radaudit.models.redone import redone
from radaudit.models.request import Run, RunResult
from radaudit.models.rerun import Setup, _learnt_from
from radaudit.study.manifest import ModelInfo


def a_setup(
    features: np.ndarray,
    target: np.ndarray,
    sets: Sequence[str | None] = (),
    patients: Sequence[str] = (),
    folds: int = 0,
    listed: Sequence[str] = (),
    task: str = "binary",
    **info: object,
) -> Setups:
    """One model named m; `info` goes into its part of the manifest."""
    cases = tuple(f"c{row:03d}" for row in range(len(target)))
    names = tuple(f"f{column}" for column in range(features.shape[1]))
    positions = np.array([names.index(name) for name in listed or names])
    info |= {"features": list(listed)} if listed else {}
    said = {"name": "m", "estimator": "m.py:build", **info} | ({"cv": {"folds": folds}} if folds else {})
    classes = int(target.max()) + 1 if task == "multiclass" else 2
    setup = Setup("m", "m.py:build", {}, task, names, features, {}, target.astype(float), positions, classes)
    labels = target.astype(int) if task in ("binary", "multiclass") else None
    made = made_folds(labels, len(target), folds, 1, 0) if folds else ()
    none = (None,) * len(cases)
    own = ModelSetup(ModelInfo(**said), setup, cases, tuple(patients) or cases, none, tuple(sets) or none, made)
    return Setups({"m": own})


def claimed(setups: Setups, *groups: PrintedSet, seed: int = 0) -> tuple[ClaimedFigure, ...]:
    """What these models' claims are about."""
    return claimed_figures(setups, (ModelInfo(name="m"),), groups, Auditor(seed=seed))


def a_figure(claim: PrintedClaim, task: str = "binary", step: float = 1.0) -> ClaimedFigure:
    """A claim of the model m, as it is measured."""
    gauge, problem = gauge_of(task, claim.claim.metric)
    assert not problem, problem
    return ClaimedFigure("m", claim, "", None, None, replace(gauge, step=step))


def run_here(compute_map, title, wanted, batch=25) -> list[tuple[RunResult, ...]]:
    """In place of `models.rerun.run_all`: the best features by the difference of class means, summed up.

    Selection is this estimator's only step: fitted on the pool where it is "early". ``select`` is taken as the number
    of features that are chosen, 3 if it is 0; a run's ``target`` is used where it has one. Values are predicted by the
    least-squares plane over the features with the greatest covariance; a time is that of the nearest case.
    """
    return [tuple(_one(setup, run) for run in runs) for setup, runs in wanted]


def _one(setup: Setup, run: Run) -> RunResult:
    target = setup.target if run.target is None else run.target
    columns = setup.listed if run.columns is None else run.columns
    features, _, _ = harmonised_tables(setup.unharmonised, [_learnt_from(run, len(setup.features))])
    table = redone(*(features or [setup.features]), run)[:, columns]
    predict = np.arange(len(table)) if run.predict is None else run.predict
    pool = np.union1d(run.fit, predict) if run.pool is None else run.pool
    seen = pool if "selection" in run.early else run.fit
    strength = _STRENGTH[setup.task](table[seen], target[seen])
    chosen = np.argsort(-strength, kind="stable")[: run.select or 3]
    scores = _SCORED[setup.task](table[run.fit], target[run.fit], table[predict], chosen)
    applied = tuple(kind for kind in run.early if kind == "selection")
    rows = tuple(tuple(map(float, row)) for row in scores.reshape(len(predict), -1))
    return RunResult("", rows, False, ("Best",), ("selection", "model"), applied)


def _gap(table: np.ndarray, target: np.ndarray) -> np.ndarray:
    return table[target == 1].mean(axis=0) - table[target == 0].mean(axis=0)


def _gaps(table: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Shape (columns, classes)."""
    return (
        np.column_stack([table[target == own].mean(axis=0) for own in np.unique(target)]) - table.mean(axis=0)[:, None]
    )


def _plane(table: np.ndarray, target: np.ndarray, asked: np.ndarray, chosen: np.ndarray) -> np.ndarray:
    design, wanted = (np.column_stack([np.ones(len(own)), own[:, chosen]]) for own in (table, asked))
    return wanted @ np.linalg.lstsq(design, target, rcond=None)[0]


def _nearest(table: np.ndarray, target: np.ndarray, asked: np.ndarray, _: np.ndarray) -> np.ndarray:
    return -target[((asked[:, None] - table) ** 2).sum(axis=2).argmin(axis=1), 0]


_STRENGTH = {
    "binary": lambda table, target: np.abs(_gap(table, target)),
    "multiclass": lambda table, target: np.abs(_gaps(table, target)).max(axis=1),
    "regression": lambda table, target: np.abs((table - table.mean(axis=0)).T @ (target - target.mean())),
    "survival": lambda table, target: np.zeros(table.shape[1]),
}
_SCORED = {
    "binary": lambda table, target, asked, chosen: asked[:, chosen] @ _gap(table, target)[chosen],
    "multiclass": lambda table, target, asked, chosen: asked[:, chosen] @ _gaps(table, target)[chosen],
    "regression": _plane,
    "survival": _nearest,
}
