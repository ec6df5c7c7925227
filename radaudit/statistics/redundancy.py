"""How much of a table says the same thing: clusters of near-identical columns, and how many it is worth."""

from __future__ import annotations

import numpy as np


def rank_matrix(values: object) -> np.ndarray:
    """Spearman's correlation of every two columns.

    Parameters
    ----------
    values
        Shape (cases, variables). A missing value counts as the middle of its column.

    Returns
    -------
    numpy.ndarray
        Shape (variables, variables); 0 beside the diagonal for a column with one value only.

    Raises
    ------
    ValueError
        If there are fewer than two cases.
    """
    from scipy.stats import rankdata

    values = np.asarray(values, dtype=float)
    if values.ndim != 2 or len(values) < 2:
        raise ValueError(f"Correlations need two cases or more, not an array of {values.shape}.")
    ranks = rankdata(values, axis=0, nan_policy="omit")
    ranks = np.nan_to_num(ranks - np.nanmean(np.where(np.isnan(ranks).all(axis=0), 0.0, ranks), axis=0))
    size = np.sqrt((ranks**2).sum(axis=0))
    ranks = np.divide(ranks, size, out=np.zeros_like(ranks), where=size > 1e-9)
    found = np.clip(ranks.T @ ranks, -1, 1)
    np.fill_diagonal(found, 1.0)
    return found


def near_identical(correlations: object, least: float) -> np.ndarray:
    """The cluster of each variable: hierarchical, complete linkage, so that every two of a cluster are this alike.

    Parameters
    ----------
    correlations
        Shape (variables, variables), as `rank_matrix`.
    least
        Absolute correlation that any two members have at least, above 0.

    Returns
    -------
    numpy.ndarray
        int64, shape (variables,): numbers from 0 on, in the order of the clusters' first members.
    """
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    apart = 1 - np.abs(np.asarray(correlations, dtype=float))
    if len(apart) < 2:
        return np.zeros(len(apart), dtype=int)
    apart = np.maximum((apart + apart.T) / 2, 0.0)
    np.fill_diagonal(apart, 0.0)
    found = fcluster(linkage(squareform(apart, checks=False), "complete"), 1 - least + 1e-12, "distance")
    _, first, own = np.unique(found, return_index=True, return_inverse=True)
    return np.argsort(np.argsort(first))[own]


def effective_number(correlations: object) -> float:
    """How many independent variables these are worth: (sum of square roots of eigenvalues)^2 / sum of eigenvalues.

    Variables in number where they are uncorrelated, 1 where they are all the same. Of a sample it is never more than
    the cases less one.

    References
    ----------
    Galwey 2009, doi:10.1002/gepi.20408
    """
    values = np.linalg.eigvalsh(np.asarray(correlations, dtype=float))
    values = np.where(values > 1e-10 * max(values.max(initial=0.0), 1.0), values, 0.0)
    return float(np.sqrt(values).sum() ** 2 / values.sum())
