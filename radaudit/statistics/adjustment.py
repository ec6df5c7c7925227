"""Columns without what other variables explain of them."""

from __future__ import annotations

import numpy as np

LEAST_ROWS = 5  # for each variable that is taken out: with fewer, hardly anything would be left to look at
EMPTY = 1e-9  # of an SD: what is left of a column that is explained completely


def normal_scores(values: np.ndarray) -> np.ndarray:
    """Columns by rank, as a normal sample of the same size would lie: no outlier decides.

    Parameters
    ----------
    values
        float64, shape (cases, columns). Unknown cells get 0, the middle.

    Returns
    -------
    ndarray
        Shape (cases, columns); mean near 0 and SD near 1, constant columns 0. Ties share a score. The scores are
        Blom's (1958): the normal quantile of (rank - 3/8) / (n + 1/4).
    """
    from scipy.special import ndtri
    from scipy.stats import rankdata

    known = np.isfinite(values)
    ranks = rankdata(np.where(known, values, np.inf), axis=0)
    scores = np.where(known, ndtri((ranks - 0.375) / (known.sum(axis=0) + 0.25)), 0.0)
    constant = np.ptp(np.where(known, ranks, np.nanmin(ranks, axis=0)), axis=0) == 0 if len(values) else []
    scores[:, constant] = 0.0
    return scores


def adjusted(values: np.ndarray, terms: np.ndarray | None) -> np.ndarray:
    """What a linear model of other variables leaves of each column.

    Parameters
    ----------
    values
        float64, shape (cases, columns), nothing unknown.
    terms
        Other variables, shape (cases, k), nothing unknown; None or k = 0 for none. Of more variables than a fifth of
        the rows, the first count.

    Returns
    -------
    ndarray
        Residuals, shape (cases, columns); columns that are explained completely are 0.
    """
    if terms is None or not terms.shape[1]:
        return values - values.mean(axis=0)
    kept = terms[:, : max(1, len(values) // LEAST_ROWS)]
    design = np.column_stack([np.ones(len(values)), kept - kept.mean(axis=0)])
    left = values - design @ np.linalg.lstsq(design, values, rcond=None)[0]
    left[:, left.std(axis=0) <= EMPTY * np.maximum(values.std(axis=0), 1e-300)] = 0.0
    return left
