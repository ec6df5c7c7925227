"""The measures of a binary model."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from radaudit.models.metrics.metric import Asked, Metric
from radaudit.statistics import calibration, confusion, weighted_binary
from radaudit.statistics.bootstrap import RESAMPLES, percentile_interval, stratified_means
from radaudit.statistics.clustered_auc import clustered_auc_interval
from radaudit.statistics.delong import delong_interval
from radaudit.statistics.events import aligned, probabilities
from radaudit.statistics.interval import Interval
from radaudit.statistics.resampling import Statistic, resampled_interval, spread_or_bound
from radaudit.statistics.weighted_auc import weighted_auc


def _auc(asked: Asked) -> Interval:
    if asked.groups is not None:
        return clustered_auc_interval(asked.prediction, asked.target, asked.groups, asked.level)
    return delong_interval(asked.prediction, asked.target, asked.level)


def _weighted_auc(asked: Asked) -> Statistic:
    scores, events = aligned(asked.prediction, asked.target)
    return lambda weights: weighted_auc(scores, weights * events, weights * ~events)


def _weighted_counts(name: str, asked: Asked) -> Statistic:
    scores, events = aligned(asked.prediction, asked.target)
    return partial(weighted_binary.of_threshold, name, scores >= asked.threshold, events)


def _of_threshold(name: str, asked: Asked) -> Interval:
    counts = confusion.Confusion.of(asked.prediction, asked.target, asked.threshold)
    alone = _ALONE.get(name, partial(_proportion, name))(counts, asked)  # says why, if it is not defined
    if asked.groups is None:
        return alone
    scores, events = aligned(asked.prediction, asked.target)
    positive = scores >= asked.threshold
    found = _of_patients(_weighted_counts(name, asked), events, asked)
    return spread_or_bound(found, _RESTS_ON[name](positive, events), asked.groups)


# The cases that a measure takes its shares of.
_RESTS_ON: dict[str, Callable[[np.ndarray, np.ndarray], tuple[np.ndarray, ...]]] = {
    "accuracy": lambda positive, events: (events | ~events,),
    "sensitivity": lambda positive, events: (events,),
    "specificity": lambda positive, events: (~events,),
    "ppv": lambda positive, events: (positive,),
    "npv": lambda positive, events: (~positive,),
    "balanced_accuracy": lambda positive, events: (events, ~events) if (~events).any() else (events,),
    "f1": lambda positive, events: (events, ~events) if (~events).any() else (events,),
}


def _proportion(name: str, counts: confusion.Confusion, asked: Asked) -> Interval:
    return confusion.proportion(name, counts, asked.level)


_ALONE: dict[str, Callable[[confusion.Confusion, Asked], Interval]] = {
    "balanced_accuracy": lambda counts, asked: confusion.balanced_accuracy(counts, asked.level, asked.seed),
    "f1": lambda counts, asked: confusion.f1(counts, asked.level, asked.seed),
}


def _weighted_brier(asked: Asked) -> Statistic:
    return partial(weighted_binary.brier, *probabilities(asked.prediction, asked.target))


def _brier(asked: Asked) -> Interval:
    scores, events = probabilities(asked.prediction, asked.target)
    if asked.groups is not None:
        return _of_patients(_weighted_brier(asked), events, asked)
    draws = stratified_means((scores - events) ** 2, events, RESAMPLES, asked.seed)
    method = f"percentile bootstrap within classes, {RESAMPLES} resamples, seed {asked.seed}"
    return percentile_interval(calibration.brier(scores, events), draws, asked.level, method)


def _slope(asked: Asked) -> Interval:
    alone = calibration.calibration_slope(asked.prediction, asked.target, asked.level)
    return alone if asked.groups is None else _recalibrated(weighted_binary.calibration_slope, asked)


def _intercept(asked: Asked) -> Interval:
    alone = calibration.calibration_intercept(asked.prediction, asked.target, asked.level)
    return alone if asked.groups is None else _recalibrated(weighted_binary.calibration_intercept, asked)


def _weighted_recalibration(measure: Callable[..., np.ndarray], asked: Asked) -> Statistic:
    return partial(measure, *calibration.usable_logits(asked.prediction, asked.target, "A calibration"))


def _recalibrated(measure: Callable[..., np.ndarray], asked: Asked) -> Interval:
    _, events = aligned(asked.prediction, asked.target)
    return _of_patients(_weighted_recalibration(measure, asked), events, asked)


def _of_patients(statistic: Callable[[np.ndarray], np.ndarray], events: np.ndarray, asked: Asked) -> Interval:
    return resampled_interval(statistic, events.size, asked.level, asked.seed, strata=events, groups=asked.groups)


_WILSON = "Wilson"
_PROBABLE = {"needs_probability": True}
_BOOTSTRAP = f"percentile bootstrap within classes, {RESAMPLES} resamples"


def _counted(name: str, label: str, interval: str = _WILSON) -> Metric:
    weighted, one_sided = partial(_weighted_counts, name), name in ("sensitivity", "specificity", "ppv", "npv")
    compute = partial(_of_threshold, name)
    return Metric(name, label, interval, compute, uses_threshold=True, weighted=weighted, one_sided=one_sided)


def _recalibration(name: str, label: str, compute, measure: Callable[..., np.ndarray], ideal: float) -> Metric:
    weighted = partial(_weighted_recalibration, measure)
    return Metric(name, label, "Wald", compute, None, ideal, **_PROBABLE, weighted=weighted)


BINARY = (
    Metric("auc", "AUC", "DeLong", _auc, weighted=_weighted_auc),
    _counted("accuracy", "accuracy"),
    _counted("balanced_accuracy", "balanced accuracy", _BOOTSTRAP),
    _counted("sensitivity", "sensitivity"),
    _counted("specificity", "specificity"),
    _counted("ppv", "positive predictive value"),
    _counted("npv", "negative predictive value"),
    _counted("f1", "F1 score", _BOOTSTRAP),
    Metric("brier", "Brier score", _BOOTSTRAP, _brier, False, 0.0, **_PROBABLE, weighted=_weighted_brier),
    _recalibration("calibration_slope", "calibration slope", _slope, weighted_binary.calibration_slope, 1.0),
    _recalibration(
        "calibration_intercept", "calibration in the large", _intercept, weighted_binary.calibration_intercept, 0.0
    ),
)
