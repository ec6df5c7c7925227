"""Rank correlation of many columns with a score: over all rows, and within groups of rows only."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

FEWEST = 3  # rows of a stratum


@dataclass(frozen=True)
class Correlations:
    """How columns go with a score; every array has shape (columns,), nan where nothing can be told.

    Attributes
    ----------
    pooled
        Spearman's correlation over all rows.
    within
        Mean of Spearman's correlations within the strata, each weighted by its rows less one.
    p
        Two-sided, that there is none within any stratum: normal, exact in its variance.
    """

    pooled: np.ndarray = field(repr=False)
    within: np.ndarray = field(repr=False)
    p: np.ndarray = field(repr=False)


def stratified_correlations(values: np.ndarray, score: np.ndarray, strata: np.ndarray) -> Correlations:
    """Correlate columns with a score.

    Parameters
    ----------
    values
        float64, shape (cases, columns), nothing unknown.
    score
        Shape (cases,), nothing unknown: a value, or 0 and 1.
    strata
        Code of each row's stratum, shape (cases,); rows of -1 count over all rows only.

    Returns
    -------
    Correlations
        Under no association the correlation of n ranks has a variance of 1 / (n - 1), ties or not (Kendall 1970), so
        the weighted sum over strata has the sum of n - 1. For a score of 0 and 1 each stratum's term is a Wilcoxon
        rank sum, as in the stratified test of van Elteren (1960, Bull Int Stat Inst 37:351-361).
    """
    pooled = _spearman(values, score)
    total, freedom = np.zeros(values.shape[1]), np.zeros(values.shape[1])
    for code in np.unique(strata[strata >= 0]):
        rows = strata == code
        if rows.sum() < FEWEST or np.ptp(score[rows]) == 0:
            continue
        own = _spearman(values[rows], score[rows])
        told = np.isfinite(own)
        total[told] += (rows.sum() - 1) * own[told]
        freedom[told] += rows.sum() - 1
    from scipy.stats import norm

    some = freedom > 0
    within = np.full(values.shape[1], np.nan)
    p = np.full(values.shape[1], np.nan)
    within[some] = total[some] / freedom[some]
    p[some] = 2 * norm.sf(np.abs(total[some]) / np.sqrt(freedom[some]))
    return Correlations(pooled, within, p)


def _spearman(values: np.ndarray, score: np.ndarray) -> np.ndarray:
    from scipy.stats import rankdata

    ranks, wanted = rankdata(values, axis=0), rankdata(score)
    ranks, wanted = ranks - ranks.mean(axis=0), wanted - wanted.mean()
    below = np.sqrt((ranks**2).sum(axis=0) * (wanted**2).sum())
    return np.where(below > 0, wanted @ ranks / np.where(below > 0, below, 1.0), np.nan)
