"""Whether estimates of several groups differ by more than chance: Cochran's Q."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Heterogeneity:
    """The test of one common value.

    Attributes
    ----------
    q, freedom, p
        Statistic, groups less one, and probability of a greater statistic if all had the common value.
    common
        The estimates' mean, weighted by the inverse of their variances.
    """

    q: float
    freedom: int
    p: float
    common: float


def cochran_q(estimates: Sequence[float], variances: Sequence[float]) -> Heterogeneity:
    """Compare independent estimates.

    Parameters
    ----------
    estimates, variances
        Of each group; two groups or more, each variance above 0.

    Raises
    ------
    ValueError
        If there are fewer than two groups, lengths differ, or a variance is not positive.

    References
    ----------
    Cochran 1954, doi:10.2307/3001666
    """
    from scipy.special import chdtrc

    values, spread = np.asarray(estimates, dtype=float), np.asarray(variances, dtype=float)
    if values.shape != spread.shape or values.size < 2 or not (spread > 0).all():
        raise ValueError("Cochran's Q needs two groups or more, each with an estimate and a variance above 0.")
    weights = 1 / spread
    common = float(weights @ values / weights.sum())
    q = float(weights @ (values - common) ** 2)
    return Heterogeneity(q, values.size - 1, float(chdtrc(values.size - 1, q)), common)
