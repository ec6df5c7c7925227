"""Uno's C: concordance up to a time, corrected for censoring."""

from __future__ import annotations

import numpy as np

from radaudit.statistics.bootstrap import RESAMPLES
from radaudit.statistics.interval import Interval
from radaudit.statistics.resampling import Statistic, certain, resampled_interval
from radaudit.statistics.survival.concordance import comparable, separate_pairs
from radaudit.statistics.survival.followup import followed
from radaudit.statistics.survival.kaplan_meier import uncensored_share


def uno_c(
    times: object,
    events: object,
    risks: object,
    horizon: float | None = None,
    level: float = 0.95,
    seed: int = 0,
    resamples: int = RESAMPLES,
    groups: object = None,
) -> Interval:
    """Harrell's pairs, each weighted by one over the squared probability that nobody was censored before it.

    Its limit does not depend on the censoring, if that depends on nothing that tells the risk. The probability of
    being watched is the Kaplan-Meier estimate of these cases, just before each event, and is estimated anew in each
    resample. Equal risks count half; ties of times as in `harrell_c`.

    Parameters
    ----------
    times, events
        As `followed`.
    risks
        Shape (cases,): higher means an earlier event.
    horizon
        Only events before it count; None: all.
    level, seed, resamples, groups
        As `resampled_interval`; where all pairs came out the same way, as `harrell_c`.

    Raises
    ------
    ValueError
        As `followed`, and if no pair of cases can be compared.

    References
    ----------
    Uno et al. 2011, doi:10.1002/sim.4154
    """
    times, events, risks = followed(times, events, risks)
    found = resampled_interval(
        weighted_uno(times, events, risks, horizon), times.size, level, seed, resamples, None, groups
    )
    if certain(found):
        early = events & (times < (np.inf if horizon is None else horizon))
        return separate_pairs(round(found.estimate), times, early, groups, level)
    return found


def weighted_uno(times: object, events: object, risks: object, horizon: float | None = None) -> Statistic:
    """Uno's C as a function of the weights of the cases, shape (rows, cases); nan where no pair has weight.

    Parameters
    ----------
    times, events, risks, horizon
        As `uno_c`.

    Raises
    ------
    ValueError
        As `uno_c`.
    """
    times, events, risks = followed(times, events, risks)
    early = np.flatnonzero(events & (times < (np.inf if horizon is None else horizon)))
    pairs = comparable(times, events, early)
    if not pairs.any():
        raise ValueError("No two cases can be compared: nobody is known to have outlasted an event.")
    # Sums of halves, which float32 holds exactly in half the memory.
    points = (pairs * (0.5 + 0.5 * np.sign(risks[early, None] - risks))).T.astype(np.float32)
    pairs = pairs.T.astype(np.float32)

    def uno(weights: np.ndarray) -> np.ndarray:
        watched = uncensored_share(times, events, weights, times[early], before=True)
        own = np.divide(weights[:, early], watched**2, out=np.zeros_like(watched), where=watched > 0)
        counts = weights.astype(np.float32)
        total = (own * (counts @ pairs)).sum(axis=1)
        won = (own * (counts @ points)).sum(axis=1)
        return np.divide(won, total, out=np.full(total.shape, np.nan), where=total > 0)

    return uno
