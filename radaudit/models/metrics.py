"""The measures of a binary model that a study may claim, each with a confidence interval."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import numpy as np

from radaudit.statistics import calibration, confusion
from radaudit.statistics.bootstrap import RESAMPLES, percentile_interval, stratified_means
from radaudit.statistics.delong import delong_interval
from radaudit.statistics.events import probabilities
from radaudit.statistics.interval import Interval

SEED = 20240229


@dataclass(frozen=True)
class Metric:
    """One measure.

    Attributes
    ----------
    name
        As claims in the manifest name it.
    label
        As people name it.
    interval
        How its confidence interval is found.
    compute
        From scores, events, threshold, level and seed to an `Interval`.
    uses_threshold
        Whether it needs a threshold.
    needs_probability
        Whether the scores must be probabilities; the others take scores in any unit.
    """

    name: str
    label: str
    interval: str
    compute: Callable[[np.ndarray, np.ndarray, float, float, int], Interval]
    uses_threshold: bool = False
    needs_probability: bool = False


def applicable(metric: str) -> bool:
    """Whether `measure` knows this measure: the ones of binary models."""
    return metric in METRICS


def measure(
    metric: str,
    events: object,
    scores: object,
    threshold: float = 0.5,
    level: float = 0.95,
    seed: int = SEED,
) -> Interval:
    """One measure of a binary model, with its confidence interval.

    Parameters
    ----------
    metric
        A key of `METRICS`.
    events
        Shape (cases,), booleans: whether the event happened.
    scores
        Shape (cases,), higher means the event is more likely; probabilities where the metric needs them.
    threshold
        A score at or above it predicts the event. In the units of the scores.
    level
        Confidence of the interval.
    seed
        Of the bootstrap, for the measures that use it. The same seed gives the same interval.

    Returns
    -------
    Interval
        `Interval.method` names the interval's method, and says where the usual one did not apply.

    Raises
    ------
    ValueError
        If the metric is unknown, the scores or events can't be used, or the measure is not defined for them (ppv
        without a positive prediction, AUC of one class, calibration of probabilities of exactly 0 or 1).
    """
    if metric not in METRICS:
        raise ValueError(f"'{metric}' is not a measure of a binary model; known are {', '.join(METRICS)}.")
    return METRICS[metric].compute(scores, events, threshold, level, seed)


def _auc(scores: object, events: object, threshold: float, level: float, seed: int) -> Interval:
    return delong_interval(scores, events, level)


def _proportion(name: str, scores: object, events: object, threshold: float, level: float, seed: int) -> Interval:
    return confusion.proportion(name, confusion.Confusion.of(scores, events, threshold), level)


def _balanced(scores: object, events: object, threshold: float, level: float, seed: int) -> Interval:
    return confusion.balanced_accuracy(confusion.Confusion.of(scores, events, threshold), level, seed)


def _f1(scores: object, events: object, threshold: float, level: float, seed: int) -> Interval:
    return confusion.f1(confusion.Confusion.of(scores, events, threshold), level, seed)


def _brier(scores: object, events: object, threshold: float, level: float, seed: int) -> Interval:
    scores, events = probabilities(scores, events)
    draws = stratified_means((scores - events) ** 2, events, RESAMPLES, seed)
    method = f"percentile bootstrap within classes, {RESAMPLES} resamples, seed {seed}"
    return percentile_interval(calibration.brier(scores, events), draws, level, method)


def _slope(scores: object, events: object, threshold: float, level: float, seed: int) -> Interval:
    return calibration.calibration_slope(scores, events, level)


def _intercept(scores: object, events: object, threshold: float, level: float, seed: int) -> Interval:
    return calibration.calibration_intercept(scores, events, level)


_WILSON = "Wilson"
_BOOTSTRAP = f"percentile bootstrap within classes, {RESAMPLES} resamples"

METRICS: Mapping[str, Metric] = MappingProxyType(
    {
        metric.name: metric
        for metric in (
            Metric("auc", "AUC", "DeLong", _auc),
            Metric("accuracy", "accuracy", _WILSON, partial(_proportion, "accuracy"), uses_threshold=True),
            Metric("balanced_accuracy", "balanced accuracy", _BOOTSTRAP, _balanced, uses_threshold=True),
            Metric("sensitivity", "sensitivity", _WILSON, partial(_proportion, "sensitivity"), uses_threshold=True),
            Metric("specificity", "specificity", _WILSON, partial(_proportion, "specificity"), uses_threshold=True),
            Metric("ppv", "positive predictive value", _WILSON, partial(_proportion, "ppv"), uses_threshold=True),
            Metric("npv", "negative predictive value", _WILSON, partial(_proportion, "npv"), uses_threshold=True),
            Metric("f1", "F1 score", _BOOTSTRAP, _f1, uses_threshold=True),
            Metric("brier", "Brier score", _BOOTSTRAP, _brier, needs_probability=True),
            Metric("calibration_slope", "calibration slope", "Wald", _slope, needs_probability=True),
            Metric("calibration_intercept", "calibration in the large", "Wald", _intercept, needs_probability=True),
        )
    }
)
