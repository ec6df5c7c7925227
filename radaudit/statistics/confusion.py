"""What a threshold makes of scores: the four counts, and the measures that are made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from radaudit.statistics.bootstrap import RESAMPLES, percentile_interval
from radaudit.statistics.events import aligned
from radaudit.statistics.interval import Interval, clopper_pearson, tail, wilson


@dataclass(frozen=True)
class Confusion:
    """Counts of cases by what was predicted and what happened.

    Attributes
    ----------
    true_positive, false_positive, true_negative, false_negative
        Numbers of cases.
    """

    true_positive: int
    false_positive: int
    true_negative: int
    false_negative: int

    @classmethod
    def of(cls, scores: object, events: object, threshold: float) -> Confusion:
        """Count; a score at or above the threshold is a positive prediction.

        Parameters
        ----------
        scores
            Shape (cases,).
        events
            Shape (cases,), booleans.
        threshold
            In the units of the scores.

        Raises
        ------
        ValueError
            If lengths differ, a score or the threshold is missing, or there are no cases.
        """
        scores, events = aligned(scores, events)
        if scores.ndim != 1:
            raise ValueError("Counts need one row of scores.")
        if np.isnan(threshold):
            raise ValueError("The threshold is missing (not a number).")
        positive = scores >= threshold
        return cls(
            int((positive & events).sum()),
            int((positive & ~events).sum()),
            int((~positive & ~events).sum()),
            int((~positive & events).sum()),
        )

    @property
    def events(self) -> int:
        return self.true_positive + self.false_negative

    @property
    def others(self) -> int:
        return self.true_negative + self.false_positive


# Name: successes, trials, and why there may be no trials.
_PROPORTIONS: Mapping[str, Callable[[Confusion], tuple[int, int, str]]] = MappingProxyType(
    {
        "accuracy": lambda c: (c.true_positive + c.true_negative, c.events + c.others, "there are no cases"),
        "sensitivity": lambda c: (c.true_positive, c.events, "there are no events"),
        "specificity": lambda c: (c.true_negative, c.others, "there are no non-events"),
        "ppv": lambda c: (c.true_positive, c.true_positive + c.false_positive, "no case is predicted positive"),
        "npv": lambda c: (c.true_negative, c.true_negative + c.false_negative, "no case is predicted negative"),
    }
)


def proportion(name: str, confusion: Confusion, level: float = 0.95) -> Interval:
    """Accuracy, sensitivity, specificity, ppv or npv, with Wilson's interval.

    Raises
    ------
    ValueError
        If nothing is left to take the proportion of, such as positive predictions for ppv.

    References
    ----------
    Wilson 1927, doi:10.1080/01621459.1927.10502953
    """
    successes, trials, reason = _PROPORTIONS[name](confusion)
    if not trials:
        raise ValueError(f"The {name} is not defined, because {reason}.")
    return wilson(successes, trials, level)


def balanced_accuracy(confusion: Confusion, level: float = 0.95, seed: int = 0) -> Interval:
    """Mean of sensitivity and specificity; interval as `f1`.

    Raises
    ------
    ValueError
        If there is one class only.
    """
    if not confusion.events or not confusion.others:
        raise ValueError("The balanced accuracy is not defined, because there is one class only.")
    return _resampled(_balanced, confusion, level, seed)


def f1(confusion: Confusion, level: float = 0.95, seed: int = 0) -> Interval:
    """Harmonic mean of ppv and sensitivity, with a stratified percentile bootstrap.

    Where every resample is alike (every event found and no false alarm, or no event found), the bootstrap knows no
    spread; exact intervals of sensitivity and specificity, with Bonferroni's correction, then give the ends.
    `Interval.method` says so.

    Parameters
    ----------
    confusion
        The counts.
    level
        Confidence.
    seed
        Of the resampling; the same seed gives the same interval.

    Raises
    ------
    ValueError
        If there are no events.
    """
    if not confusion.events:
        raise ValueError("The f1 is not defined, because there are no events.")
    return _resampled(_harmonic, confusion, level, seed)


Measure = Callable[[object, object, int, int], object]


def _balanced(true_positive: object, false_positive: object, events: int, others: int) -> object:
    return (true_positive / events + 1 - false_positive / others) / 2


def _harmonic(true_positive: object, false_positive: object, events: int, others: int) -> object:
    return 2 * true_positive / (events + true_positive + false_positive)


def _resampled(measure: Measure, confusion: Confusion, level: float, seed: int) -> Interval:
    events, others = confusion.events, confusion.others
    estimate = measure(confusion.true_positive, confusion.false_positive, events, others)
    # Cases of one class drawn with replacement: how many of them are predicted positive is binomial.
    generator = np.random.default_rng(seed)
    found = generator.binomial(events, confusion.true_positive / events, RESAMPLES)
    alarms = generator.binomial(others, confusion.false_positive / max(others, 1), RESAMPLES)
    draws = measure(found, alarms, events, others)
    if draws.min() == draws.max():
        return _box(measure, confusion, level, estimate)
    method = f"percentile bootstrap within classes, {RESAMPLES} resamples, seed {seed}"
    return percentile_interval(estimate, draws, level, method)


def _box(measure: Measure, confusion: Confusion, level: float, estimate: float) -> Interval:
    """Ends of a measure that rises with sensitivity and falls with false alarms, over exact intervals of both."""
    each = 1 - tail(level)
    events, others = confusion.events, confusion.others
    found = clopper_pearson(confusion.true_positive, events, each)
    alarms = clopper_pearson(confusion.false_positive, others, each) if others else Interval(0, 0, 0, each, "")
    low = measure(found.low * events, alarms.high * others, events, others)
    high = measure(found.high * events, alarms.low * others, events, others)
    method = "exact intervals of sensitivity and specificity combined, because all resamples are alike"
    return Interval(float(estimate), float(low), float(high), level, method)
