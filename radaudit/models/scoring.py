"""Outcomes as an estimator takes them, and scores as it gives them, for each task."""

from __future__ import annotations

import inspect

import numpy as np

TIME, EVENT = "time", "event"


def as_taken(task: str, target: np.ndarray) -> np.ndarray:
    """Outcomes as an estimator's `fit` takes them.

    Parameters
    ----------
    target
        As in `request.Request`; nan where no run may know.

    Returns
    -------
    np.ndarray
        Shape (cases,). int64 for classes (0 and 1; 0, 1, 2 ...), float64 for values, for survival a structured array
        with the fields ``event`` (bool) and ``time`` (float64), as scikit-survival takes it.
    """
    if task == "regression":
        return target
    if task == "survival":
        taken = np.zeros(len(target), dtype=[(EVENT, bool), (TIME, float)])
        taken[TIME], taken[EVENT] = target[:, 0], np.nan_to_num(target[:, 1]) > 0
        return taken
    return np.nan_to_num(target, nan=-1).astype(np.int64)


def takes_a_frame_only(estimator: object) -> bool:
    """Whether it is fitted as lifelines' models are: ``fit(frame, duration_col, event_col)``."""
    try:
        return "duration_col" in inspect.signature(estimator.fit).parameters
    except (TypeError, ValueError):
        return False


def fit_frame(estimator: object, table: object, target: np.ndarray) -> object:
    """Fit a model of the kind of lifelines'."""
    frame = table.assign(**{TIME: target[TIME], EVENT: target[EVENT].astype(int)})
    return estimator.fit(frame, duration_col=TIME, event_col=EVENT)


def scores_of(estimator: object, table: object, task: str, classes: int) -> tuple[np.ndarray, bool]:
    """Scores of rows.

    Parameters
    ----------
    classes
        Of a multiclass task, how many there are.

    Returns
    -------
    scores
        float64, shape (rows, columns); the columns are those of `request.RunResult`.
    probabilities
        Whether they are probabilities.

    Raises
    ------
    ValueError
        If the estimator can't give scores for this task.
    """
    if task == "regression":
        return _column(estimator.predict(table)), False
    if task == "survival":
        return _risk(estimator, table), False
    if hasattr(estimator, "predict_proba"):
        found = np.asarray(estimator.predict_proba(table), dtype=float)
        known = [int(name) for name in estimator.classes_]
        if task == "binary":
            if 1 not in known:
                raise ValueError("the estimator was fitted on rows without an event")
            return found[:, [known.index(1)]], True
        return _spread(found, known, classes), True
    if task == "binary":
        rule = getattr(estimator, "decision_function", None) or estimator.predict
        return _column(rule(table)), False
    if hasattr(estimator, "decision_function"):
        found = np.asarray(estimator.decision_function(table), dtype=float)
        if found.ndim == 2 and found.shape[1] == len(estimator.classes_):
            return _spread(found, [int(name) for name in estimator.classes_], classes, np.finfo(float).min), False
    raise ValueError("the estimator gives no score for each class (predict_proba or decision_function)")


def _column(values: object) -> np.ndarray:
    found = np.asarray(values, dtype=float)
    if found.ndim == 2 and found.shape[1] != 1:
        raise ValueError(f"the estimator gave {found.shape[1]} scores a case where one is needed")
    return found.reshape(-1, 1)


def _spread(found: np.ndarray, known: list[int], classes: int, absent: float = 0.0) -> np.ndarray:
    """One column a class of the study; a class that the estimator never saw has none of its own."""
    spread = np.full((len(found), classes), absent)
    spread[:, known] = found
    return spread


def _risk(estimator: object, table: object) -> np.ndarray:
    """Higher means earlier, as C-indices take it."""
    if hasattr(estimator, "predict_partial_hazard"):
        return _column(estimator.predict_partial_hazard(table))
    final = estimator.steps[-1][1] if getattr(estimator, "steps", None) else estimator
    sign = 1.0 if getattr(final, "_predict_risk_score", True) else -1.0  # scikit-survival: some predict the time
    return sign * _column(estimator.predict(table))
