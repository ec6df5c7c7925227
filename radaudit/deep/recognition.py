"""Whether two tables of deep features are of the same network, though no value agrees."""

from __future__ import annotations

import numpy as np

FEWEST_FEATURES = 5  # 5! = 120 ways to pair them: the least p-value is below 0.01
FEWEST_CASES = 8


def recognised(first: np.ndarray, second: np.ndarray, seed: int = 0, draws: int = 999) -> float:
    """How likely columns of strangers would go together as well as these do with their partners.

    Channels of a network keep their places whatever it is shown: with another input, each feature of one table still
    correlates more with its own partner than with others. With other weights the numbering means nothing, so that every
    pairing of the columns is as good. The statistic is the mean correlation of partners; its null are random pairings.

    Parameters
    ----------
    first, second
        float64, shape (cases, features), with rows and columns in one order.
    seed
        Of the pairings that are drawn.
    draws
        How many.

    Returns
    -------
    float
        p-value, at least 1 / (draws + 1); nan with fewer than `FEWEST_FEATURES` columns that vary in both tables, or
        fewer than `FEWEST_CASES` rows.
    """
    varies = (first.std(axis=0) > 0) & (second.std(axis=0) > 0)
    if varies.sum() < FEWEST_FEATURES or len(first) < FEWEST_CASES:
        return float("nan")
    one, other = (_standardised(table[:, varies]) for table in (first, second))
    together = one.T @ other / len(one)
    random = np.random.default_rng([seed, 5501])
    count, own = len(together), np.trace(together)
    rows = np.arange(count)
    others = np.array([together[rows, random.permutation(count)].sum() for _ in range(draws)])
    return float((1 + (others >= own - 1e-12).sum()) / (draws + 1))


def _standardised(table: np.ndarray) -> np.ndarray:
    return (table - table.mean(axis=0)) / table.std(axis=0)
