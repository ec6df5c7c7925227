"""The Kaplan-Meier curve with its pointwise band, and the same estimate for many sets of weights at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from radaudit.statistics.interval import Interval, normal_quantile
from radaudit.statistics.survival.followup import followed

METHOD = "Kaplan-Meier, Greenwood, log-log"


@dataclass(frozen=True, eq=False)
class SurvivalCurve:
    """How many are still free of the event.

    Attributes
    ----------
    times
        Shape (steps,): distinct times at which somebody had the event or was censored, ascending.
    survival, low, high
        Shape (steps,): share free of the event just after each time, and the pointwise band. Before the first event
        the band is a point at 1; after survival reached 0 it is nan.
    at_risk, events
        Shape (steps,): cases still watched just before each time, and events at it.
    level
        Confidence of the band at each time, not of the whole curve.
    """

    times: np.ndarray
    survival: np.ndarray
    low: np.ndarray
    high: np.ndarray
    at_risk: np.ndarray
    events: np.ndarray
    level: float

    def at(self, time: float) -> Interval:
        """Share free of the event after `time`.

        Raises
        ------
        ValueError
            If the time lies after the last one observed: the curve says nothing there.
        """
        if not 0 <= time <= self.times[-1]:
            raise ValueError(f"The curve ends at {self.times[-1]:g} and says nothing about {time:g}.")
        step = int(np.searchsorted(self.times, time, side="right")) - 1
        if step < 0:
            return Interval(1.0, 1.0, 1.0, self.level, METHOD)
        return Interval(float(self.survival[step]), float(self.low[step]), float(self.high[step]), self.level, METHOD)

    def median(self) -> Interval:
        """First time at which half or fewer are free of the event; ends where the band crosses one half.

        An end that the curve never reaches is infinite, and so may be the median itself.

        References
        ----------
        Brookmeyer & Crowley 1982, doi:10.2307/2530286
        """
        found = [self._first_below_half(values) for values in (self.survival, self.low, self.high)]
        return Interval(*found, self.level, METHOD)

    def _first_below_half(self, values: np.ndarray) -> float:
        below = np.flatnonzero(values <= 0.5 + 1e-12)
        return float(self.times[below[0]]) if below.size else float("inf")


def kaplan_meier(times: object, events: object, level: float = 0.95) -> SurvivalCurve:
    """The product-limit estimate; Greenwood's variance on the log-minus-log scale, which stays within 0 and 1.

    An event and a censoring at the same time: the event came first.

    Parameters
    ----------
    times, events
        As `followed`.
    level
        Confidence of the pointwise band.

    Raises
    ------
    ValueError
        As `followed`.

    References
    ----------
    Kaplan & Meier 1958, doi:10.1080/01621459.1958.10501452; Kalbfleisch & Prentice 2002, section 1.4,
    doi:10.1002/9781118032985
    """
    times, events = followed(times, events)
    reach = normal_quantile(level)
    steps, place = np.unique(times, return_inverse=True)
    died = np.bincount(place, events, minlength=steps.size)
    at_risk = np.cumsum(np.bincount(place, minlength=steps.size)[::-1])[::-1].astype(float)
    survival = np.cumprod(1 - died / at_risk)
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(died / (at_risk * (at_risk - died)))
        log = np.log(survival)
        error = np.sqrt(greenwood) / np.abs(log)
        low, high = (np.exp(log * np.exp(sign * reach * error)) for sign in (1, -1))
    started = survival < 1
    low, high = np.where(started, low, 1.0), np.where(started, high, 1.0)
    return SurvivalCurve(steps, survival, low, high, at_risk, died, level)


def weighted_survival(times: np.ndarray, ends: np.ndarray, weights: np.ndarray, at: np.ndarray) -> np.ndarray:
    """Kaplan-Meier estimates for many sets of weights.

    Parameters
    ----------
    times, ends
        Shape (cases,): times, and whether each ended by what is counted.
    weights
        Shape (rows, cases).
    at
        Shape (places,): the times just after which the estimates are wanted.

    Returns
    -------
    numpy.ndarray
        Shape (rows, places).
    """
    order = np.argsort(times, kind="stable")
    sorted_times = times[order]
    starts = np.flatnonzero(np.concatenate([[True], sorted_times[1:] != sorted_times[:-1]]))
    weights = weights[:, order]
    gone = np.add.reduceat(weights, starts, axis=1)
    died = np.add.reduceat(weights * ends[order], starts, axis=1)
    at_risk = np.cumsum(gone[:, ::-1], axis=1)[:, ::-1]
    shrink = 1 - np.divide(died, at_risk, out=np.zeros_like(died), where=at_risk > 0)
    curve = np.concatenate([np.ones((len(weights), 1)), np.cumprod(shrink, axis=1)], axis=1)
    return curve[:, np.searchsorted(sorted_times[starts], at, side="right")]


def uncensored_share(
    times: np.ndarray, events: np.ndarray, weights: np.ndarray, at: np.ndarray, before: bool = False
) -> np.ndarray:
    """Probability of still being watched: Kaplan-Meier with events and censorings exchanged.

    Where both happen at the same time the event came first, so whoever had it is no longer at risk of being censored.

    Parameters
    ----------
    times, events, weights, at
        As `weighted_survival`, with `events` the events.
    before
        The value just before each time instead of just after it.

    Returns
    -------
    numpy.ndarray
        Shape (rows, places).
    """
    # Ranks, so that events can be put half a step before censorings of the same time.
    steps = np.unique(times)
    place = np.searchsorted(steps, times) + np.where(events, 0.0, 0.5)
    wanted = np.searchsorted(steps, at, side="left" if before else "right") - 0.25
    return weighted_survival(place, ~events, weights, wanted)
