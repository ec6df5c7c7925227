"""Probabilities of the event by stated times, asked of a fitted model of the time to an event."""

from __future__ import annotations

import inspect
from collections.abc import Sequence

import numpy as np


class NotAnswered(ValueError):
    """Why a model gives no probabilities by these times."""


def with_horizons(
    estimator: object, table: object, scores: np.ndarray, horizons: Sequence[float]
) -> tuple[np.ndarray, str]:
    """Scores with the probabilities beside them, one column a horizon, or as they were with why there are none.

    Parameters
    ----------
    estimator
        Fitted.
    table
        What it scored.
    scores
        float64, shape (rows, 1): its risks.
    horizons
        Ascending, in the unit of the times; empty where none are asked for.

    Returns
    -------
    scores
        Shape (rows, 1) or (rows, 1 + horizons).
    problem
        Empty if there are probabilities, or none were asked for.
    """
    if not len(horizons):
        return scores, ""
    try:
        return np.column_stack([scores, event_by(estimator, table, horizons)]), ""
    except Exception as fault:  # the study's code: the risks are good without it
        said = str(fault) if isinstance(fault, NotAnswered) else f"{type(fault).__name__}: {fault}"
        return scores, " ".join(said.split())[:300]


def event_by(estimator: object, table: object, horizons: Sequence[float]) -> np.ndarray:
    """Probability of the event by each horizon.

    ``predict_survival_function`` is asked as lifelines has it (it takes ``times`` and gives a frame, one row a time
    and one column a case) or as scikit-survival does (it gives one function of time for each case).

    Parameters
    ----------
    estimator, table, horizons
        As `with_horizons`.

    Returns
    -------
    numpy.ndarray
        float64, shape (rows, horizons).

    Raises
    ------
    NotAnswered
        If it has no such method, its curves end before a horizon, or what it gives are no probabilities.
    """
    model, given = _last(estimator, table)
    ask = getattr(model, "predict_survival_function", None)
    if ask is None:
        raise NotAnswered(f"its {type(model).__name__} has no 'predict_survival_function'")
    if "times" in inspect.signature(ask).parameters:
        free = np.asarray(ask(given, times=list(horizons)), dtype=float).T
    else:
        free = np.array([[_free(curve, horizon) for horizon in horizons] for curve in ask(given)], dtype=float)
    if free.shape != (len(table), len(horizons)):
        raise NotAnswered(f"its survival functions are {free.shape} numbers for {len(table)} cases")
    if not ((free >= -1e-9) & (free <= 1 + 1e-9)).all():
        raise NotAnswered("its survival functions leave the range from 0 to 1")
    return np.clip(1 - free, 0, 1)


def _last(estimator: object, table: object) -> tuple[object, object]:
    """The step that predicts, and what the steps before it make of the table."""
    while hasattr(estimator, "best_estimator_"):
        estimator = estimator.best_estimator_
    if hasattr(estimator, "predict_survival_function") or not getattr(estimator, "steps", None):
        return estimator, table
    before, last = estimator[:-1], estimator.steps[-1][1]
    return _last(last, before.transform(table) if len(before.steps) else table)


def _free(curve: object, horizon: float) -> float:
    """Value of a step function; before its first step everybody is free of the event."""
    times = getattr(curve, "x", None)
    if times is None:
        return float(curve(horizon))
    if horizon > np.max(times):
        raise NotAnswered(f"its survival functions end at {np.max(times):g}, before {horizon:g}")
    return 1.0 if horizon < np.min(times) else float(curve(horizon))
