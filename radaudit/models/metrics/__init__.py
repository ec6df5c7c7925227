"""The measures that a study may claim of a model, by task, each with a confidence interval."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from radaudit.models.metrics.binary import BINARY
from radaudit.models.metrics.metric import Asked, Metric
from radaudit.models.metrics.multiclass import MULTICLASS
from radaudit.models.metrics.regression import REGRESSION
from radaudit.models.metrics.survival import SURVIVAL
from radaudit.statistics.interval import Interval

__all__ = ["METRICS", "METRICS_BY_TASK", "SEED", "Metric", "applicable", "measure"]

SEED = 20240229


def _by_name(metrics: tuple[Metric, ...]) -> Mapping[str, Metric]:
    return MappingProxyType({metric.name: metric for metric in metrics})


METRICS_BY_TASK: Mapping[str, Mapping[str, Metric]] = MappingProxyType(
    {
        "binary": _by_name(BINARY),
        "multiclass": _by_name(MULTICLASS),
        "regression": _by_name(REGRESSION),
        "survival": _by_name(SURVIVAL),
    }
)

# Of binary models, the commonest task.
METRICS = METRICS_BY_TASK["binary"]

_OF = {
    "binary": "a binary model",
    "multiclass": "a model of several classes",
    "regression": "a regression model",
    "survival": "a time-to-event model",
}


def applicable(metric: str, task: str = "binary") -> bool:
    """Whether `measure` knows this measure for models of this task."""
    return metric in METRICS_BY_TASK.get(task, {})


def measure(
    metric: str,
    target: object,
    prediction: object,
    threshold: float = 0.5,
    level: float = 0.95,
    seed: int = SEED,
    *,
    task: str = "binary",
    groups: object = None,
    horizon: float | None = None,
    horizons: object = None,
    classes: object = None,
) -> Interval:
    """One measure of a model, with its confidence interval.

    Parameters
    ----------
    metric
        A key of ``METRICS_BY_TASK[task]``.
    target
        What happened, shape (cases,): booleans, classes or numbers. Survival: times and events, a pair of such arrays
        or one of shape (cases, 2).
    prediction
        Shape (cases,): higher means the event is more likely, or earlier; probabilities (by the horizon) where the
        metric needs them. Multiclass: shape (cases, classes), the highest is predicted. "ibs": (cases, horizons).
    threshold
        A score at or above it predicts the event. In the units of the scores.
    level
        Confidence of the interval.
    seed
        Of the bootstrap, for the measures that use it. The same seed gives the same interval.
    task
        A key of `METRICS_BY_TASK`.
    groups
        Shape (cases,): the patient of each case; the interval then counts patients, not cases. Not to be given where
        each patient has one case: the usual intervals are better.
    horizon, horizons
        Survival: the time by which the event is predicted (for "uno_c" optional); "ibs": that of each column.
    classes
        Multiclass: the class of each of the prediction's columns; None: the classes, sorted.

    Returns
    -------
    Interval
        `Interval.method` names the interval's method, and says where the usual one did not apply.

    Raises
    ------
    ValueError
        If the metric or task is unknown, the arrays can't be used, or the measure is not defined for them (ppv
        without a positive prediction, AUC of one class, calibration of probabilities of exactly 0 or 1).
    """
    if task not in METRICS_BY_TASK:
        raise ValueError(f"'{task}' is no task with measures; known are {', '.join(METRICS_BY_TASK)}.")
    known = METRICS_BY_TASK[task]
    if metric not in known:
        raise ValueError(f"'{metric}' is not a measure of {_OF[task]}; known are {', '.join(known)}.")
    asked = Asked(target, prediction, threshold, level, seed, groups, horizon, horizons, classes)
    return known[metric].compute(asked)
