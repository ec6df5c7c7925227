"""Maximum likelihood of a logistic regression with few predictors, by Newton's method with halved steps."""

from __future__ import annotations

import numpy as np

_ROUNDS = 100
_WEIGHTED_ROUNDS = 30
_WORST_CONDITION = 1e12


def fit_logistic(design: np.ndarray, events: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Coefficients and their covariance.

    Parameters
    ----------
    design
        float64, shape (cases, coefficients), with a column of ones if there is to be an intercept; columns of about
        unit spread.
    events
        Booleans, shape (cases,).

    Raises
    ------
    ValueError
        If it does not converge, because the predictors all but separate the classes or say the same twice.

    References
    ----------
    McCullagh & Nelder 1989, Generalized Linear Models, section 2.5
    """
    from scipy.special import expit

    weights = np.zeros(design.shape[1])

    def likelihood(weights: np.ndarray) -> float:
        linear = design @ weights
        return float((events * linear - np.logaddexp(0, linear)).sum())

    for _ in range(_ROUNDS):
        fitted = expit(design @ weights)
        information = design.T @ (design * (fitted * (1 - fitted))[:, None])
        try:
            step = np.linalg.solve(information, design.T @ (events - fitted))
        except np.linalg.LinAlgError:
            break
        small = 1e-9 * (1 + np.abs(weights).max())
        while likelihood(weights + step) < likelihood(weights) and np.abs(step).max() > small:
            step /= 2
        weights = weights + step
        # Newton's error is squared by each step: after one of 1e-9, rounding is all that is left.
        if np.abs(step).max() <= small:
            return weights, np.linalg.inv(information)
    raise ValueError("The logistic regression did not converge: the predictors all but separate the classes.")


def fit_weighted(
    design: np.ndarray, events: np.ndarray, weights: np.ndarray, offset: np.ndarray | float = 0.0
) -> np.ndarray:
    """Coefficients for many sets of weights at once.

    Parameters
    ----------
    design, events
        As `fit_logistic`.
    weights
        Shape (rows, cases), not negative.
    offset
        Shape (cases,): added to the linear predictor.

    Returns
    -------
    numpy.ndarray
        Shape (rows, coefficients); nan in rows that did not converge, whose classes are separated.
    """
    from scipy.special import expit

    found = np.zeros((len(weights), design.shape[1]))
    open_rows = np.arange(len(weights))
    columns = design.shape[1]
    squares = (design[:, :, None] * design[:, None, :]).reshape(len(design), columns * columns)
    for _ in range(_WEIGHTED_ROUNDS):
        own = weights[open_rows]
        fitted = expit(found[open_rows] @ design.T + offset)
        gradient = (own * (events - fitted)) @ design
        information = ((own * fitted * (1 - fitted)) @ squares).reshape(-1, columns, columns)
        sound = np.linalg.cond(information) < _WORST_CONDITION
        found[open_rows[~sound]] = np.nan
        open_rows, information, gradient = open_rows[sound], information[sound], gradient[sound]
        step = np.linalg.solve(information, gradient[..., None])[..., 0]
        found[open_rows] += step
        open_rows = open_rows[np.abs(step).max(axis=1) > 1e-9 * (1 + np.abs(found[open_rows]).max(axis=1))]
        if not open_rows.size:
            return found
    found[open_rows] = np.nan
    return found
