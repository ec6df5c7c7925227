"""The time-dependent AUC: who had the event by a time against who was still free of it."""

from __future__ import annotations

import numpy as np

from radaudit.statistics.bootstrap import RESAMPLES
from radaudit.statistics.interval import Interval
from radaudit.statistics.resampling import Statistic, resampled_interval, spread_or_bound
from radaudit.statistics.survival.followup import followed, within
from radaudit.statistics.survival.kaplan_meier import uncensored_share
from radaudit.statistics.weighted_auc import weighted_auc


def dynamic_auc(
    times: object,
    events: object,
    risks: object,
    horizon: float,
    level: float = 0.95,
    seed: int = 0,
    resamples: int = RESAMPLES,
    groups: object = None,
) -> Interval:
    """Cumulative/dynamic AUC at a time, with a percentile bootstrap.

    Cases censored before the horizon count as neither; those with the event by then are weighted by one over the
    probability of still being watched just before it.

    Parameters
    ----------
    times, events
        As `followed`.
    risks
        Shape (cases,): higher means the event is more likely by the horizon.
    horizon
        In the unit of the times.
    level, seed, resamples, groups
        As `resampled_interval`; where all resamples give 0 or 1, see `spread_or_bound`.

    Raises
    ------
    ValueError
        As `followed`, if nobody had the event by the horizon, or nobody was watched beyond it.

    References
    ----------
    Uno et al. 2007, doi:10.1198/016214507000000149; Hung & Chiang 2010, doi:10.1002/cjs.10046
    """
    times, events, risks = followed(times, events, risks)
    statistic = weighted_dynamic_auc(times, events, risks, horizon)
    found = resampled_interval(statistic, times.size, level, seed, resamples, None, groups)
    had, free = events & (times <= horizon), times > horizon
    return spread_or_bound(found, (had if had.sum() <= free.sum() else free,), groups)


def weighted_dynamic_auc(times: object, events: object, risks: object, horizon: float) -> Statistic:
    """The AUC at a time as a function of the weights of the cases.

    Parameters
    ----------
    times, events, risks, horizon
        As `dynamic_auc`.

    Raises
    ------
    ValueError
        As `dynamic_auc`.
    """
    times, events, risks = followed(times, events, risks)
    horizon = within(horizon, times)
    had, free = events & (times <= horizon), (times > horizon).astype(float)
    if not had.any():
        raise ValueError(f"Nobody had the event by {horizon:g}, so there is no AUC at that time.")

    def auc(weights: np.ndarray) -> np.ndarray:
        yes = np.zeros_like(weights)
        watched = uncensored_share(times, events, weights, times[had], before=True)
        yes[:, had] = np.divide(weights[:, had], watched, out=np.zeros_like(watched), where=watched > 0)
        return weighted_auc(risks, yes, weights * free)

    return auc
