"""Predicted risks beside what happened: slope, calibration in the large, and the curve, with or without censoring."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from radaudit.evidence.scored_sets import ScoredSet
from radaudit.models.metrics import measure
from radaudit.statistics.calibration_curve import CalibrationCurve, calibration_curve, calibration_groups
from radaudit.statistics.interval import Interval
from radaudit.statistics.survival.calibration import risk_groups
from radaudit.statistics.survival.pseudo_regression import RiskCurve, risk_curve


@dataclass(frozen=True)
class Figure:
    """One measure of calibration.

    Attributes
    ----------
    name, found, ideal
        Its name, its value with the interval, and what it would be of risks that are right.
    below, above
        What the risks are where it lies below, and where above.
    """

    name: str
    found: Interval
    ideal: float
    below: str
    above: str

    @property
    def wrong(self) -> str:
        """What is wrong with the risks; empty where the interval holds the ideal."""
        if self.found.contains(self.ideal):
            return ""
        return self.below if self.found.high < self.ideal else self.above


@dataclass(frozen=True, eq=False)
class Calibration:
    """Of the risks of one model on one set, by one time where the outcome has one.

    Attributes
    ----------
    name, source
        For sentences and captions.
    horizon
        The time; None where the outcome has none.
    events, others
        Cases known to have had the event (by then), and to have been free of it.
    slope, large
        Calibration slope and calibration in the large; None where there is a problem.
    problem
        Why they are not defined; empty if they are.
    curve
        Smoothed observed risk; None where it is not defined.
    groups
        Mean predicted and observed risk, in groups of equal size.
    brier
        Brier score; nan where the curve is not defined.
    caveat
        On the curve's band, with a leading space; empty if there is none.
    """

    name: str
    source: str
    horizon: float | None
    events: int
    others: int
    slope: Figure | None = None
    large: Figure | None = None
    problem: str = ""
    curve: CalibrationCurve | RiskCurve | None = None
    groups: tuple[tuple[float, float], ...] = ()
    brier: float = float("nan")
    caveat: str = ""


def calibrations(own: ScoredSet, level: float = 0.95) -> Iterator[Calibration]:
    """The calibration of a set's risks, or of those by each time.

    Parameters
    ----------
    own
        Its scores are probabilities, or it has probabilities by a time.
    level
        Confidence of all slopes and figures in the large together, by Bonferroni; of the curve's band at each point.
    """
    if own.survival:
        each = 1 - (1 - level) / 2 / len(own.horizons)
        for horizon, risks in zip(own.horizons, own.by_time.T, strict=True):
            yield _by_time(own, horizon, risks, level, each)
    else:
        yield _binary(own, level, (1 + level) / 2)


def _binary(own: ScoredSet, level: float, each: float) -> Calibration:
    events, others = own.counts
    made = Calibration(own.name, own.source, None, events, others)

    def found(name: str, groups: np.ndarray | None) -> Interval:
        return measure(f"calibration_{name}", own.events, own.scores, level=each, groups=groups)

    made = _with_figures(made, own, found, "intercept", 0.0)
    try:
        curve = calibration_curve(own.scores, own.events, level)
    except ValueError:  # too few cases, or classes that the risks separate; the slope's own sentence says it
        return made
    groups = calibration_groups(own.scores, own.events, _groups(own))
    return replace(
        made,
        curve=curve,
        groups=tuple((group.predicted, group.observed.estimate) for group in groups),
        brier=measure("brier", own.events, own.scores).estimate,
        caveat=" The band takes cases as independent." if own.patients is not None else "",
    )


def _by_time(own: ScoredSet, horizon: float, risks: np.ndarray, level: float, each: float) -> Calibration:
    times, seen = own.outcomes[:, 0], own.events
    events, others = int((seen & (times <= horizon)).sum()), int((times > horizon).sum())
    made = Calibration(f"{own.name}, by {horizon:g}", own.source, horizon, events, others)
    ask = {"task": "survival", "horizon": horizon}

    def found(name: str, groups: np.ndarray | None) -> Interval:
        metric = "calibration_slope" if name == "slope" else "observed_expected"
        return measure(metric, own.outcomes, risks, level=each, groups=groups, **ask)

    made = _with_figures(made, own, found, "observed over expected", 1.0)
    try:
        curve = risk_curve(times, seen, risks, horizon, level, groups=own.patients)
        brier = measure("brier", own.outcomes, risks, **ask).estimate
    except ValueError:
        return made
    groups = risk_groups(times, seen, risks, horizon, _groups(own))
    return replace(
        made,
        curve=curve,
        groups=tuple((group.predicted, group.observed.estimate) for group in groups),
        brier=brier,
    )


def _with_figures(
    made: Calibration, own: ScoredSet, found: Callable[[str, np.ndarray | None], Interval], large: str, ideal: float
) -> Calibration:
    try:
        slope, level = (_wider(own, found, name) for name in ("slope", large))
    except ValueError as reason:
        return replace(made, problem=str(reason).rstrip("."))
    return replace(
        made,
        slope=Figure("slope", slope, 1.0, "too extreme", "not extreme enough"),
        large=Figure(large, level, ideal, "too high", "too low"),
    )


def _wider(own: ScoredSet, found: Callable[[str, np.ndarray | None], Interval], name: str) -> Interval:
    """Where patients have several cases, the wider of both ends: few patients make their bootstrap too narrow."""
    alone = found(name, None)
    if own.patients is None:
        return alone
    whole = found(name, own.patients)
    ends = min(alone.low, whole.low), max(alone.high, whole.high)
    return Interval(alone.estimate, *ends, alone.level, f"the wider ends of {alone.method} and {whole.method}")


def _groups(own: ScoredSet) -> int:
    return max(2, min(10, len(own.cases) // 20))
