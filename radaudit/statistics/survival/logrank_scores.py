"""One number a case that says how early its event came, so that rank methods can be used on censored times."""

from __future__ import annotations

import numpy as np


def logrank_scores(times: np.ndarray, events: np.ndarray) -> np.ndarray:
    """Logrank scores: whether the event was seen, less the events expected by then (Nelson and Aalen's estimate).

    Parameters
    ----------
    times
        Shape (cases,); nan where unknown.
    events
        1 where the event was seen, 0 where the case was censored; nan where unknown.

    Returns
    -------
    ndarray
        Shape (cases,), nan where unknown; larger for earlier events. They are the martingale residuals of a Cox model
        without variables, and sum to 0 (Peto & Peto 1972, doi:10.2307/2344317).
    """
    known = np.isfinite(times) & np.isfinite(events)
    own, happened = times[known], events[known]
    moments, where = np.unique(own, return_inverse=True)
    seen = np.bincount(where, weights=happened, minlength=len(moments))
    at_risk = np.cumsum(np.bincount(where, minlength=len(moments))[::-1])[::-1]
    scores = np.full(len(times), np.nan)
    scores[known] = happened - np.cumsum(seen / np.maximum(at_risk, 1))[where]
    return scores
