"""Whether predicted probabilities mean what they say: calibration slope, calibration in the large, Brier score."""

from __future__ import annotations

import numpy as np

from radaudit.statistics.events import both_classes, probabilities
from radaudit.statistics.interval import Interval, wald
from radaudit.statistics.logistic import fit_logistic

_LEAST_INFORMATION = 1e-6


def brier(scores: object, events: object) -> float:
    """Mean squared distance between probability and outcome; 0 is perfect.

    Parameters
    ----------
    scores
        Shape (cases,), probabilities of the event.
    events
        Shape (cases,), booleans.

    Raises
    ------
    ValueError
        If lengths differ, a score is missing or outside 0 to 1, or there are no cases.

    References
    ----------
    Brier 1950, doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2
    """
    scores, events = probabilities(scores, events)
    return float(np.mean((scores - events) ** 2))


def calibration_slope(scores: object, events: object, level: float = 0.95) -> Interval:
    """Slope of the logistic regression of the outcome on the logit of the probability.

    1 is ideal; below 1 the probabilities are too extreme, as after overfitting. Wald interval.

    Parameters
    ----------
    scores
        Shape (cases,), probabilities of the event.
    events
        Shape (cases,), booleans.
    level
        Confidence.

    Raises
    ------
    ValueError
        If the probabilities can't be used (see `brier`), there is one class only, a probability is exactly 0 or 1
        (its logit is infinite), all are equal, or they separate the classes (then no finite slope is most likely).

    References
    ----------
    Cox 1958, doi:10.1093/biomet/45.3-4.562; Van Calster et al. 2019, doi:10.1186/s12916-019-1466-7
    """
    logit, events = usable_logits(scores, events, "A calibration slope")
    if np.ptp(logit) == 0:
        raise ValueError("All probabilities are equal, so they have no calibration slope.")
    yes, no = logit[events], logit[~events]
    if yes.min() >= no.max() or yes.max() <= no.min():
        raise ValueError("The probabilities separate events from non-events, so no finite calibration slope fits best.")
    centre, spread = logit.mean(), logit.std()
    design = np.column_stack([np.ones_like(logit), (logit - centre) / spread])
    try:
        weights, covariance = fit_logistic(design, events)
    except ValueError as fault:
        raise ValueError(
            "The calibration slope did not converge: the probabilities all but separate the classes."
        ) from fault
    slope, error = float(weights[1]), float(np.sqrt(covariance[1, 1]))
    return wald(slope / spread, error / spread, level, "Wald, logistic recalibration")


def calibration_intercept(scores: object, events: object, level: float = 0.95) -> Interval:
    """Calibration in the large: intercept of a logistic regression with the logit of the probability as offset.

    0 is ideal; below 0 the probabilities are too high on average. On the logit scale. Wald interval.

    Parameters
    ----------
    scores
        Shape (cases,), probabilities of the event.
    events
        Shape (cases,), booleans.
    level
        Confidence.

    Raises
    ------
    ValueError
        If the probabilities can't be used (see `brier`), there is one class only, or a probability is exactly 0 or 1,
        or all are so extreme that the intercept can't be told.

    References
    ----------
    Cox 1958, doi:10.1093/biomet/45.3-4.562; Van Calster et al. 2019, doi:10.1186/s12916-019-1466-7
    """
    from scipy.optimize import brentq
    from scipy.special import expit
    from scipy.special import logit as log_odds

    logit, events = usable_logits(scores, events, "A calibration intercept")

    def excess(intercept: float) -> float:
        return float(expit(logit + intercept).sum() - events.sum())

    middle = float(log_odds(events.mean()))
    # At these ends every probability lies below, and above, the share of events.
    low, high = middle - logit.max() - 1e-6, middle - logit.min() + 1e-6
    intercept = brentq(excess, low, high, xtol=1e-13, rtol=1e-14)
    fitted = expit(logit + intercept)
    information = float((fitted * (1 - fitted)).sum())
    if information < _LEAST_INFORMATION:
        raise ValueError("The probabilities are so close to 0 and 1 that no calibration intercept can be told.")
    return wald(intercept, information**-0.5, level, "Wald, logit as offset")


def usable_logits(scores: object, events: object, what: str) -> tuple[np.ndarray, np.ndarray]:
    """Logits of probabilities, beside the events.

    Parameters
    ----------
    scores, events
        As `calibration_slope`.
    what
        What needs them: the subject of the error's sentence.

    Raises
    ------
    ValueError
        If the probabilities can't be used, there is one class only, or a probability is exactly 0 or 1.
    """
    from scipy.special import logit

    scores, events = probabilities(scores, events)
    both_classes(events, what)
    certain = int(((scores == 0) | (scores == 1)).sum())
    if certain:
        raise ValueError(f"{what} is not defined: {certain} of {scores.size} probabilities are exactly 0 or 1.")
    return logit(scores), events
