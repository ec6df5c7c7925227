"""Whether groups differ in level or in spread, in many columns at once, and how much of a column they explain."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

FEWEST = 2  # rows of a group


@dataclass(frozen=True)
class GroupDifferences:
    """How groups differ, column by column; every array has shape (columns,), nan where nothing can be told.

    Attributes
    ----------
    levels
        p of the Kruskal-Wallis test: do values of one group lie higher?
    spreads
        p of Levene's test around the median (Brown and Forsythe): do values of one group spread more?
    share
        Share of the variance of the ranks that the group explains, epsilon squared: 0 on average where it explains
        none, so single values may be below 0.
    """

    levels: np.ndarray = field(repr=False)
    spreads: np.ndarray = field(repr=False)
    share: np.ndarray = field(repr=False)


def group_differences(values: np.ndarray, codes: np.ndarray) -> GroupDifferences:
    """Compare groups of rows.

    Parameters
    ----------
    values
        float64, shape (cases, columns); a column is compared over the rows where it is known.
    codes
        Group of each row, shape (cases,); -1 for rows that take no part.

    Returns
    -------
    GroupDifferences
        Where ties are many the Kruskal-Wallis statistic is corrected for them. Epsilon squared is
        (H - k + 1) / (n - k), for k groups.

    References
    ----------
    Kruskal & Wallis 1952, doi:10.1080/01621459.1952.10483441
    Brown & Forsythe 1974, doi:10.1080/01621459.1974.10482955
    Okada 2013, doi:10.2333/bhmk.40.129 (epsilon squared is the least biased of three)
    """
    found = np.full((3, values.shape[1]), np.nan)
    patterns, which = np.unique(np.isfinite(values), axis=1, return_inverse=True)
    for number, known in enumerate(patterns.T):
        columns = which.reshape(-1) == number
        found[:, columns] = _compared(values[:, columns], np.where(known, codes, -1))
    return GroupDifferences(*found)


def _compared(values: np.ndarray, codes: np.ndarray) -> np.ndarray:
    from scipy.stats import chi2, f_oneway, rankdata

    names, counts = np.unique(codes[codes >= 0], return_counts=True)
    groups = [values[codes == name] for name in names[counts >= FEWEST]]
    nothing = np.full((3, values.shape[1]), np.nan)
    if len(groups) < 2:
        return nothing
    sizes, ends = [len(own) for own in groups], np.cumsum([len(own) for own in groups])[:-1]
    rows = sum(sizes)
    if rows <= len(groups):
        return nothing
    ranks = rankdata(np.concatenate(groups), axis=0) - (rows + 1) / 2
    total = (ranks**2).sum(axis=0)
    between = sum(own.sum(axis=0) ** 2 / len(own) for own in np.split(ranks, ends))
    varies = total > 0
    statistic = (rows - 1) * between / np.where(varies, total, np.nan)
    share = (statistic - len(groups) + 1) / (rows - len(groups))
    away = [np.abs(own - np.median(own, axis=0)) for own in groups]
    with np.errstate(divide="ignore", invalid="ignore"):
        spreads = f_oneway(*[np.where(varies, own, np.nan) for own in away], axis=0).pvalue
    return np.array([chi2.sf(statistic, len(groups) - 1), spreads, share])
