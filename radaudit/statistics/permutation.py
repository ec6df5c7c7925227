"""How often chance does as well: the p-value of a permutation test and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from radaudit.statistics.interval import Interval, clopper_pearson


@dataclass(frozen=True)
class PermutationTest:
    """What a permutation test found.

    Attributes
    ----------
    p
        (as good + 1) / (permutations + 1): never 0, because the data themselves are one of the permutations.
    as_good
        Permutations that did as well as the data, or better.
    permutations
        How many were made.
    sampling
        The share of permutations as good as the data, with its exact interval: how far more permutations could
        still move it.
    """

    p: float
    as_good: int
    permutations: int
    sampling: Interval


def permutation_test(
    observed: float, permuted: object, higher_is_better: bool = True, level: float = 0.95
) -> PermutationTest:
    """One-sided p-value of an observed figure among those of permuted data.

    Parameters
    ----------
    observed
        Of the data themselves.
    permuted
        Shape (permutations,); undefined ones (nan) count as doing as well, which can only make p larger.
    higher_is_better
        False for errors such as the Brier score.
    level
        Confidence of `sampling`.

    Raises
    ------
    ValueError
        If there are no permutations or the observed figure is missing.

    References
    ----------
    Phipson & Smyth 2010, doi:10.2202/1544-6115.1585
    """
    permuted = np.asarray(permuted, dtype=float).ravel()
    if not permuted.size or np.isnan(observed):
        raise ValueError("A permutation test needs an observed figure and at least one permutation.")
    # Sums in another order differ in the last digits; a tie must stay a tie.
    slack = 1e-12 * max(1.0, abs(observed))
    worse = permuted < observed - slack if higher_is_better else permuted > observed + slack
    as_good = int(permuted.size - worse.sum())
    sampling = clopper_pearson(as_good, permuted.size, level)
    return PermutationTest((as_good + 1) / (permuted.size + 1), as_good, permuted.size, sampling)
