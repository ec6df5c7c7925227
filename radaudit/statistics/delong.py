"""The area under the ROC curve with DeLong's variance, alone and in pairs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from radaudit.statistics.events import aligned, both_classes
from radaudit.statistics.interval import Interval, normal_quantile, tail, wald

_EXACT = "exact bound from {pairs} separate pairs, because DeLong's variance is 0 when {why}"


@dataclass(frozen=True)
class AucTest:
    """Two AUCs of the same cases, compared.

    Attributes
    ----------
    difference
        First AUC less second, with its Wald interval.
    z
        The difference in standard errors.
    p
        Two-sided probability of a greater \\|z\\| if the AUCs were equal.
    """

    difference: Interval
    z: float
    p: float


def auc(scores: object, events: object) -> float:
    """Area under the ROC curve: how often an event scores higher than a non-event, ties counted half.

    Parameters
    ----------
    scores
        Shape (cases,); higher means more likely. Only their order matters; infinite values may occur.
    events
        Shape (cases,), booleans.

    Raises
    ------
    ValueError
        If lengths differ, a score is missing, or there is one class only.
    """
    return float(placements([scores], events)[0][0])


def auc_covariance(scores: object, events: object) -> tuple[np.ndarray, np.ndarray]:
    """AUCs of several scores of the same cases and their covariance, in O(n log n).

    Parameters
    ----------
    scores
        Shape (scores, cases).
    events
        Shape (cases,), booleans.

    Returns
    -------
    aucs
        Shape (scores,).
    covariance
        Shape (scores, scores).

    Raises
    ------
    ValueError
        As `auc`, and if there are fewer than two events or two non-events.

    References
    ----------
    DeLong, DeLong & Clarke-Pearson 1988, doi:10.2307/2531595; Sun & Xu 2014, doi:10.1109/LSP.2014.2337313
    """
    aucs, of_events, of_others = placements(scores, events, least=2)
    covariance = np.cov(of_events) / of_events.shape[1] + np.cov(of_others) / of_others.shape[1]
    return aucs, np.atleast_2d(covariance)


def delong_interval(scores: object, events: object, level: float = 0.95) -> Interval:
    """AUC with DeLong's Wald interval, clipped to 0..1 as ``ci.auc`` of the R package pROC does.

    Where DeLong's variance is 0 (all events above all non-events, all below, or all scores equal) the Wald
    interval would be a point, however few the cases; pROC then says 1-1. Here an exact bound takes its place.
    With k the number of cases of the smaller class, k pairs of an event and a non-event can be formed that
    share no case, so they are independent. All k came out the same way, which has probability p^k for a pair's
    probability p of doing so; Clopper and Pearson's bound for k of k is p >= (alpha/2)^(1/k). It is conservative.
    For equal scores p is the probability of a tie, which leaves the AUC between p/2 and 1 - p/2. `method` says
    when this bound was used.

    Parameters
    ----------
    scores, events
        As `auc`.
    level
        Confidence.

    Raises
    ------
    ValueError
        As `auc`, and if there are fewer than two events or two non-events.

    References
    ----------
    DeLong, DeLong & Clarke-Pearson 1988, doi:10.2307/2531595; Sun & Xu 2014, doi:10.1109/LSP.2014.2337313;
    Clopper & Pearson 1934, doi:10.1093/biomet/26.4.404
    """
    aucs, covariance = auc_covariance([scores], events)
    estimate, variance = float(aucs[0]), float(covariance[0, 0])
    if variance <= 0:
        return _separate_pairs(estimate, np.asarray(events, dtype=bool), level)
    found = wald(estimate, np.sqrt(variance), level, "DeLong")
    return Interval(estimate, max(found.low, 0.0), min(found.high, 1.0), level, "DeLong")


def delong_test(first: object, second: object, events: object, level: float = 0.95) -> AucTest:
    """Whether two scores of the same cases differ in AUC: DeLong's paired test.

    Parameters
    ----------
    first, second, events
        Shape (cases,) each.
    level
        Confidence of the difference's interval, which is not clipped.

    Raises
    ------
    ValueError
        As `auc_covariance`, if the two scores have different lengths, and if the AUCs differ without any sampling
        variance (a perfect score against a constant one).

    References
    ----------
    DeLong, DeLong & Clarke-Pearson 1988, doi:10.2307/2531595
    """
    from scipy.special import ndtr

    if np.shape(first) != np.shape(second):
        raise ValueError(f"The two scores have different lengths ({np.size(first)} and {np.size(second)}).")
    aucs, of_events, of_others = placements([first, second], events, least=2)
    difference = float(aucs[0] - aucs[1])
    # From the differences, not from the covariance: scores of one order then give exactly 0.
    variance = sum(np.var(part[0] - part[1], ddof=1) / part.shape[1] for part in (of_events, of_others))
    if variance > 0:
        z = difference / float(np.sqrt(variance))
        return AucTest(wald(difference, np.sqrt(variance), level, "DeLong, paired"), z, float(2 * ndtr(-abs(z))))
    if difference:
        raise ValueError("The two AUCs differ without any sampling variance, so DeLong's test is not defined.")
    normal_quantile(level)
    method = "DeLong, paired; no variance, because both scores place every case alike"
    return AucTest(Interval(0.0, 0.0, 0.0, level, method), 0.0, 1.0)


def placements(scores: object, events: object, least: int = 1) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """AUCs; the share of non-events below each event; the share of events above each non-event.

    Parameters
    ----------
    scores, events
        As `auc_covariance`.
    least
        How many events and non-events are needed.

    Returns
    -------
    tuple of numpy.ndarray
        Shapes (scores,), (scores, events), (scores, non-events).
    """
    from scipy.stats import rankdata

    scores, events = aligned(scores, events)
    both_classes(events, "An AUC" if least == 1 else "DeLong's variance of an AUC", least)
    yes, no = scores[:, events], scores[:, ~events]
    overall = rankdata(scores, axis=1)
    below = overall[:, events] - rankdata(yes, axis=1)
    above = yes.shape[1] - (overall[:, ~events] - rankdata(no, axis=1))
    # Ranks are multiples of one half: the sums are exact, so that a perfect score gives exactly 1.
    aucs = below.sum(axis=1) / (yes.shape[1] * no.shape[1])
    return aucs, below / no.shape[1], above / yes.shape[1]


def _separate_pairs(estimate: float, events: np.ndarray, level: float) -> Interval:
    pairs = int(min(events.sum(), (~events).sum()))
    bound = tail(level) ** (1 / pairs)
    low, high, why = {
        1.0: (bound, 1.0, "all events score above all non-events"),
        0.0: (0.0, 1 - bound, "all events score below all non-events"),
        0.5: (bound / 2, 1 - bound / 2, "all scores are equal"),
    }[estimate]
    return Interval(estimate, low, high, level, _EXACT.format(pairs=pairs, why=why))
