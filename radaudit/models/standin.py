"""A stand-in for a selection of features that a study tells only the result of."""

from __future__ import annotations

import numpy as np


def best_columns(values: np.ndarray, target: np.ndarray, task: str, number: int) -> np.ndarray:
    """The columns that, one at a time, tell the outcome best.

    Classes: the F-test of a one-way analysis of variance. Values: the F-test of a linear regression. Survival: how
    far the concordance of the column with the times is from one half. What is missing counts as the column's median.

    Parameters
    ----------
    values
        float64, shape (cases, columns).
    target
        As in `request.Request`.
    number
        How many to take; all, if there are fewer.

    Returns
    -------
    np.ndarray
        int64, positions in increasing order. Of equal columns the earlier is taken.
    """
    from sklearn.feature_selection import f_classif, f_regression

    full = np.where(np.isfinite(values), values, np.nan)
    empty = np.isnan(full).all(axis=0)
    full[:, empty] = 0.0
    full = np.where(np.isnan(full), np.nanmedian(full, axis=0), full)
    with np.errstate(divide="ignore", invalid="ignore"):
        if task == "survival":
            merit = _concordance_away_from_half(full, target)
        elif task == "regression":
            merit = f_regression(full, target)[0]
        else:
            merit = f_classif(full, target.astype(int))[0]
    merit = np.where(np.isnan(merit), -1.0, merit)
    return np.sort(np.argsort(-merit, kind="stable")[:number])


def _concordance_away_from_half(values: np.ndarray, target: np.ndarray) -> np.ndarray:
    """Harrell's C of each column, minus one half, without its sign; nan where no pair can be compared."""
    times, seen = target[:, 0], target[:, 1] > 0
    agree, pairs = np.zeros(values.shape[1]), 0
    for case in np.flatnonzero(seen):
        later = (times > times[case]) | ((times == times[case]) & ~seen)
        difference = values[case] - values[later]
        agree += (difference > 0).sum(axis=0) + 0.5 * (difference == 0).sum(axis=0)
        pairs += int(later.sum())
    return np.abs(agree / pairs - 0.5) if pairs else np.full(values.shape[1], np.nan)
