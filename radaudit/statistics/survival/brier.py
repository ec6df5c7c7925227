"""The Brier score of a risk by a time, and integrated over times, with censored cases weighted for."""

from __future__ import annotations

import numpy as np

from radaudit.statistics.bootstrap import RESAMPLES
from radaudit.statistics.interval import Interval
from radaudit.statistics.resampling import Statistic, resampled_interval
from radaudit.statistics.survival.followup import followed, within
from radaudit.statistics.survival.kaplan_meier import uncensored_share


def survival_brier(
    times: object,
    events: object,
    risks: object,
    horizon: float,
    level: float = 0.95,
    seed: int = 0,
    resamples: int = RESAMPLES,
    groups: object = None,
) -> Interval:
    """Mean squared distance between the probability of the event by a time and whether it happened.

    Cases with the event by then are weighted by one over the probability of still being watched just before it,
    those still free of it by one over that at the horizon, cases censored before it by 0.

    Parameters
    ----------
    times, events
        As `followed`.
    risks
        Shape (cases,): probability of the event by the horizon.
    horizon
        In the unit of the times.
    level, seed, resamples, groups
        As `resampled_interval`.

    Raises
    ------
    ValueError
        As `followed`, if a risk lies outside 0 to 1, or nobody was watched beyond the horizon.

    References
    ----------
    Graf et al. 1999, doi:10.1002/(SICI)1097-0258(19990915/30)18:17/18<2529::AID-SIM274>3.0.CO;2-5; Gerds &
    Schumacher 2006, doi:10.1002/bimj.200610301
    """
    return integrated_brier(times, events, np.asarray(risks)[..., None], [horizon], level, seed, resamples, groups)


def integrated_brier(
    times: object,
    events: object,
    risks: object,
    horizons: object,
    level: float = 0.95,
    seed: int = 0,
    resamples: int = RESAMPLES,
    groups: object = None,
) -> Interval:
    """Brier score averaged over a range of times (trapezoids, divided by the range).

    Parameters
    ----------
    times, events
        As `followed`.
    risks
        Shape (cases, horizons): probability of the event by each horizon.
    horizons
        Shape (horizons,), ascending.
    level, seed, resamples, groups
        As `resampled_interval`.

    Raises
    ------
    ValueError
        As `survival_brier`, and if the horizons don't ascend or are not as many as the risks' columns.

    References
    ----------
    As `survival_brier`.
    """
    statistic = weighted_integrated_brier(times, events, risks, horizons)
    return resampled_interval(statistic, np.size(times), level, seed, resamples, None, groups)


def weighted_integrated_brier(times: object, events: object, risks: object, horizons: object) -> Statistic:
    """The score over a range of times, or at one, as a function of the weights of the cases.

    Parameters
    ----------
    times, events, risks, horizons
        As `integrated_brier`.

    Raises
    ------
    ValueError
        As `integrated_brier`.
    """
    times, events, risks = followed(times, events, risks)
    horizons = np.asarray(horizons, dtype=float)
    if risks.ndim != 2 or horizons.shape != risks.shape[1:] or (np.diff(horizons) <= 0).any():
        raise ValueError("Risks must have one column for each of the horizons, and these must ascend.")
    if ((risks < 0) | (risks > 1)).any():
        raise ValueError("A risk lies outside 0 to 1, so it is not a probability.")
    for horizon in horizons:
        within(horizon, times)
    had = events[:, None] & (times[:, None] <= horizons)
    free = times[:, None] > horizons
    of_events, of_free = had * (1 - risks) ** 2, free * risks**2
    if horizons.size == 1:
        share = np.ones(1)
    else:
        gaps = np.diff(horizons)
        share = (np.append(gaps, 0) + np.append(0, gaps)) / 2 / gaps.sum()

    def brier(weights: np.ndarray) -> np.ndarray:
        watched = uncensored_share(times, events, weights, times, before=True)
        later = uncensored_share(times, events, weights, horizons)
        own = np.divide(weights, watched, out=np.zeros_like(watched), where=watched > 0)
        still = weights @ of_free
        still = np.divide(still, later, out=np.full(still.shape, np.nan), where=later > 0)
        return ((own @ of_events + still) @ share) / weights.sum(axis=1)

    return brier
