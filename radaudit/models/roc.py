"""The ROC curve and its band."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from radaudit.statistics.bootstrap import RESAMPLES
from radaudit.statistics.interval import tail
from radaudit.statistics.resampling import resampled_weights

_BAND_POINTS = 101


@dataclass(frozen=True, eq=False)
class RocBand:
    """How far the curve can be trusted at each specificity, each by itself.

    Attributes
    ----------
    false_positive
        Shape (points,): 1 - specificity, from 0 to 1.
    low, high
        Shape (points,): ends of the sensitivity's interval there.
    level, method
        Confidence at each point, and how the ends were found.
    """

    false_positive: np.ndarray
    low: np.ndarray
    high: np.ndarray
    level: float
    method: str


def roc_points(events: np.ndarray, scores: np.ndarray) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """1 - specificity and sensitivity at every threshold that matters.

    Parameters
    ----------
    events, scores
        bool and float64, shape (cases,).
    """
    from sklearn.metrics import roc_curve

    false_positive, true_positive, _ = roc_curve(events, scores)
    return tuple(map(float, false_positive)), tuple(map(float, true_positive))


def roc_band(
    events: np.ndarray,
    scores: np.ndarray,
    level: float = 0.95,
    seed: int = 0,
    resamples: int = RESAMPLES,
    groups: object = None,
    points: int = _BAND_POINTS,
) -> RocBand:
    """Percentile bootstrap of the sensitivity at fixed specificities, between thresholds on straight lines.

    Parameters
    ----------
    events, scores
        bool and float64, shape (cases,), both classes present and no score missing.
    level
        Confidence at each point.
    seed, resamples, groups
        As `resampled_weights`, with the classes as strata; resamples of patients that hold one class only are left out.
    points
        How many specificities.

    References
    ----------
    Fawcett 2006, doi:10.1016/j.patrec.2005.10.010 (vertical averaging); ``ci.se`` of the R package pROC
    """
    grid = np.linspace(0, 1, points)
    order = np.argsort(-scores, kind="stable")
    last = np.flatnonzero(np.append(np.diff(scores[order]) != 0, True))  # a threshold takes all equal scores
    found = []
    for block in resampled_weights(events.size, resamples, seed, events, groups):
        true = np.cumsum(block[:, order] * events[order], axis=1)[:, last]
        false = np.cumsum(block[:, order] * ~events[order], axis=1)[:, last]
        found += [_along(grid, *row) for row in zip(false, true, strict=True) if row[0][-1] and row[1][-1]]
    low, high = np.quantile(found, [tail(level), 1 - tail(level)], axis=0)
    of_what = "of patients" if groups is not None else "within classes"
    return RocBand(grid, low, high, level, f"percentile bootstrap {of_what}, {resamples} resamples, seed {seed}")


def _along(grid: np.ndarray, false: np.ndarray, true: np.ndarray) -> np.ndarray:
    """Sensitivity at each point of the grid; just where the curve rises straight up, the upper end."""
    return np.interp(grid, np.append(0, false) / false[-1], np.append(0, true) / true[-1])
