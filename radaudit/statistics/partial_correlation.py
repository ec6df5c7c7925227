"""Rank correlations of many variables with one, as they are and at given values of others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from radaudit.statistics.interval import normal_quantile


@dataclass(frozen=True)
class RankCorrelations:
    """One correlation a variable.

    Attributes
    ----------
    estimate, low, high
        float64, shape (variables,); nan where a variable, or what it is held against, has one value only.
    cases
        How many each is of; int64, shape (variables,).
    """

    estimate: np.ndarray
    low: np.ndarray
    high: np.ndarray
    cases: np.ndarray

    @property
    def least(self) -> np.ndarray:
        """The least strength that the interval allows, whatever the sign; nan where there is no correlation."""
        apart = np.where(self.estimate < 0, -self.high, self.low)
        return np.maximum(apart, np.where(np.isnan(apart), np.nan, 0.0))


def rank_correlations(values: object, against: object, given: object = None, level: float = 0.95) -> RankCorrelations:
    """Spearman's correlation of each column with one variable, partial where others are given.

    The partial one is Pearson's of what a linear regression on the ranks of `given` leaves of both ranks. The interval
    is Fisher's with Bonett and Wright's standard error, sqrt((1 + r^2 / 2) / (n - 3 - k)) for k given variables.

    Parameters
    ----------
    values
        Shape (cases, variables); a case with nan is left out of that column.
    against
        Shape (cases,).
    given
        Shape (cases, k) or (cases,); None for none.
    level
        Confidence.

    Raises
    ------
    ValueError
        If the numbers of cases differ.

    References
    ----------
    Bonett & Wright 2000, doi:10.1007/BF02294183
    """
    values, against = np.asarray(values, dtype=float), np.asarray(against, dtype=float)
    others = np.empty((len(against), 0)) if given is None else np.asarray(given, dtype=float).reshape(len(against), -1)
    if values.ndim != 2 or len(values) != len(against):
        raise ValueError(f"{len(against)} values can't be held against an array of {values.shape}.")
    usable = np.isfinite(against) & np.isfinite(others).all(axis=1)
    known = np.isfinite(values) & usable[:, None]
    estimate = np.full(values.shape[1], np.nan)
    alike: dict[bytes, list[int]] = {}
    for column, rows in enumerate(known.T):  # most tables lack nothing, or whole rows
        alike.setdefault(rows.tobytes(), []).append(column)
    for columns in alike.values():
        rows = known[:, columns[0]]
        if rows.any():
            estimate[columns] = _correlated(values[np.ix_(rows, columns)], against[rows], others[rows])
    cases = known.sum(axis=0)
    freedom = cases - 3.0 - others.shape[1]
    with np.errstate(all="ignore"):
        error = np.sqrt((1 + estimate**2 / 2) / np.where(freedom > 0, freedom, np.nan))
        middle, reach = np.arctanh(estimate), normal_quantile(level) * error
        low, high = np.tanh(middle - reach), np.tanh(middle + reach)
    return RankCorrelations(estimate, low, high, cases)


def _correlated(values: np.ndarray, against: np.ndarray, given: np.ndarray) -> np.ndarray:
    from scipy.stats import rankdata

    ranks = rankdata(np.column_stack([against, values]), axis=0)
    design = np.column_stack([np.ones(len(given)), rankdata(given, axis=0)]) if given.size else np.ones((len(given), 1))
    left = ranks - design @ np.linalg.lstsq(design, ranks, rcond=None)[0]
    size = np.sqrt((left**2).sum(axis=0))
    spread = size > 1e-9 * np.sqrt((ranks**2).sum(axis=0))  # a constant leaves rounding only
    left = np.divide(left, size, out=np.zeros_like(left), where=spread)
    found = np.clip(left[:, 1:].T @ left[:, 0], -1, 1)
    return np.where(spread[1:] & spread[0], found, np.nan)
