"""Cohen's kappa of two raters, weighted or not, with its interval."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Sequence

import numpy as np

from radaudit.statistics.interval import Interval, clopper_pearson, normal_quantile

FEWEST = 2
_ROUNDING = 1e-12  # a variance below it is none


def cohen_kappa(
    first: Sequence[Hashable],
    second: Sequence[Hashable],
    distance: Callable[[Hashable, Hashable], float] | None = None,
    level: float = 0.95,
) -> Interval | None:
    """Agreement of two raters beyond what their own habits would give by chance.

    Kappa is 1 - (mean distance of the answers) / (mean distance if the raters answered independently, each with his
    own frequencies). Its standard error is the one for large samples, not under the hypothesis of no agreement.

    Where the raters agree everywhere, or one of them gives one answer to all questions, that error is 0, which is no
    certainty: the ends are then the exact (Clopper and Pearson's) bounds of the share of agreement, put into the same
    formula.

    Parameters
    ----------
    first, second
        The answers to the same questions, in the same order, shape (questions,).
    distance
        How far apart two answers are, from 0 (alike) to 1; None: 0 if equal, else 1, which gives the plain kappa.
    level
        Confidence of the interval.

    Returns
    -------
    Interval or None
        Between -1 and 1. None with fewer than two questions, or where both raters give one and the same answer to
        all of them: chance alone would make them agree, and kappa is not defined.

    Raises
    ------
    ValueError
        If the two are not of one length.

    References
    ----------
    Cohen 1960, doi:10.1177/001316446002000104; Cohen 1968, doi:10.1037/h0026256; the standard error: Fleiss, Cohen and
    Everitt 1969, doi:10.1037/h0028106.
    """
    if len(first) != len(second):
        raise ValueError(f"One rater gives {len(first)} answers, the other {len(second)}.")
    answers = list(dict.fromkeys([*first, *second]))
    if len(first) < FEWEST or len(answers) < FEWEST:
        return None
    table = np.zeros((len(answers), len(answers)))
    for one, other in zip(first, second, strict=True):
        table[answers.index(one), answers.index(other)] += 1
    weights = 1 - np.array([[_apart(a, b, distance) for b in answers] for a in answers], dtype=float)
    return _interval(table / len(first), weights, len(first), level)


def _apart(one: Hashable, other: Hashable, distance: Callable[[Hashable, Hashable], float] | None) -> float:
    if one == other:
        return 0.0
    return 1.0 if distance is None else distance(one, other)


def _interval(shares: np.ndarray, weights: np.ndarray, number: int, level: float) -> Interval | None:
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    seen, chance = float((weights * shares).sum()), float((weights * np.outer(rows, columns)).sum())
    if chance >= 1:
        return None
    kappa = (seen - chance) / (1 - chance)
    means = (weights @ columns)[:, None] + (rows @ weights)[None, :]
    spread = (shares * (weights * (1 - chance) - means * (1 - seen)) ** 2).sum()
    variance = (spread - (seen * chance - 2 * chance + seen) ** 2) / (number * (1 - chance) ** 4)
    if variance <= _ROUNDING:
        exact = clopper_pearson(round(seen * number), number, level)
        ends = (max(-1.0, (end - chance) / (1 - chance)) for end in (exact.low, exact.high))
        return Interval(kappa, *ends, level, "exact bounds of the agreement")
    reach = normal_quantile(level) * math.sqrt(float(variance))
    return Interval(kappa, max(-1.0, kappa - reach), min(1.0, kappa + reach), level, "large samples")
