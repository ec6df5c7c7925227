"""How far a model's scores of the same patient lie apart when they are measured repeatedly."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from radaudit.statistics.delong import auc


@dataclass(frozen=True)
class MovedSides:
    """Who changes sides, or class.

    Attributes
    ----------
    share
        float64, shape (cases,): of the repeated measurements of a case, how many put it elsewhere than the first.
    ever
        Share of the cases that any repeated measurement puts elsewhere.
    """

    share: np.ndarray

    @property
    def ever(self) -> float:
        return float((self.share > 0).mean())


def moved_sides(sides: np.ndarray) -> MovedSides:
    """Compare each case's repeated sides with its first one.

    Parameters
    ----------
    sides
        Shape (cases, measurements), the first measurement being the case as it is: True above a threshold, or the
        number of the class.

    Raises
    ------
    ValueError
        If nothing was measured twice.
    """
    sides = np.asarray(sides)
    if sides.ndim != 2 or sides.shape[1] < 2:
        raise ValueError(f"Sides need cases by two or more measurements; they have the shape {sides.shape}.")
    return MovedSides((sides[:, 1:] != sides[:, :1]).mean(axis=1))


def spread(scores: np.ndarray) -> np.ndarray:
    """Within-case standard deviation over all measurements; shape (cases,) of scores of shape (cases, measurements)."""
    return np.asarray(scores, dtype=float).std(axis=1, ddof=1)


def aucs(scores: np.ndarray, events: np.ndarray) -> np.ndarray:
    """The AUC by each measurement; shape (measurements,), nan where a class is missing.

    Parameters
    ----------
    scores
        Shape (cases, measurements).
    events
        bool, shape (cases,).
    """
    events = np.asarray(events, dtype=bool)
    if events.all() or not events.any():
        return np.full(scores.shape[1], np.nan)
    return np.array([auc(column, events) for column in np.asarray(scores, dtype=float).T])
