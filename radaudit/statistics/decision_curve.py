"""The decision curve: what acting on a model's risk is worth, against treating all and treating none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from radaudit.statistics.bootstrap import RESAMPLES
from radaudit.statistics.events import probabilities
from radaudit.statistics.interval import normal_quantile
from radaudit.statistics.resampling import resampled_weights


@dataclass(frozen=True, eq=False)
class DecisionCurve:
    """Net benefit at each threshold, in true positives a case; treating none is worth 0 everywhere.

    Attributes
    ----------
    thresholds
        Shape (thresholds,): risk from which one would act.
    benefit, low, high
        Shape (thresholds,): of acting where the model's risk reaches the threshold, and its interval.
    treat_all
        Shape (thresholds,): of acting always.
    gain, gain_low, gain_high
        Shape (thresholds,): the model's net benefit less that of the better of all and none, and its interval.
    level, method
        Of the intervals, at each threshold alone.
    """

    thresholds: np.ndarray
    benefit: np.ndarray
    low: np.ndarray
    high: np.ndarray
    treat_all: np.ndarray
    gain: np.ndarray
    gain_low: np.ndarray
    gain_high: np.ndarray
    level: float
    method: str


def decision_curve(
    scores: object,
    events: object,
    thresholds: object,
    level: float = 0.95,
    groups: object = None,
    seed: int = 0,
    resamples: int = RESAMPLES,
) -> DecisionCurve:
    """Net benefit: true positives less false positives at the threshold's odds, over all cases.

    Every case contributes one number to it, so that it is a mean with a mean's Wald interval; with `groups`, the
    percentile bootstrap of patients. The better of treating all and none is the one that is better in these cases.

    Parameters
    ----------
    scores
        Shape (cases,), probabilities of the event.
    events
        Shape (cases,), booleans.
    thresholds
        Shape (thresholds,), above 0 and below 1.
    level
        Confidence.
    groups
        Shape (cases,): the patient of each case.
    seed, resamples
        Of the bootstrap.

    Raises
    ------
    ValueError
        If the probabilities can't be used, there are fewer than two cases, or a threshold is not between 0 and 1.

    References
    ----------
    Vickers & Elkin 2006, doi:10.1177/0272989X06295361; Vickers et al. 2008, doi:10.1186/1472-6947-8-53
    """
    scores, events = probabilities(scores, events)
    thresholds = np.atleast_1d(np.asarray(thresholds, dtype=float))
    if not ((thresholds > 0) & (thresholds < 1)).all() or scores.size < 2:
        raise ValueError("A decision curve needs at least two cases and thresholds above 0 and below 1.")
    worth = events[:, None] - ~events[:, None] * thresholds / (1 - thresholds)
    own = worth * (scores[:, None] >= thresholds)
    treat_all = worth.mean(axis=0)
    more = own - worth * (treat_all > 0)
    low, high = _ends(own, level, groups, seed, resamples)
    gain_low, gain_high = _ends(more, level, groups, seed, resamples)
    means = own.mean(axis=0), more.mean(axis=0)
    method = (
        "Wald, mean over cases" if groups is None else f"percentile bootstrap of patients, {resamples}, seed {seed}"
    )
    return DecisionCurve(thresholds, means[0], low, high, treat_all, means[1], gain_low, gain_high, level, method)


def _ends(values: np.ndarray, level: float, groups: object, seed: int, resamples: int) -> tuple[np.ndarray, np.ndarray]:
    """Ends of the interval of each column's mean."""
    reach = normal_quantile(level)
    if groups is None:
        error = values.std(axis=0, ddof=1) / len(values) ** 0.5
        return values.mean(axis=0) - reach * error, values.mean(axis=0) + reach * error
    blocks = resampled_weights(len(values), resamples, seed, None, groups)
    draws = np.concatenate([block @ values / block.sum(axis=1, keepdims=True) for block in blocks])
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2], axis=0)
    return low, high
