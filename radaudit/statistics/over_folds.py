"""A measure taken in each fold of a cross-validation, as one figure."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from radaudit.statistics.interval import Interval, tail


def mean_over_folds(values: Sequence[float], held: Sequence[int], cases: int, level: float = 0.95) -> Interval:
    """The mean of a measure over folds, with the corrected resampled t interval.

    Folds share their training cases, so their spread alone promises too much: the variance is multiplied by
    1/J + n_test/n_train, J being the number of folds of all repeats (Nadeau and Bengio 2003,
    doi:10.1023/A:1024068626366, equation 10).

    Parameters
    ----------
    values
        The measure in each fold.
    held
        Cases held out in each fold.
    cases
        Of the cross-validation.

    Raises
    ------
    ValueError
        If there are fewer than two folds.
    """
    from scipy.stats import t

    found = np.asarray(values, dtype=float)
    if len(found) < 2:
        raise ValueError("A mean over folds needs two of them.")
    share = float(np.mean(held))
    error = math.sqrt((1 / len(found) + share / (cases - share)) * found.var(ddof=1))
    reach = float(t.ppf(1 - tail(level), len(found) - 1)) * error
    mean = float(found.mean())
    return Interval(mean, mean - reach, mean + reach, level, f"corrected resampled t, {len(found)} folds")
