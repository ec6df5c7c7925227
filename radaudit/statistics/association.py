"""Whether a property of cases goes with an event, by permutation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from radaudit.statistics.permutation import permutation_test

PERMUTATIONS = 9_999
_BATCH = 500


@dataclass(frozen=True)
class Association:
    """How a property goes with an event.

    Attributes
    ----------
    p
        Share of permutations of the event that go with the property as strongly, two-sided.
    effect, measure
        Cramér's V of groups (0 to 1); of numbers the AUC, the probability that a case with the event has the larger
        one, ties counted by half.
    cases
        How many took part.
    """

    p: float
    effect: float
    measure: Literal["Cramér's V", "AUC"]
    cases: int

    @property
    def strength(self) -> float:
        """0 for none, 1 for complete."""
        return abs(2 * self.effect - 1) if self.measure == "AUC" else self.effect


def association(values: Sequence[object], events: Sequence[bool], numeric: bool, seed: int = 0) -> Association:
    """Test a property against an event.

    Numbers are compared by their rank sum (Kruskal-Wallis of two groups), groups by chi-square; both against the
    permutations of the events, so that small and tied samples keep their level.

    Parameters
    ----------
    values
        Shape (cases,): numbers, or names of groups.
    events
        Shape (cases,); both outcomes occur.
    numeric
        Whether the values are numbers with an order.

    Raises
    ------
    ValueError
        If all values, or all events, are the same.
    """
    happened = np.asarray(events, dtype=bool)
    if len({*values}) < 2 or happened.all() or not happened.any():
        raise ValueError("An association needs two different values and two outcomes.")
    weights = _ranks(values) if numeric else _indicators(values)
    statistic = _rank_sum if numeric else _chi_square
    observed = float(statistic(happened[None, :], weights)[0])
    random = np.random.default_rng(seed)
    permuted = [statistic(batch, weights) for batch in _shuffled(happened, random)]
    effect = _auc(happened, weights) if numeric else _cramers_v(happened, values)
    measure = "AUC" if numeric else "Cramér's V"
    return Association(permutation_test(observed, np.concatenate(permuted)).p, effect, measure, len(happened))


def _shuffled(happened: np.ndarray, random: np.random.Generator):
    for start in range(0, PERMUTATIONS, _BATCH):
        rows = min(_BATCH, PERMUTATIONS - start)
        yield random.permuted(np.tile(happened, (rows, 1)), axis=1)


def _ranks(values: Sequence[object]) -> np.ndarray:
    from scipy.stats import rankdata

    return rankdata(np.asarray(values, dtype=float))


def _indicators(values: Sequence[object]) -> np.ndarray:
    """One column a group, shape (cases, groups)."""
    groups = sorted({*values}, key=str)
    return np.array([[value == group for group in groups] for value in values], dtype=float)


def _rank_sum(happened: np.ndarray, ranks: np.ndarray) -> np.ndarray:
    """How far the rank sum of the events is from what it is without association."""
    return np.abs(happened @ ranks - happened.sum(axis=1) * ranks.mean())


def _chi_square(happened: np.ndarray, groups: np.ndarray) -> np.ndarray:
    """Pearson's statistic of groups against the event, but for a factor that permutations share."""
    sizes = groups.sum(axis=0)
    expected = happened.mean(axis=1, keepdims=True) * sizes
    return (((happened @ groups) - expected) ** 2 / sizes).sum(axis=1)


def _auc(happened: np.ndarray, ranks: np.ndarray) -> float:
    events = int(happened.sum())
    above = ranks[happened].sum() - events * (events + 1) / 2
    return float(above / (events * (len(happened) - events)))


def _cramers_v(happened: np.ndarray, values: Sequence[object]) -> float:
    from scipy.stats.contingency import association as strength

    groups = _indicators(values)
    table = np.array([groups[happened].sum(axis=0), groups[~happened].sum(axis=0)], dtype=int)
    return float(strength(table, method="cramer"))
