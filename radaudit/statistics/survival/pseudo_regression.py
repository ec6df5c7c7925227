"""Regression of pseudo-values on the scale of predicted risks: intercept, and the smooth calibration curve."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from radaudit.statistics.interval import Interval, normal_quantile, wald
from radaudit.statistics.spline import knots_of, restricted_cubic
from radaudit.statistics.survival.pseudo_values import pseudo_values

_ROUNDS = 100
_HALVINGS = 30
_CURVE_POINTS = 101


@dataclass(frozen=True, eq=False)
class RiskCurve:
    """Smoothed observed risk by a time along the predicted one.

    Attributes
    ----------
    predicted
        Shape (points,), from the lowest to the highest predicted risk.
    observed, low, high
        Shape (points,): the smoothed observed risk and its pointwise band.
    ici
        Integrated calibration index: mean distance between predicted and smoothed observed risk, over the cases.
    e90
        The distance that 90 % of the cases don't exceed.
    """

    predicted: np.ndarray
    observed: np.ndarray
    low: np.ndarray
    high: np.ndarray
    ici: float
    e90: float


def log_hazards(risks: object) -> np.ndarray:
    """Risks by a time on the complementary log-log scale: log(-log(1 - risk)), in a Cox model the linear predictor.

    Parameters
    ----------
    risks
        Shape (cases,): probabilities of the event.

    Raises
    ------
    ValueError
        If one is exactly 0 or 1, or outside.
    """
    risks = np.asarray(risks, dtype=float)
    if not ((risks > 0) & (risks < 1)).all():
        raise ValueError("A calibration needs probabilities above 0 and below 1.")
    return np.log(-np.log1p(-risks))


def calibration_intercept(
    times: object, events: object, risks: object, horizon: float, level: float = 0.95, groups: object = None
) -> Interval:
    """Calibration in the large at a time: by how much the log hazards are too low; 0 is ideal, below 0 risks are high.

    The pseudo-values are regressed on the log hazards with a slope of 1 (least squares, complementary log-log link),
    with the sandwich variance, over patients where `groups` are given.

    Parameters
    ----------
    times, events
        As `followed`.
    risks
        Shape (cases,): probability of the event by the horizon, above 0 and below 1.
    horizon
        In the unit of the times.
    level
        Confidence.
    groups
        Shape (cases,): the patient of each case.

    Raises
    ------
    ValueError
        As `pseudo_values` and `log_hazards`, or if no intercept fits best.

    References
    ----------
    van Geloven et al. 2022, doi:10.1136/bmj-2021-069249; Andersen, Klein & Rosthoj 2003, doi:10.1093/biomet/90.1.15
    """
    expected = log_hazards(risks)
    observed = pseudo_values(times, events, horizon)
    weights, covariance = _fitted(np.ones((expected.size, 1)), observed, expected, np.zeros(1), groups)
    method = f"Wald, pseudo-values, sandwich{' over patients' if groups is not None else ''}"
    return wald(float(weights[0]), float(covariance[0, 0]) ** 0.5, level, method)


def risk_curve(
    times: object,
    events: object,
    risks: object,
    horizon: float,
    level: float = 0.95,
    knots: int = 4,
    groups: object = None,
) -> RiskCurve:
    """The pseudo-values regressed on a restricted cubic spline of the predicted log hazards.

    Parameters
    ----------
    times, events, risks, horizon, level, groups
        As `calibration_intercept`.
    knots
        3, 4 or 5.

    Raises
    ------
    ValueError
        As `calibration_intercept`, or if all risks are equal.

    References
    ----------
    van Geloven et al. 2022, doi:10.1136/bmj-2021-069249; Austin, Harrell & van Klaveren 2020 (ICI, E90),
    doi:10.1002/sim.8570
    """
    expected = log_hazards(risks)
    if np.ptp(expected) <= 1e-9 * max(1.0, float(np.abs(expected).max())):
        raise ValueError("All probabilities are equal, so they have no calibration curve.")
    observed = pseudo_values(times, events, horizon)
    places = knots_of(expected, knots)
    design = restricted_cubic(expected, places)
    # From perfect calibration on: an intercept of 0 and a slope of 1.
    weights, covariance = _fitted(design, observed, 0.0, np.eye(design.shape[1])[1], groups)
    predicted = np.linspace(np.min(risks), np.max(risks), _CURVE_POINTS)
    along = restricted_cubic(log_hazards(predicted), places)
    middle = along @ weights
    reach = normal_quantile(level) * np.sqrt(np.einsum("ij,jk,ik->i", along, covariance, along))
    away = np.abs(_risk(design @ weights) - np.asarray(risks, dtype=float))
    curve = (_risk(middle), _risk(middle - reach), _risk(middle + reach))
    return RiskCurve(predicted, *curve, float(away.mean()), float(np.quantile(away, 0.9)))


def _risk(log_hazard: np.ndarray) -> np.ndarray:
    return -np.expm1(-np.exp(np.clip(log_hazard, -50, 5)))


def _fitted(
    design: np.ndarray, observed: np.ndarray, offset: np.ndarray | float, start: np.ndarray, groups: object
) -> tuple[np.ndarray, np.ndarray]:
    """Weights of least squares by Gauss and Newton, and their sandwich covariance."""
    weights = start

    def left(weights: np.ndarray) -> np.ndarray:
        return observed - _risk(design @ weights + offset)

    for _ in range(_ROUNDS):
        steep = _steep(design @ weights + offset)[:, None] * design
        step = np.linalg.lstsq(steep, left(weights), rcond=None)[0]
        share = 1.0
        for _ in range(_HALVINGS):
            if (left(weights + share * step) ** 2).sum() <= (left(weights) ** 2).sum():
                break
            share /= 2
        weights = weights + share * step
        if np.abs(share * step).max() < 1e-10 * (1 + np.abs(weights).max()):
            break
    else:
        raise ValueError("No calibration fits these risks best.")
    steep = _steep(design @ weights + offset)[:, None] * design
    bread = np.linalg.pinv(steep.T @ steep, hermitian=True)
    scores = steep * left(weights)[:, None]
    if groups is not None:
        patient = np.unique(np.asarray(groups), return_inverse=True)[1]
        scores = np.column_stack([np.bincount(patient, column) for column in scores.T])
    return weights, bread @ (scores.T @ scores) @ bread


def _steep(log_hazard: np.ndarray) -> np.ndarray:
    """How fast the risk rises with the log hazard."""
    log_hazard = np.clip(log_hazard, -50, 5)
    return np.exp(log_hazard - np.exp(log_hazard))
