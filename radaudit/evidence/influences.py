"""Whether the prediction of a held-out case depends on the other cases that are predicted with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.altered_tables import feature_cells
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.moved_predictions import TEST_SETS, Change, Moved, moved_predictions
from radaudit.evidence.probes import Key, Probed, Probes
from radaudit.evidence.setups import ModelSetup, Setups
from radaudit.models.request import Run, RunResult
from radaudit.models.rerun import run_all
from radaudit.study.cells import Altered, Written
from radaudit.study.manifest import ModelInfo
from radaudit.study.table import Table

ALONE = 3  # cases that are predicted by themselves
CHANGED = 2  # cases whose features change, each in a run of its own
ROUNDED = 1e-6  # of an estimator's scores: one row and many may go through other code, which rounds otherwise
_KIND = 5  # part of the seed


@evidence
def influences(
    models: tuple[ModelInfo, ...],
    probes: Probes | None,
    setups: Setups | None,
    auditor: Auditor,
    compute: Compute,
) -> tuple[Moved, ...]:
    """Each model's predictions of held-out cases when other held-out cases change, or are not there.

    Jobs: two runs of each command, one more with cases in other sets where predictions moved, and for estimators one
    job each.
    """
    if not auditor.trust:
        raise Unavailable("The study's code was not run.", "Read it, then audit with --trust.")
    if probes is None and setups is None:
        raise Unavailable("No model can be run.", "Add 'models[].estimator' or 'models[].command' to radaudit.yaml.")
    commands = probes.commands if probes else ()
    asked = {own.name for own in commands}
    found = [_influenced(own, probes, auditor, compute) for own in commands]
    estimators = [own for own in (setups.ready.values() if setups else ()) if own.name not in asked]
    found += _alone(estimators, auditor, compute)
    lost = {} if setups is None else setups.problems
    found += [Moved(name, reason.rstrip(".")) for name, reason in lost.items() if name not in asked]
    order = [model.name for model in models]
    return tuple(sorted(found, key=lambda own: order.index(own.model)))


def _influenced(own: Probed, probes: Probes, auditor: Auditor, compute: Compute) -> Moved:
    """A command's predictions when one held-out case is made extreme, for some cases."""
    ground = probes.ground
    if own.problem:
        return Moved(own.name, own.problem)
    try:
        [(table, columns, row_of), *_] = feature_cells(ground, own.info.features == "harmonised", ())
        together = [keys for keys in _together(own) if len(keys) > 1 and ground.cohort.rows[keys[0][0]] in row_of]
        if not together:
            raise Unavailable("its command writes no predictions of cases that were held out together ('set', 'fold')")
        random = np.random.default_rng([auditor.seed, _KIND])
        changes = []
        for group in random.integers(len(together), size=CHANGED).tolist():
            keys = together[group]
            chosen = keys[int(random.integers(len(keys)))][0]
            watched = [key for key in keys if not _same_patient(probes, key[0], chosen)]
            row = row_of.get(ground.cohort.rows[chosen])
            if row is not None and watched:
                changes.append(Change((_extreme(table, columns, row),), watched))
        if not changes:
            raise Unavailable("no two patients that its command predicts were held out together")
    except Unavailable as reason:
        return Moved(own.name, str(reason).rstrip("."))
    changed = "features of one held-out case"
    return moved_predictions(own, probes, changes, changed, compute, auditor.seed)


def _together(own: Probed) -> list[list[Key]]:
    """Predictions made by one fitted model of cases that it was not fitted on: the test sets, and each named fold."""
    groups: dict[object, list[Key]] = {}
    for key in own.said.scores:
        if key[1] in TEST_SETS:
            groups.setdefault("test sets", []).append(key)
        elif key[1] == "cv" and key[2]:
            groups.setdefault(key[2], []).append(key)
    return list(groups.values())


def _same_patient(probes: Probes, case: str, other: str) -> bool:
    cohort = probes.ground.cohort
    return case == other or (cohort.patient(case) is not None and cohort.patient(case) == cohort.patient(other))


def _extreme(table: Table, columns: np.ndarray, row: int) -> Altered:
    """One case with every feature far above all others."""
    kept, texts = [], []
    for column in columns.tolist():
        numbers, _ = table.numbers(table.columns[column])
        known = numbers[np.isfinite(numbers)]
        if np.isfinite(numbers[row]) and known.size:
            kept.append(column)
            value = float(known.max() + 3 * (np.ptp(known) or 1.0))
            texts.append(f"{value:.6g}".replace(".", table.decimal))
    return Altered(table.path, table.separator, (Written(row, np.array(kept, dtype=np.int64), tuple(texts)),))


def _alone(models: Sequence[ModelSetup], auditor: Auditor, compute: Compute) -> list[Moved]:
    """Estimators' scores of some held-out cases, each scored by itself."""
    asked = [(own, *_asked(own, auditor.seed)) for own in models]
    wanted = [(own.setup, runs) for own, _, runs in asked if runs]
    results = iter(run_all(compute.map, "Scoring cases by themselves", wanted))
    return [_apart(own, rows, runs, next(results)) if runs else _not_asked(own) for own, rows, runs in asked]


def _asked(own: ModelSetup, seed: int) -> tuple[np.ndarray, list[Run]]:
    """The held-out rows of a split, or of a fold; and runs that score them together, again, and some by themselves."""
    rows = own.rows(*TEST_SETS)
    if own.early or (not rows.size and not own.folds):
        return rows, []
    run = own.split_run((), seed=seed) if rows.size else own.fold_runs((), seed=seed)[0]
    rows = rows if rows.size else run.predict
    some = rows[np.linspace(0, rows.size - 1, min(ALONE, rows.size)).astype(int)]
    return rows, [replace(run, predict=own_rows) for own_rows in (rows, rows, *some[:, None])]


def _not_asked(own: ModelSetup) -> Moved:
    if own.early:
        steps = " and ".join(own.early)
        return Moved(
            own.name, f"its authors fitted {steps} on all cases, so that each depends on the others from there"
        )
    return Moved(own.name, "the study declares no held-out cases that its estimator could be asked about")


def _apart(own: ModelSetup, rows: np.ndarray, runs: Sequence[Run], results: Sequence[RunResult]) -> Moved:
    broken = next((result.problem for result in results if result.problem), "")
    if broken:
        return Moved(own.name, f"its estimator could not be asked about single cases: {broken}")
    first, again, *singles = (result.matrix for result in results)
    if np.abs(first - again).max() > ROUNDED:
        return Moved(own.name, "two fits on the same cases score them differently; set its seeds")
    moved, before, after = {}, {}, {}
    for run, single in zip(runs[2:], singles, strict=True):
        [row] = run.predict.tolist()
        together = first[int(np.flatnonzero(rows == row)[0])]
        distance = float(np.abs(single[0] - together).max())
        if distance > ROUNDED * max(1.0, float(np.abs(together).max())):
            case = own.cases[row]
            moved[case], before[case], after[case] = distance, float(together[0]), float(single[0, 0])
    return Moved(own.name, "", "the cases scored together", len(singles), moved, before, after, len(results))
