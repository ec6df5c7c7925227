"""One figure out of estimates that differ from group to group, and what another group may show."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from radaudit.statistics.heterogeneity import cochran_q
from radaudit.statistics.interval import Interval, tail

_WIDEST = 1e6  # times the greatest of variances and spread: no search for tau2 goes beyond


@dataclass(frozen=True)
class RandomEffects:
    """Estimates of several groups, each with a value of its own, drawn from a normal distribution.

    Attributes
    ----------
    mean
        Of that distribution.
    tau2
        Its variance.
    q, p
        Cochran's statistic of one common value, and the probability of a greater one if there were one.
    i2
        The share of the estimates' variation that is not chance (Higgins and Thompson), between 0 and 1.
    predicted
        The interval in which a new group's value lies; None with fewer than three groups.
    """

    mean: Interval
    tau2: float
    q: float
    p: float
    i2: float
    predicted: Interval | None


def random_effects(estimates: Sequence[float], variances: Sequence[float], level: float = 0.95) -> RandomEffects:
    """Summarise independent estimates.

    The variance between groups is Paule and Mandel's. The interval of the mean is Hartung and Knapp's, never narrower
    than that of a common value; with few groups it is wide, as it has to be.

    Parameters
    ----------
    estimates, variances
        Of each group, on a scale on which they are about normal; two groups or more, each variance above 0.
    level
        Confidence of both intervals.

    Raises
    ------
    ValueError
        If there are fewer than two groups, lengths differ, or a variance is not positive.

    References
    ----------
    Paule & Mandel 1982, doi:10.6028/jres.087.022; Knapp & Hartung 2003, doi:10.1002/sim.1482; Higgins & Thompson 2002,
    doi:10.1002/sim.1186; Higgins et al. 2009, doi:10.1111/j.1467-985X.2008.00552.x, equation 12
    """
    from scipy.special import stdtrit

    test = cochran_q(estimates, variances)
    values, spread = np.asarray(estimates, dtype=float), np.asarray(variances, dtype=float)
    tau2 = _paule_mandel(values, spread)
    weights = 1 / (spread + tau2)
    mean = float(weights @ values / weights.sum())
    scatter = float(weights @ (values - mean) ** 2) / test.freedom
    error = math.sqrt(max(1.0, scatter) / weights.sum())
    reach = float(stdtrit(test.freedom, 1 - tail(level))) * error
    found = Interval(mean, mean - reach, mean + reach, level, "random effects, Paule-Mandel and Hartung-Knapp")
    predicted = None
    if test.freedom > 1:
        far = float(stdtrit(test.freedom - 1, 1 - tail(level))) * math.sqrt(tau2 + error**2)
        predicted = Interval(mean, mean - far, mean + far, level, "prediction interval of a new group")
    return RandomEffects(found, tau2, test.q, test.p, max(0.0, 1 - test.freedom / test.q) if test.q else 0.0, predicted)


def _paule_mandel(values: np.ndarray, spread: np.ndarray) -> float:
    """The variance between groups with which Cochran's statistic is what is expected of it; 0 where it is less."""
    from scipy.optimize import brentq

    def surplus(tau2: float) -> float:
        weights = 1 / (spread + tau2)
        return float(weights @ (values - weights @ values / weights.sum()) ** 2) - (len(values) - 1)

    if surplus(0.0) <= 0:
        return 0.0
    return float(brentq(surplus, 0.0, _WIDEST * max(float(spread.max()), float(values.var())), xtol=1e-14, rtol=1e-12))
