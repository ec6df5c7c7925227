"""How one figure of a model is measured on weighted cases, and which way is better."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from radaudit.evidence.setups import ModelSetup
from radaudit.evidence.timed import Timed, timed
from radaudit.models.metrics import METRICS_BY_TASK
from radaudit.models.metrics.metric import Asked, Metric
from radaudit.models.request import RunResult
from radaudit.statistics.interval import Interval
from radaudit.statistics.possible import RANGES, Printed
from radaudit.statistics.resampling import Statistic
from radaudit.study.manifest import Claim

LEVEL = 0.95


@dataclass(frozen=True)
class Gauge:
    """One measure, as it is taken of one model.

    A measure whose best value lies between others, such as a calibration slope, is shown as its distance from that
    value, so that every figure shown is better when it is higher, or better when it is lower.

    Attributes
    ----------
    task
        "binary", "multiclass", "regression" or "survival".
    metric
        One that can be taken of weighted cases.
    threshold
        As the study names it; None where it doesn't: one half.
    step
        What differences are judged by: 1, or one standard deviation of the outcome for a measure in its unit.
    horizon, horizons
        Of a time to an event: the time that the figure is of, None where it is of none; and the times by which the
        model is asked for the event's probability.
    """

    task: str
    metric: Metric
    threshold: float | None = None
    step: float = 1.0
    horizon: float | None = None
    horizons: tuple[float, ...] = ()

    @property
    def name(self) -> str:
        """For sentences."""
        short = self.metric.label.partition(",")[0]
        short += "" if self.horizon is None else f" at {self.horizon:g}"
        return short if self.metric.higher_is_better is not None else f"distance of the {short} from {self._ideal:g}"

    @property
    def axis(self) -> str:
        """For plots."""
        return f"{self.name} (in the outcome's unit)" if self.metric.in_unit else self.name

    @property
    def higher_is_better(self) -> bool:
        """Of the figures shown."""
        return self.metric.higher_is_better is True

    @property
    def range(self) -> tuple[float, float]:
        """Values that figures shown can have."""
        known = RANGES.get(self.metric.name, (-np.inf, np.inf))
        return known if self.metric.higher_is_better is not None else (0.0, np.inf)

    @property
    def _ideal(self) -> float:
        return self.metric.ideal or 0.0

    def shown(self, values: np.ndarray | float) -> np.ndarray | float:
        """The measure as it is shown."""
        return values if self.metric.higher_is_better is not None else np.abs(values - self._ideal)

    def quality(self, shown: np.ndarray | float) -> np.ndarray | float:
        """Figures shown, turned so that higher is better; the difference of two is how much the first flatters."""
        return shown if self.higher_is_better else -shown

    def least(self, printed: Printed) -> float:
        """Quality of the worst figure that is printed so."""
        return float(min(self.quality(self.shown(end)) for end in (printed.low, printed.high)))

    def text(self, value: float, sign: str = "") -> str:
        """A figure for sentences; `sign` "+" shows one always."""
        return f"{value:{sign}.3g}" if self.metric.in_unit else f"{value:{sign}.2f}"

    def interval(self, found: Interval) -> str:
        """A figure with its interval, for sentences."""
        return f"{self.text(found.estimate)} [{self.text(found.low)}, {self.text(found.high)}]"

    def within(self, interval: Interval) -> Interval:
        """The interval without values that the figure can't have."""
        low, high = self.range
        return replace(interval, low=max(low, interval.low), high=min(high, interval.high))

    def missing(self, result: RunResult) -> str:
        """What a model's scores lack to be measured; empty if nothing. A sentence without a full stop."""
        if self.task == "survival":
            return self._timed(result.matrix, result.unanswered).reason
        if self.task != "binary" or result.probabilities:
            return ""
        if self.metric.needs_probability:
            return f"its {self.name} needs probabilities, and the estimator gives scores of another kind"
        if self.metric.uses_threshold and self.threshold is None:
            return (
                "the estimator gives no probabilities; a threshold on its scores can be named in 'models[].threshold'"
            )
        return ""

    def scores(self, result: RunResult) -> np.ndarray:
        """What is measured of a run: shape (cases,); of several classes (cases, classes); of a time to an event
        (cases, 1 + horizons), the risk and the probabilities by the horizons.
        """
        return result.vector if self.task in ("binary", "regression") else result.matrix

    def statistic(self, target: np.ndarray, scores: np.ndarray) -> Statistic:
        """The measure, before it is `shown`, as a function of the weights of some cases.

        Parameters
        ----------
        target
            Outcomes of these cases, as `evidence.target.Target.values`.
        scores
            As `scores` gives them.

        Raises
        ------
        ValueError
            If no weights of these cases could give it a value.
        """
        options, prediction = {}, scores
        if self.task == "survival":
            told = self._timed(scores)
            options, prediction = told.options, told.prediction
        if self.task == "multiclass":
            options = {"classes": np.arange(scores.shape[1])}
        outcomes = target > 0 if self.task == "binary" else target
        limit = 0.5 if self.threshold is None else self.threshold
        return self.metric.weighted(Asked(outcomes, prediction, limit, LEVEL, 0, **options))

    def _timed(self, scores: np.ndarray, unanswered: str = "") -> Timed:
        """The scores of a time-to-event model that are measured; without probabilities where it gave none."""
        return timed(self.metric, scores, self.horizons[: scores.shape[1] - 1], self.horizon, unanswered)


def gauge_for(own: ModelSetup, claim: Claim) -> tuple[Gauge | None, str]:
    """How a claimed figure of a model is measured, or why it can't be."""
    info, setup = own.info, own.setup
    return gauge_of(setup.task, claim.metric, info.threshold, own.target, claim.horizon, setup.horizons)


def gauge_of(
    task: str,
    metric: str,
    threshold: float | None = None,
    outcomes: np.ndarray | None = None,
    horizon: float | None = None,
    horizons: tuple[float, ...] = (),
) -> tuple[Gauge | None, str]:
    """How a measure is taken of a model's scores, or why it can't be.

    Parameters
    ----------
    task, metric
        Of the model; as the claim names it.
    threshold
        As the study names it.
    outcomes
        Of the model's cases, shape (cases,); for the size of `Gauge.step`.
    horizon, horizons
        As `Gauge`.
    """
    known = METRICS_BY_TASK.get(task, {}).get(metric)
    if known is None:
        return None, f"{metric} is not a measure of a {task} model"
    if known.weighted is None:
        return None, f"its {known.label} can't be taken of weighted cases, so that no refit is measured by it"
    if task == "survival" and (reason := timed(known, np.zeros((1, 1 + len(horizons))), horizons, horizon).reason):
        return None, reason
    spread = float(np.std(outcomes)) if known.in_unit and outcomes is not None else 1.0
    return Gauge(task, known, threshold, spread or 1.0, horizon, horizons), ""
