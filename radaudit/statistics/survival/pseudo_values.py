"""Pseudo-values: a number for each case that stands for its event by a time, censored or not."""

from __future__ import annotations

import numpy as np

from radaudit.statistics.survival.followup import followed, within
from radaudit.statistics.survival.kaplan_meier import weighted_survival

_NUMBERS_AT_ONCE = 2_000_000


def pseudo_values(times: object, events: object, horizon: float) -> np.ndarray:
    """What each case adds to the risk by a time: n times the risk of all, less n - 1 times that of the others.

    Their mean is near the Kaplan-Meier risk. Without censoring they are 0 and 1; with it they may lie outside. A
    regression of them is one of the risk, as long as the censoring depends on nothing that tells it.

    Parameters
    ----------
    times, events
        As `followed`.
    horizon
        In the unit of the times.

    Returns
    -------
    numpy.ndarray
        Shape (cases,).

    Raises
    ------
    ValueError
        As `followed`, if there are fewer than two cases, or nobody was watched beyond the horizon.

    References
    ----------
    Andersen, Klein & Rosthoj 2003, doi:10.1093/biomet/90.1.15
    """
    times, events = followed(times, events)
    cases, at = times.size, np.array([within(horizon, times)])
    if cases < 2:
        raise ValueError("Pseudo-values need two cases or more.")
    whole = 1 - weighted_survival(times, events, np.ones((1, cases)), at)[0, 0]
    found = np.empty(cases)
    at_once = max(1, _NUMBERS_AT_ONCE // cases)
    for start in range(0, cases, at_once):
        left_out = np.arange(start, min(start + at_once, cases))
        weights = np.ones((left_out.size, cases))
        weights[np.arange(left_out.size), left_out] = 0
        others = 1 - weighted_survival(times, events, weights, at)[:, 0]
        found[left_out] = cases * whole - (cases - 1) * others
    return found
