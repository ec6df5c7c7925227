"""Where a threshold came from: whether it is the best one of the cases it is judged on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from radaudit.statistics.events import aligned, both_classes


@dataclass(frozen=True)
class BestThreshold:
    """The thresholds that maximise a criterion on one set of cases.

    Attributes
    ----------
    criterion
        "youden" or "accuracy".
    value
        Its maximum: sensitivity + specificity - 1, or share of cases predicted rightly.
    at_declared
        Its value at the declared threshold.
    ranges
        The thresholds that reach the maximum, each as (above, up to): every threshold greater than the first and
        no greater than the second classifies the cases alike.
    contains_declared
        Whether the declared threshold is one of them.
    candidates
        Distinct ways in which a threshold can divide the cases.
    """

    criterion: str
    value: float
    at_declared: float
    ranges: tuple[tuple[float, float], ...]
    contains_declared: bool
    candidates: int


@dataclass(frozen=True)
class ThresholdOrigin:
    """The best thresholds of the test set beside those of the training set.

    Attributes
    ----------
    test, train
        By criterion; `train` is empty where its scores are not known.
    tuned_on_test
        Criteria for which the declared threshold is the test set's best and not the training set's. It is no proof:
        with few cases a range of best thresholds is wide, and a threshold chosen beforehand can lie in it.
    """

    test: Mapping[str, BestThreshold]
    train: Mapping[str, BestThreshold]
    tuned_on_test: tuple[str, ...]


def _youden(true_positive: np.ndarray, false_positive: np.ndarray, yes: int, no: int) -> np.ndarray:
    return true_positive / yes - false_positive / no


def _accuracy(true_positive: np.ndarray, false_positive: np.ndarray, yes: int, no: int) -> np.ndarray:
    return (true_positive + no - false_positive) / (yes + no)


CRITERIA: Mapping[str, Callable[[np.ndarray, np.ndarray, int, int], np.ndarray]] = MappingProxyType(
    {"youden": _youden, "accuracy": _accuracy}
)


def best_threshold(
    criterion: str, scores: object, events: object, declared: float, rounding: float = 0.0
) -> BestThreshold:
    """All thresholds that do best on these cases, and whether the declared one is among them.

    Parameters
    ----------
    criterion
        A key of `CRITERIA`.
    scores
        Shape (cases,); a score at or above the threshold is a positive prediction.
    events
        Shape (cases,), booleans.
    declared
        The threshold in the units of the scores.
    rounding
        How far the declared threshold may lie from the one used: half a unit of its last digit.

    Raises
    ------
    ValueError
        If lengths differ, a score is missing, there is one class only, or the threshold is missing.

    References
    ----------
    Youden 1950, doi:10.1002/1097-0142(1950)3:1<32::AID-CNCR2820030106>3.0.CO;2-3
    """
    scores, events = aligned(scores, events)
    both_classes(events, "A best threshold")
    if np.isnan(declared):
        raise ValueError("The threshold is missing (not a number).")
    cuts = np.unique(scores)  # ascending; a threshold in (cuts[i-1], cuts[i]] predicts cuts[i:] positive
    lows, highs = np.append(-np.inf, cuts), np.append(cuts, np.inf)
    yes, no = int(events.sum()), int((~events).sum())
    positives = yes - np.searchsorted(np.sort(scores[events]), highs, side="left")
    alarms = no - np.searchsorted(np.sort(scores[~events]), highs, side="left")
    values = CRITERIA[criterion](positives, alarms, yes, no)
    best = values >= values.max() - 1e-12
    place = int(np.searchsorted(cuts, declared, side="left"))
    among = (lows[best] < declared + rounding) & (declared - rounding <= highs[best])
    return BestThreshold(
        criterion,
        float(values.max()),
        float(values[place]),
        tuple((float(low), float(high)) for low, high in zip(lows[best], highs[best], strict=True)),
        bool(among.any()),
        int(highs.size),
    )


def threshold_origin(
    declared: float,
    scores: object,
    events: object,
    train_scores: object = None,
    train_events: object = None,
    rounding: float = 0.0,
) -> ThresholdOrigin:
    """Look for the declared threshold among the best of the test and of the training set.

    Parameters
    ----------
    declared, rounding
        As `best_threshold`.
    scores, events
        Of the test set, shape (cases,).
    train_scores, train_events
        Of the training set, shape (cases,); None: not known, and then nothing is said to be tuned.

    Raises
    ------
    ValueError
        As `best_threshold`.

    References
    ----------
    Leeflang et al. 2008, doi:10.1373/clinchem.2007.096032: accuracy of data-driven cut-offs is overestimated
    """
    test = {name: best_threshold(name, scores, events, declared, rounding) for name in CRITERIA}
    train = {}
    if train_scores is not None:
        train = {name: best_threshold(name, train_scores, train_events, declared, rounding) for name in CRITERIA}
    # Where the declared threshold is the training set's best by any criterion, it has an honest origin.
    honest = not train or any(found.contains_declared for found in train.values())
    tuned = () if honest else tuple(name for name, found in test.items() if found.contains_declared)
    return ThresholdOrigin(MappingProxyType(test), MappingProxyType(train), tuned)
