"""Restricted cubic splines: a smooth curve that is straight beyond its outer knots."""

from __future__ import annotations

import numpy as np

# Harrell's places for the knots, as quantiles of the predictor.
KNOTS = {3: (0.1, 0.5, 0.9), 4: (0.05, 0.35, 0.65, 0.95), 5: (0.05, 0.275, 0.5, 0.725, 0.95)}


def knots_of(values: np.ndarray, number: int) -> np.ndarray:
    """Where the knots lie: fewer than asked for where many values are equal.

    Parameters
    ----------
    values
        Shape (cases,).
    number
        3, 4 or 5.
    """
    return np.unique(np.quantile(values, KNOTS[number]))


def restricted_cubic(values: np.ndarray, knots: np.ndarray) -> np.ndarray:
    """Ones, the values, and Harrell's cubic terms, which are linear beyond the outer knots.

    Parameters
    ----------
    values
        Shape (cases,).
    knots
        Shape (knots,), ascending; of fewer than three a straight line is left.

    Returns
    -------
    numpy.ndarray
        Shape (cases, terms).

    References
    ----------
    Harrell 2015, Regression Modeling Strategies, section 2.4, doi:10.1007/978-3-319-19425-7
    """
    columns = [np.ones_like(values), values]
    if knots.size >= 3:
        last, before = knots[-1], knots[-2]
        for knot in knots[:-2]:
            term = np.clip(values - knot, 0, None) ** 3
            term -= np.clip(values - before, 0, None) ** 3 * (last - knot) / (last - before)
            term += np.clip(values - last, 0, None) ** 3 * (before - knot) / (last - before)
            columns.append(term / (last - knots[0]) ** 2)
    return np.column_stack(columns)
