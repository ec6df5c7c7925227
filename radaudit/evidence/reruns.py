"""The study's models, fitted and scored again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.setups import ModelSetup, Setups
from radaudit.models.request import Run, RunResult
from radaudit.models.rerun import Setup, run_all
from radaudit.study.manifest import ModelInfo


@dataclass(frozen=True)
class FoldScores:
    """Scores of the cases held out of one fold.

    Attributes
    ----------
    repeat, fold
        Counted from 0.
    cases
        Those held out.
    scores
        float64, shape (cases, columns), as in `models.request.RunResult`.
    """

    repeat: int
    fold: int
    cases: tuple[str, ...]
    scores: np.ndarray = field(repr=False)


@dataclass(frozen=True)
class Rerun:
    """One model, fitted on the declared train rows, with the steps on all rows that the authors fitted there.

    Attributes
    ----------
    problem
        Why it could not be run; empty if it could.
    scores
        By case; of a multiclass model the score of the last class.
    probabilities
        Whether the scores are probabilities.
    offered, used
        Columns it was given; those the fitted model depends on, None where it does not tell.
    steps
        Class names of the estimator's steps.
    clinical
        Those of the columns that are clinical.
    classes
        By case, one score for each class; empty unless the task is multiclass.
    kinds
        The kind of each step, see `models.steps.kind_of`.
    early
        Kinds of steps that were fitted on all rows, as declared.
    notes
        What the reader must know of how it was run, as sentences without a full stop.
    twin
        Scores of the same estimator with every step fitted on train rows only; empty where that is the same.
    folds
        The declared cross-validation; empty if none is declared.
    folds_problem
        Why there is none although it is declared.
    horizons
        The times by which the probability of the event is known: it stands after the risk in `by_time` and in the
        scores of the folds. Empty unless the outcome is the time to an event.
    by_time
        By case, the probability of the event by each of these times.
    unanswered
        Why there are none although they are declared.
    """

    model: str
    problem: str = ""
    scores: Mapping[str, float] = field(default_factory=dict)
    probabilities: bool = True
    offered: tuple[str, ...] = ()
    used: tuple[str, ...] | None = None
    steps: tuple[str, ...] = ()
    clinical: tuple[str, ...] = ()
    classes: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    kinds: tuple[str, ...] = ()
    early: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    twin: Mapping[str, float] = field(default_factory=dict)
    folds: tuple[FoldScores, ...] = ()
    folds_problem: str = ""
    horizons: tuple[float, ...] = ()
    by_time: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    unanswered: str = ""

    def of(self, cases: Sequence[str]) -> np.ndarray:
        """Scores of these cases, nan where a case has none; shape (cases,), for multiclass (cases, classes)."""
        if self.classes:
            none = (np.nan,) * len(next(iter(self.classes.values())))
            return np.array([self.classes.get(case, none) for case in cases])
        return np.array([self.scores.get(case, np.nan) for case in cases])


@evidence
def reruns(models: tuple[ModelInfo, ...], setups: Setups, auditor: Auditor, compute: Compute) -> Mapping[str, Rerun]:
    """Every model that has an estimator, by name."""
    wanted: list[tuple[Setup, Sequence[Run]]] = []
    for own in setups.ready.values():  # what may see other outcomes goes into other processes
        wanted += [(own.setup, runs) for runs in _runs(own, auditor.seed)]
    results = iter(run_all(compute.map, "Fitting models", wanted))
    made = {name: Rerun(name, problem) for name, problem in setups.problems.items()}
    for name, own in setups.ready.items():
        made[name] = _rerun(own, *(next(results) for _ in range(3)))
    return {model.name: made[model.name] for model in models if model.name in made}


def _runs(own: ModelSetup, seed: int) -> tuple[Sequence[Run], Sequence[Run], Sequence[Run]]:
    """The run as declared; the same without any early step; the folds."""
    once = not any(own.sets)  # no split is declared: there is nothing to fit on but for the folds
    declared = () if once else (own.split_run(seed=seed),)
    twin = (own.split_run((), seed=seed),) if own.early and not once else ()
    return declared, twin, own.fold_runs(seed=seed)


def _rerun(
    own: ModelSetup, declared: Sequence[RunResult], twin: Sequence[RunResult], folds: Sequence[RunResult]
) -> Rerun:
    (declared, twin, folds), unanswered = _with_or_without_times(declared, twin, folds)
    notes = []
    chosen = declared[0] if declared else None
    if chosen and chosen.problem.startswith("can't be taken apart") and twin and not twin[0].problem:
        notes.append(f"run without what is declared as fitted on all rows ({', '.join(own.early)}): {chosen.problem}")
        chosen = twin[0]
    first = chosen or next((result for result in folds if not result.problem), RunResult("it has no training set"))
    if first.problem:
        return Rerun(own.name, first.problem, folds_problem=own.folds_problem)
    notes += [_not_a_step(own, kind) for kind in own.early if kind not in first.applied and not notes]
    values = chosen.matrix if chosen else np.empty((0, 1))
    rows = dict(zip(own.cases, map(tuple, values.tolist()), strict=False))
    score = 0 if own.setup.task == "survival" else -1
    horizons = own.setup.horizons if not unanswered else ()
    different = bool(first.applied) and bool(twin) and not twin[0].problem
    return Rerun(
        own.name,
        "",
        {case: row[score] for case, row in rows.items()},
        first.probabilities,
        own.setup.offered,
        first.used,
        first.steps,
        tuple(own.setup.clinical),
        rows if own.setup.task == "multiclass" else {},
        first.kinds,
        first.applied,
        tuple(notes),
        dict(zip(own.cases, (row[score] for row in twin[0].scores), strict=True)) if different else {},
        *_folds(own, folds),
        horizons,
        {case: row[1:] for case, row in rows.items()} if horizons else {},
        unanswered,
    )


def _with_or_without_times(*groups: Sequence[RunResult]) -> tuple[tuple[Sequence[RunResult], ...], str]:
    """The results, all with their probabilities by the horizons, or all with their risks alone and why."""
    reason = next((result.unanswered for group in groups for result in group if result.unanswered), "")
    if not reason:
        return groups, ""
    alone = (tuple(replace(own, scores=tuple(row[:1] for row in own.scores)) for own in group) for group in groups)
    return tuple(alone), reason


def _not_a_step(own: ModelSetup, kind: str) -> str:
    if kind == "selection" and own.listed_on_all:
        return "the features are a list that was chosen on all rows; the re-run takes them as they are"
    return f"{kind} is declared as fitted on all rows, but no step of the estimator does it; the re-run leaves it out"


def _folds(own: ModelSetup, results: Sequence[RunResult]) -> tuple[tuple[FoldScores, ...], str]:
    broken = [result.problem for result in results if result.problem]
    if broken or own.folds_problem:
        return (), own.folds_problem or broken[0]
    found, left = [], iter(results)
    for repeat, folds in enumerate(own.folds):
        for fold, held in enumerate(folds):
            found.append(FoldScores(repeat, fold, tuple(own.cases[row] for row in held), next(left).matrix))
    return tuple(found), ""
