"""The decision curve of a risk by a time: what acting on it is worth where some cases are censored."""

from __future__ import annotations

from functools import partial

import numpy as np

from radaudit.statistics.decision_curve import DecisionCurve
from radaudit.statistics.resampling import resampled_weights
from radaudit.statistics.survival.followup import followed, within
from radaudit.statistics.survival.kaplan_meier import weighted_survival

RESAMPLES = 1000
_ROUNDING = 1e-12


def survival_decision_curve(
    times: object,
    events: object,
    risks: object,
    horizon: float,
    thresholds: object,
    level: float = 0.95,
    groups: object = None,
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> DecisionCurve:
    """Net benefit of acting where the predicted risk by a time reaches a threshold.

    The true positives a case are the share of cases that one acts on times their Kaplan-Meier risk; the false ones
    that share times the rest. A group that nobody outlasted keeps the last value of its curve. Percentile bootstrap.

    Parameters
    ----------
    times, events
        As `followed`.
    risks
        Shape (cases,): probability of the event by the horizon.
    horizon
        In the unit of the times.
    thresholds
        Shape (thresholds,), above 0 and below 1.
    level
        Confidence at each threshold.
    groups, seed, resamples
        As `resampled_interval`.

    Raises
    ------
    ValueError
        As `followed`, if a risk lies outside 0 to 1, nobody was watched beyond the horizon, there are fewer than two
        cases, or a threshold is not between 0 and 1.

    References
    ----------
    Vickers et al. 2008, doi:10.1186/1472-6947-8-53
    """
    times, events, risks = followed(times, events, risks)
    at = within(horizon, times)
    thresholds = np.atleast_1d(np.asarray(thresholds, dtype=float))
    if risks.ndim != 1 or ((risks < 0) | (risks > 1)).any():
        raise ValueError("A risk lies outside 0 to 1, so it is not a probability.")
    if not ((thresholds > 0) & (thresholds < 1)).all() or times.size < 2:
        raise ValueError("A decision curve needs at least two cases and thresholds above 0 and below 1.")
    worth = partial(_worth, times, events, risks, at, thresholds)
    (benefit,), (treat_all,) = worth(np.ones((1, times.size)))
    # The product of many factors is hardly ever exactly what it stands for.
    treats = treat_all > _ROUNDING
    drawn = [worth(block) for block in resampled_weights(times.size, resamples, seed, None, groups)]
    draws = np.concatenate([model for model, _ in drawn])
    gains = draws - np.concatenate([everybody for _, everybody in drawn]) * treats
    ends = [(1 - level) / 2, (1 + level) / 2]
    (low, high), (gain_low, gain_high) = (np.quantile(one, ends, axis=0) for one in (draws, gains))
    gain = benefit - treat_all * treats
    method = f"percentile bootstrap{' of patients' if groups is not None else ''}, {resamples}, seed {seed}"
    return DecisionCurve(thresholds, benefit, low, high, treat_all, gain, gain_low, gain_high, level, method)


def _worth(
    times: np.ndarray, events: np.ndarray, risks: np.ndarray, at: float, thresholds: np.ndarray, weights: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Net benefit of the model and of treating all; shape (rows, thresholds)."""
    # Thresholds between two neighbouring risks choose the same cases.
    levels, place = np.unique(np.searchsorted(np.sort(risks), thresholds), return_inverse=True)
    chosen = [risks >= thresholds[place == level].min() for level in range(levels.size)]
    found = np.array([_shares(times, events, weights, at, own) for own in chosen])
    right, wrong = (found[:, part].T[:, place] for part in (0, 1))
    had, free = (share[:, None] for share in _shares(times, events, weights, at, risks >= 0))
    odds = thresholds / (1 - thresholds)
    return right - wrong * odds, had - free * odds


def _shares(
    times: np.ndarray, events: np.ndarray, weights: np.ndarray, at: float, chosen: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Of all cases, how many are chosen and had the event by then, and how many are chosen and had not; a row each."""
    if not chosen.any():
        return np.zeros(len(weights)), np.zeros(len(weights))
    free = weighted_survival(times[chosen], events[chosen], weights[:, chosen], np.array([at]))[:, 0]
    share = weights[:, chosen].sum(axis=1) / weights.sum(axis=1)
    return share * (1 - free), share * free
