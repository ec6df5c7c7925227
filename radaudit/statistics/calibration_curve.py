"""Observed against predicted risk: a smooth curve with its band, the distance between both, and the risk groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from radaudit.statistics.events import both_classes, probabilities
from radaudit.statistics.interval import Interval, normal_quantile, wilson
from radaudit.statistics.logistic import fit_logistic
from radaudit.statistics.spline import knots_of, restricted_cubic

_CURVE_POINTS = 101


@dataclass(frozen=True, eq=False)
class CalibrationCurve:
    """Smoothed observed risk along the predicted one.

    Attributes
    ----------
    predicted
        Shape (points,), from the lowest to the highest predicted risk.
    observed, low, high
        Shape (points,): the smoothed share of events and its pointwise band.
    ici
        Integrated calibration index: mean distance between predicted and smoothed observed risk, over the cases.
    e90
        The distance that 90 % of the cases don't exceed.
    knots
        How many the spline has; 0: a straight line on its scale, because too few risks are distinct.
    method
        How the curve was found.
    """

    predicted: np.ndarray
    observed: np.ndarray
    low: np.ndarray
    high: np.ndarray
    ici: float
    e90: float
    knots: int
    method: str


@dataclass(frozen=True)
class CalibrationGroup:
    """Cases of similar predicted risk.

    Attributes
    ----------
    cases
        How many.
    predicted
        Their mean predicted risk.
    observed
        Share that had the event, with Wilson's interval.
    """

    cases: int
    predicted: float
    observed: Interval


def calibration_curve(scores: object, events: object, level: float = 0.95, knots: int = 4) -> CalibrationCurve:
    """Logistic regression of the outcome on a restricted cubic spline of the predicted risk's logit.

    Where a risk is exactly 0 or 1, its logit is infinite and the spline is one of the risk itself.

    Parameters
    ----------
    scores
        Shape (cases,), probabilities of the event.
    events
        Shape (cases,), booleans.
    level
        Confidence of the pointwise band.
    knots
        3, 4 or 5.

    Raises
    ------
    ValueError
        If the probabilities can't be used, all are equal, there is one class only, or they separate the classes.

    References
    ----------
    Harrell 2015, Regression Modeling Strategies, sections 2.4 and 10.9, doi:10.1007/978-3-319-19425-7; Austin &
    Steyerberg 2019 (ICI, E90), doi:10.1002/sim.8281
    """
    from scipy.special import expit, logit

    scores, events = probabilities(scores, events)
    both_classes(events, "A calibration curve")
    certain = bool(((scores == 0) | (scores == 1)).any())
    predictor = scores if certain else logit(scores)
    if np.ptp(predictor) <= 1e-9 * max(1.0, float(np.abs(predictor).max())):
        raise ValueError("All probabilities are equal, so they have no calibration curve.")
    centre, spread = predictor.mean(), predictor.std()
    scaled = (predictor - centre) / spread
    places = knots_of(scaled, knots)
    design = restricted_cubic(scaled, places)
    weights, covariance = fit_logistic(design, events)
    grid = np.linspace(scores.min(), scores.max(), _CURVE_POINTS)
    along = restricted_cubic(((grid if certain else logit(grid)) - centre) / spread, places)
    middle = along @ weights
    reach = normal_quantile(level) * np.sqrt(np.einsum("ij,jk,ik->i", along, covariance, along))
    away = np.abs(expit(design @ weights) - scores)
    used = places.size if places.size >= 3 else 0
    scale = "risk" if certain else "logit"
    method = f"logistic regression on a restricted cubic spline of the {scale}, {used} knots"
    curve = (expit(middle), expit(middle - reach), expit(middle + reach))
    return CalibrationCurve(grid, *curve, float(away.mean()), float(np.quantile(away, 0.9)), used, method)


def calibration_groups(
    scores: object, events: object, groups: int = 10, level: float = 0.95
) -> tuple[CalibrationGroup, ...]:
    """Mean predicted risk beside the share of events, in groups of equal size by predicted risk.

    Parameters
    ----------
    scores, events, level
        As `calibration_curve`.
    groups
        How many at most; equal risks stay together.

    Raises
    ------
    ValueError
        If the probabilities can't be used.
    """
    scores, events = probabilities(scores, events)
    edges = np.unique(np.quantile(scores, np.arange(1, groups) / groups))
    place = np.searchsorted(edges, scores, side="left")
    members = (place == group for group in range(edges.size + 1))
    return tuple(
        CalibrationGroup(
            int(own.sum()), float(scores[own].mean()), wilson(int(events[own].sum()), int(own.sum()), level)
        )
        for own in members
        if own.any()
    )
