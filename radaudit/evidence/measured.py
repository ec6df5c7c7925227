"""A measure of a model's scores, on a set or in the folds of a cross-validation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from radaudit.evidence.cohort import Cohort
from radaudit.evidence.reruns import FoldScores
from radaudit.evidence.target import Target
from radaudit.evidence.timed import Timed, timed
from radaudit.evidence.ways import Way
from radaudit.models.metrics import METRICS_BY_TASK, measure
from radaudit.statistics.interval import Interval
from radaudit.statistics.over_folds import mean_over_folds
from radaudit.statistics.possible import RANGES


@dataclass(frozen=True)
class Measured:
    """A figure, or why there is none.

    Attributes
    ----------
    interval
        With its 95 % interval; None where there is none.
    cases, events
        It was computed on; no events where the task has none.
    reason
        Why there is none.
    """

    interval: Interval | None = None
    cases: int = 0
    events: int = 0
    reason: str = ""


def on_set(
    metric: str,
    name: str,
    way: Way,
    cohort: Cohort,
    target: Target,
    threshold: float | None,
    horizon: float | None = None,
) -> Measured:
    """A measure on the cases of a set that have an outcome and a score; `horizon` is the time that it is of."""
    rows = way.sets.get(name, {})
    known = dict(zip(cohort.cases, target.known, strict=True))
    cases = tuple(case for case in cohort.cases if case in rows and known[case])
    if not cases:
        return Measured(reason=f"no case of the set {name!r} has a score")
    scores = np.array([rows[case] for case in cases])
    return _measured(metric, way, target, cohort, cases, scores, threshold, horizon)


def in_folds(
    metric: str,
    way: Way,
    cohort: Cohort,
    target: Target,
    threshold: float | None,
    average: Literal["folds", "pooled"],
    horizon: float | None = None,
) -> Measured:
    """A measure in a cross-validation.

    ``folds``: the mean over the folds of all repeats, as scikit-learn's ``cross_val_score`` is averaged. ``pooled``:
    the measure of all held-out scores together, averaged over repeats, the ends of its interval too.
    """
    if not way.folds:
        reason = way.folds_problem or "cross-validated claims need the folds; declare them in 'models[].cv'"
        return Measured(reason=reason)
    if average == "pooled":
        repeats = sorted({fold.repeat for fold in way.folds})
        groups = [_pooled([fold for fold in way.folds if fold.repeat == repeat]) for repeat in repeats]
    else:
        groups = [(fold.cases, fold.scores) for fold in way.folds]
    found = [_measured(metric, way, target, cohort, own, scores, threshold, horizon) for own, scores in groups]
    cases = sorted({case for fold in way.folds for case in fold.cases}, key=cohort.rows.__getitem__)
    counts = {"cases": len(cases), "events": _events(target, _outcomes(target, cohort, cases))}
    broken = next((one.reason for one in found if one.interval is None), "")
    if broken:
        return Measured(reason=f"{broken} (in a fold)" if average == "folds" else broken, **counts)
    own = [one.interval for one in found]
    if average == "folds" and len(own) > 1:
        held = [len(group[0]) for group in groups]
        return Measured(_within(metric, mean_over_folds([one.estimate for one in own], held, len(cases))), **counts)
    ends = (float(np.mean([getattr(one, name) for one in own])) for name in ("estimate", "low", "high"))
    return Measured(Interval(*ends, own[0].level, f"pooled folds: {own[0].method}"), **counts)


def _within(metric: str, interval: Interval) -> Interval:
    """The interval without values that the measure can't have: with few folds the t interval is wide."""
    low, high = RANGES.get(metric, (-np.inf, np.inf))
    return replace(interval, low=max(low, interval.low), high=min(high, interval.high))


def _pooled(folds: Sequence[FoldScores]) -> tuple[tuple[str, ...], np.ndarray]:
    return tuple(case for fold in folds for case in fold.cases), np.concatenate([fold.scores for fold in folds])


def _outcomes(target: Target, cohort: Cohort, cases: Sequence[str]) -> np.ndarray:
    return target.values[[cohort.rows[case] for case in cases]]


def _events(target: Target, outcomes: np.ndarray) -> int:
    if target.task == "binary":
        return int(outcomes.sum())
    return int(outcomes[:, 1].sum()) if target.task == "survival" else 0


def _measured(
    metric: str,
    way: Way,
    target: Target,
    cohort: Cohort,
    cases: Sequence[str],
    scores: np.ndarray,
    threshold: float | None,
    horizon: float | None,
) -> Measured:
    outcomes = _outcomes(target, cohort, cases)
    counts = {"cases": len(outcomes), "events": _events(target, outcomes)}
    known = METRICS_BY_TASK.get(target.task, {}).get(metric)
    if known is None:
        return Measured(reason=f"the metric {metric} is not one of a {target.task} model", **counts)
    if way.classes_only and target.task == "binary" and not known.uses_threshold:
        return Measured(reason="the predictions name classes only, and the measure needs scores", **counts)
    unscaled = not way.probabilities and not way.classes_only and target.task == "binary"
    if unscaled and (known.needs_probability or (known.uses_threshold and threshold is None)):
        reason = "the estimator gives no probabilities; a threshold on its scores can be named in 'models[].threshold'"
        return Measured(reason=reason, **counts)
    of_time = Timed(scores[:, 0])
    if target.task == "survival":
        of_time = timed(known, scores, way.horizons, horizon, way.unanswered)
    if of_time.reason:
        return Measured(reason=of_time.reason, **counts)
    limit = 0.5 if threshold is None or way.classes_only else threshold
    several = target.task == "multiclass"
    options = {"classes": np.arange(scores.shape[1])} if several else of_time.options
    try:
        found = measure(
            metric,
            outcomes > 0 if target.task == "binary" else outcomes.astype(int) if several else outcomes,
            scores if several else of_time.prediction,
            limit,
            task=target.task,
            groups=_patients(cohort, cases),
            **options,
        )
    except ValueError as fault:
        return Measured(reason=str(fault).rstrip("."), **counts)
    return Measured(found, **counts)


def _patients(cohort: Cohort, cases: Sequence[str]) -> np.ndarray | None:
    """The patient of each case, as whole numbers; None where each has one case, or it is not known."""
    names = [cohort.patient(case) for case in cases]
    if None in names or len(set(names)) == len(names):
        return None
    return np.unique(names, return_inverse=True)[1]
