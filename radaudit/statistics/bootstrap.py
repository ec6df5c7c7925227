"""Percentile bootstrap within the classes: every resample has as many events and non-events as the data."""

from __future__ import annotations

import numpy as np

from radaudit.statistics.interval import Interval, tail

RESAMPLES = 2000
_NUMBERS_AT_ONCE = 4_000_000


def percentile_interval(estimate: float, draws: np.ndarray, level: float, method: str) -> Interval:
    """The interval between the outer percentiles of what the resamples gave.

    Parameters
    ----------
    estimate
        Of the data themselves.
    draws
        Shape (resamples,).
    level
        Confidence.
    method
        What `Interval.method` says; a note is added when all resamples gave the same.

    References
    ----------
    Efron & Tibshirani 1993, An Introduction to the Bootstrap, chapter 13
    """
    alpha = tail(level)
    low, high = np.quantile(draws, [alpha, 1 - alpha])
    if draws.min() == draws.max():
        method += "; no spread, all resamples are alike"
    return Interval(float(estimate), float(low), float(high), level, method)


def stratified_means(values: np.ndarray, events: np.ndarray, resamples: int, seed: int) -> np.ndarray:
    """Means of a value a case over resamples of the cases, drawn with replacement within each class.

    Parameters
    ----------
    values
        Shape (cases,).
    events
        Shape (cases,), booleans: the classes. One of them may be empty.
    resamples
        How many.
    seed
        Of the generator; the same seed gives the same means.

    Returns
    -------
    numpy.ndarray
        Shape (resamples,).
    """
    generator = np.random.default_rng(seed)
    total = np.zeros(resamples)
    for part in (values[events], values[~events]):
        at_once = max(1, _NUMBERS_AT_ONCE // max(part.size, 1))
        for start in range(0, resamples if part.size else 0, at_once):
            rows = min(at_once, resamples - start)
            drawn = generator.integers(0, part.size, size=(rows, part.size))
            total[start : start + rows] += part[drawn].sum(axis=1)
    return total / values.size
