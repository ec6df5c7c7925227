"""Where the cut-off of risk groups came from: whether it is the one that separates the judged cases best."""

from __future__ import annotations

import itertools
from types import MappingProxyType

import numpy as np

from radaudit.statistics.survival.followup import followed
from radaudit.statistics.survival.logrank import logrank
from radaudit.statistics.threshold_origin import BestThreshold, ThresholdOrigin

CRITERION = "log-rank"
_SMALLEST = 0.1  # share of the cases that either group must have, as searches for a cut-off usually ask
_TIED = 1e-9

Followed = tuple[np.ndarray, np.ndarray, np.ndarray]


def best_cut_off(times: object, events: object, risks: object, declared: float, rounding: float = 0.0) -> BestThreshold:
    """All cut-offs that give the greatest log-rank statistic, and whether the declared one is among them.

    Parameters
    ----------
    times, events
        As `followed`.
    risks
        Shape (cases,): a risk at or above the cut-off puts a case into the group of high risk.
    declared
        The cut-off, in the unit of the risks.
    rounding
        Half a unit of its last digit.

    Raises
    ------
    ValueError
        As `logrank`, or if no cut-off leaves a tenth of the cases on either side.

    References
    ----------
    Altman et al. 1994, doi:10.1093/jnci/86.11.829: the cut-off that separates best exaggerates
    """
    times, events, risks = followed(times, events, risks)
    cuts = np.unique(risks)
    least = max(1.0, _SMALLEST * risks.size)
    ranges = [
        (float(below), float(cut))
        for below, cut in itertools.pairwise(cuts)
        if least <= (risks >= cut).sum() <= risks.size - least
    ]
    if not ranges:
        raise ValueError("No cut-off leaves a tenth of the cases on either side.")
    values = np.array([logrank(times, events, risks >= cut).chi2 for _, cut in ranges])
    best = [own for own, value in zip(ranges, values, strict=True) if value >= values.max() - _TIED]
    among = any(low < declared + rounding and declared - rounding <= high for low, high in best)
    high = risks >= declared
    at_declared = logrank(times, events, high).chi2 if 0 < high.sum() < high.size else 0.0
    return BestThreshold(CRITERION, float(values.max()), at_declared, tuple(best), among, len(ranges))


def cut_off_origin(declared: float, test: Followed, train: Followed | None, rounding: float = 0.0) -> ThresholdOrigin:
    """Look for the declared cut-off among the best of the test and of the training set.

    Parameters
    ----------
    declared, rounding
        As `best_cut_off`.
    test, train
        Times, events and risks of each; None: not known, and then nothing is said to be tuned.

    Raises
    ------
    ValueError
        As `best_cut_off`.
    """
    of_test = best_cut_off(*test, declared, rounding)
    of_train = best_cut_off(*train, declared, rounding) if train else None
    tuned = (CRITERION,) if of_train and of_test.contains_declared and not of_train.contains_declared else ()
    found = MappingProxyType({CRITERION: of_train} if of_train else {})
    return ThresholdOrigin(MappingProxyType({CRITERION: of_test}), found, tuned)
