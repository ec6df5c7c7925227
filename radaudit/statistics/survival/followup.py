"""Follow-up: how long each case was watched, and whether the event ended it."""

from __future__ import annotations

import numpy as np


def followed(times: object, events: object, *beside: object) -> tuple[np.ndarray, ...]:
    """Times and events of one length, looked at before anything is computed.

    Parameters
    ----------
    times
        Shape (cases,), not negative: until the event or the end of observation, any unit.
    events
        Shape (cases,), booleans or 0 and 1: whether the event was seen. False is censored.
    beside
        Further arrays whose first axis is the cases, such as risks.

    Returns
    -------
    tuple of numpy.ndarray
        Times as float64, events as booleans, and the others as float64.

    Raises
    ------
    ValueError
        If there are no cases, lengths differ, a number is missing, a time is negative, or an event is neither 0 nor 1.
    """
    times, raw = np.asarray(times, dtype=float), np.asarray(events)
    if times.ndim != 1 or raw.shape != times.shape or not times.size:
        raise ValueError(f"Times and events must be one number a case each, not {times.shape} and {raw.shape}.")
    if not np.isfinite(times).all() or (times < 0).any():
        raise ValueError("A time is missing, infinite or negative; leave those cases out.")
    if raw.dtype != bool and not np.isin(raw, (0, 1)).all():
        raise ValueError("An event must be true or false (1 or 0) for every case.")
    others = tuple(np.asarray(array, dtype=float) for array in beside)
    for array in others:
        if not array.ndim or len(array) != times.size:
            raise ValueError(f"There are {array.shape} predictions for {times.size} cases; there must be one a case.")
        if np.isnan(array).any():
            raise ValueError("A prediction is missing (not a number); leave those cases out.")
    return times, raw.astype(bool), *others


def within(horizon: float, times: np.ndarray) -> float:
    """The horizon, if somebody was watched beyond it.

    Raises
    ------
    ValueError
        If it is not a positive number, or nobody was watched that long: nothing after it is known.
    """
    if not (np.isfinite(horizon) and horizon > 0):
        raise ValueError(f"A time horizon must be a positive number, not {horizon}.")
    if horizon >= times.max():
        raise ValueError(f"Nobody was followed beyond {horizon:g}; the longest time is {times.max():g}.")
    return float(horizon)


def until(times: object, events: object, horizon: float) -> tuple[np.ndarray, np.ndarray]:
    """The same follow-up, ended at a time: whoever was watched longer is censored there.

    Parameters
    ----------
    times, events
        As `followed`.
    horizon
        In the unit of the times.

    Raises
    ------
    ValueError
        As `followed` and `within`.
    """
    times, events = followed(times, events)
    horizon = within(horizon, times)
    return np.minimum(times, horizon), events & (times <= horizon)
