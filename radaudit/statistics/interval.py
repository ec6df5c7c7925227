"""An estimate with its confidence interval, and the intervals that need nothing but counts or an error."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Interval:
    """An estimate and how far it can be trusted.

    Attributes
    ----------
    estimate, low, high
        In the units of what was measured.
    level
        Confidence, between 0 and 1.
    method
        How `low` and `high` were found; says so where the usual method did not apply.
    """

    estimate: float
    low: float
    high: float
    level: float
    method: str

    def contains(self, value: float) -> bool:
        """Whether a value lies between the ends, ends included."""
        return self.low <= value <= self.high


def normal_quantile(level: float) -> float:
    """How many standard errors a two-sided interval reaches to each side.

    Raises
    ------
    ValueError
        If `level` is not between 0 and 1.
    """
    from scipy.special import ndtri

    return float(ndtri(1 - tail(level)))


def tail(level: float) -> float:
    """The probability that a two-sided interval leaves out at each end.

    Raises
    ------
    ValueError
        If `level` is not between 0 and 1.
    """
    if not 0 < level < 1:
        raise ValueError(f"A confidence level must lie between 0 and 1, not {level}.")
    return (1 - level) / 2


def wald(estimate: float, error: float, level: float, method: str) -> Interval:
    """Estimate plus and minus a normal quantile times its standard error."""
    reach = normal_quantile(level) * error
    return Interval(float(estimate), float(estimate - reach), float(estimate + reach), level, method)


def alike_interval(estimate: float, units: tuple[int, ...], level: float) -> Interval:
    """Bound for a mean of shares that are all 1, or all 0, where resampling knows no spread.

    Each share rests on independent units (patients, or pairs of them) that all came out alike, which has probability
    p^n for a unit's probability p: Clopper and Pearson's bound for n of n, with Bonferroni's correction for several
    shares.

    Parameters
    ----------
    estimate
        0 or 1.
    units
        How many independent units each share rests on.
    level
        Confidence.

    Raises
    ------
    ValueError
        If the estimate is neither 0 nor 1, or a share rests on nothing.

    References
    ----------
    Clopper & Pearson 1934, doi:10.1093/biomet/26.4.404
    """
    if estimate not in (0, 1) or not units or min(units) < 1:
        raise ValueError(f"An estimate of {estimate:g} from {units} units has no exact bound.")
    bound = sum((tail(level) / len(units)) ** (1 / size) for size in units) / len(units)
    low, high = (bound, 1.0) if estimate == 1 else (0.0, 1 - bound)
    counted = " and ".join(map(str, units))
    return Interval(float(estimate), low, high, level, f"exact bound from {counted} units, because all came out alike")


def wilson(successes: int, total: int, level: float = 0.95) -> Interval:
    """Wilson's score interval of a proportion, without continuity correction.

    Parameters
    ----------
    successes, total
        Counts, 0 <= successes <= total.

    Raises
    ------
    ValueError
        If there are no trials, or more successes than trials.

    References
    ----------
    Wilson 1927, doi:10.1080/01621459.1927.10502953
    """
    _counted(successes, total)
    z = normal_quantile(level)
    share = successes / total
    centre = (share + z * z / (2 * total)) / (1 + z * z / total)
    reach = z / (1 + z * z / total) * math.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    low = 0.0 if successes == 0 else centre - reach
    high = 1.0 if successes == total else centre + reach
    return Interval(share, low, high, level, "Wilson")


def clopper_pearson(successes: int, total: int, level: float = 0.95) -> Interval:
    """The exact, conservative interval of a proportion.

    Parameters
    ----------
    successes, total
        Counts, 0 <= successes <= total.

    Raises
    ------
    ValueError
        If there are no trials, or more successes than trials.

    References
    ----------
    Clopper & Pearson 1934, doi:10.1093/biomet/26.4.404
    """
    from scipy.special import betaincinv

    _counted(successes, total)
    alpha = tail(level)
    low = 0.0 if successes == 0 else float(betaincinv(successes, total - successes + 1, alpha))
    high = 1.0 if successes == total else float(betaincinv(successes + 1, total - successes, 1 - alpha))
    return Interval(successes / total, low, high, level, "Clopper-Pearson")


def _counted(successes: int, total: int) -> None:
    if total < 1:
        raise ValueError("A proportion of nothing is not defined: the number of trials is 0.")
    if not 0 <= successes <= total:
        raise ValueError(f"{successes} of {total} is not a proportion.")
