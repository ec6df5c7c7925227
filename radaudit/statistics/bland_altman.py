"""Limits of agreement of two measurements of the same cases."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from radaudit.statistics.interval import Interval, tail
from radaudit.statistics.regression import paired


@dataclass(frozen=True)
class Agreement:
    """How far two measurements differ.

    Attributes
    ----------
    bias
        Mean of first less second, with its t interval.
    lower, upper
        Limits within which 95 % of differences lie if they are normal, with their approximate intervals.
    deviation
        Standard deviation of the differences.
    cases
        How many.
    trend
        Correlation of the differences with the means: far from 0, the limits don't hold for small and great values
        alike.
    """

    bias: Interval
    lower: Interval
    upper: Interval
    deviation: float
    cases: int
    trend: float


def bland_altman(first: object, second: object, level: float = 0.95, reach: float = 1.96) -> Agreement:
    """Bias and limits of agreement.

    Parameters
    ----------
    first, second
        Shape (cases,), in the same unit.
    level
        Confidence of the intervals.
    reach
        Standard deviations from the bias to the limits.

    Raises
    ------
    ValueError
        If there are fewer than two cases, lengths differ, or a number is missing.

    References
    ----------
    Bland & Altman 1986, doi:10.1016/S0140-6736(86)90837-8; 1999, doi:10.1177/096228029900800204 (variance of the
    limits, section 2.1)
    """
    from scipy.special import stdtrit

    first, second = paired(first, second)
    away, cases = first - second, first.size
    centre, deviation = float(away.mean()), float(away.std(ddof=1))
    quantile = float(stdtrit(cases - 1, 1 - tail(level)))

    def around(value: float, error: float, method: str) -> Interval:
        return Interval(value, value - quantile * error, value + quantile * error, level, method)

    of_limit = deviation * (1 / cases + reach**2 / (2 * (cases - 1))) ** 0.5
    means = (first + second) / 2
    varies = np.ptp(away) > 0 and np.ptp(means) > 0
    return Agreement(
        around(centre, deviation / cases**0.5, "t"),
        around(centre - reach * deviation, of_limit, "t, Bland and Altman 1999"),
        around(centre + reach * deviation, of_limit, "t, Bland and Altman 1999"),
        deviation,
        cases,
        float(np.corrcoef(away, means)[0, 1]) if varies else 0.0,
    )
