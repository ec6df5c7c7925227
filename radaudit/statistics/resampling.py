"""The bootstrap as weights: how often each case was drawn, for many resamples at once, patients kept whole.

A statistic that is written for weights of the cases needs no loop: with weights of one it is the estimate, with the
counts of 2,000 resamples it is the whole bootstrap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from radaudit.statistics.bootstrap import RESAMPLES, percentile_interval
from radaudit.statistics.interval import Interval, alike_interval, tail

_NUMBERS_AT_ONCE = 2_000_000
_LEAST_DEFINED = 0.5
_ROUNDING = 1e-9

# From weights, shape (resamples, cases), to values, shape (resamples,); nan where a resample leaves it undefined.
Statistic = Callable[[np.ndarray], np.ndarray]


def resampled_weights(
    cases: int, resamples: int, seed: int, strata: object = None, groups: object = None
) -> Iterator[np.ndarray]:
    """How often each case is drawn, resample by resample, in blocks that fit into memory.

    Parameters
    ----------
    cases
        How many there are.
    resamples
        How many to draw, with replacement.
    seed
        Of the generator; the same seed gives the same weights.
    strata
        Shape (cases,): the class of each case. Every resample keeps the classes' sizes. With `groups`, patients are
        drawn within the classes if none has cases of two; otherwise from all patients, because there would be too
        few of each kind.
    groups
        Shape (cases,): the patient of each case. Patients are drawn, with all their cases.

    Yields
    ------
    numpy.ndarray
        float64, shape (rows, cases); all rows together are `resamples`.

    Raises
    ------
    ValueError
        If there are no cases, or strata or groups have another length.
    """
    if cases < 1:
        raise ValueError("There are no cases.")
    patient, kinds = _units(cases, strata, groups)
    units = kinds.size
    members = [np.flatnonzero(kinds == kind) for kind in np.unique(kinds)]
    generator = np.random.default_rng(seed)
    at_once = max(1, _NUMBERS_AT_ONCE // max(cases, units))
    for start in range(0, resamples, at_once):
        rows = min(at_once, resamples - start)
        counts = np.zeros((rows, units))
        for own in members:
            drawn = generator.integers(0, own.size, size=(rows, own.size))
            drawn += own.size * np.arange(rows)[:, None]
            counts[:, own] = np.bincount(drawn.ravel(), minlength=rows * own.size).reshape(rows, own.size)
        yield counts if patient is None else counts[:, patient]


def resampled_interval(
    statistic: Statistic,
    cases: int,
    level: float = 0.95,
    seed: int = 0,
    resamples: int = RESAMPLES,
    strata: object = None,
    groups: object = None,
) -> Interval:
    """An estimate with its percentile bootstrap.

    Parameters
    ----------
    statistic
        From weights, shape (resamples, cases), to values, shape (resamples,).
    cases, resamples, seed, strata, groups
        As `resampled_weights`.
    level
        Confidence.

    Returns
    -------
    Interval
        `method` says what was resampled, and how many resamples left the statistic undefined, if any did.

    Raises
    ------
    ValueError
        As `resampled_weights`, if the statistic is not defined for the cases themselves, or not for half of the
        resamples.

    References
    ----------
    Efron & Tibshirani 1993, An Introduction to the Bootstrap; for patients: Field & Welsh 2007,
    doi:10.1111/j.1467-9868.2007.00593.x
    """
    tail(level)
    estimate = float(statistic(np.ones((1, cases)))[0])
    if np.isnan(estimate):
        raise ValueError("The measure is not defined for these cases.")
    draws = np.concatenate([statistic(block) for block in resampled_weights(cases, resamples, seed, strata, groups)])
    return interval_of_draws(estimate, draws, level, seed, strata, groups)


def interval_of_draws(
    estimate: float, draws: np.ndarray, level: float, seed: int, strata: object = None, groups: object = None
) -> Interval:
    """The percentile interval of draws, of which some may be undefined.

    Parameters
    ----------
    estimate
        Of the data themselves.
    draws
        Shape (resamples,); nan where a resample leaves the statistic undefined.
    level
        Confidence.
    seed, strata, groups
        As they were given to `resampled_weights`; for the method's name.

    Raises
    ------
    ValueError
        If fewer than half of the draws are defined.
    """
    defined = draws[~np.isnan(draws)]
    if defined.size < _LEAST_DEFINED * draws.size:
        raise ValueError(
            f"Only {defined.size} of {draws.size} resamples give the measure a value; no interval follows."
        )
    return percentile_interval(estimate, defined, level, _method(draws.size, defined.size, seed, strata, groups))


def spread_or_bound(found: Interval, parts: tuple[np.ndarray, ...], groups: object = None) -> Interval:
    """The interval itself, or an exact bound where all resamples were alike at 0 or at 1.

    A bootstrap of a perfect result says that nothing is uncertain, however few the cases.

    Parameters
    ----------
    found
        Of a measure between 0 and 1.
    parts
        Booleans, shape (cases,) each: the cases that each share of the measure rests on, such as the events for
        sensitivity.
    groups
        Shape (cases,): the patient of each case; patients are counted then.
    """
    if not certain(found):
        return found
    names = np.arange(parts[0].size) if groups is None else np.asarray(groups)
    return alike_interval(round(found.estimate), tuple(int(np.unique(names[part]).size) for part in parts), found.level)


def certain(found: Interval) -> bool:
    """Whether an interval claims, but for rounding, that a measure is exactly 0 or 1."""
    end = min(abs(found.estimate), abs(1 - found.estimate))
    return max(found.high - found.low, end) <= _ROUNDING


def _method(resamples: int, defined: int, seed: int, strata: object, groups: object) -> str:
    of_what = " of patients" if groups is not None else (" within classes" if strata is not None else "")
    lost = f", {resamples - defined} of them undefined and left out" if defined < resamples else ""
    return f"percentile bootstrap{of_what}, {resamples} resamples{lost}, seed {seed}"


def _units(cases: int, strata: object, groups: object) -> tuple[np.ndarray | None, np.ndarray]:
    """Which unit each case belongs to (None: itself), and the class that each unit is drawn within."""
    classes = np.zeros(cases, dtype=int) if strata is None else np.unique(np.asarray(strata), return_inverse=True)[1]
    if classes.shape != (cases,):
        raise ValueError(f"There are {classes.size} classes for {cases} cases.")
    if groups is None:
        return None, classes
    names, patient = np.unique(np.asarray(groups), return_inverse=True)
    if patient.shape != (cases,):
        raise ValueError(f"There are {patient.size} patients named for {cases} cases; there must be one a case.")
    kinds = np.full(names.size, -1)
    kinds[patient] = classes
    one_class = (kinds[patient] == classes).all()
    return patient, kinds if one_class else np.zeros(names.size, dtype=int)
