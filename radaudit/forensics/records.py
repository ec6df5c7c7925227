"""Rows of two patients that hold the same clinical record: how many there are, and how many chance would make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from radaudit.statistics.permutation import permutation_test

DRAWS = 1_999
LARGEST_KEY = 2**40
WINDOWS = 4  # parts of a column, from the smallest values to the largest, within which they are shuffled
BOUND, SAME = 0.9, 0.1  # rank correlation, and share of equal cells, from which two columns tell one thing
FEWEST_VALUES = 10  # different ones, of a column that can tell patients apart
FEWEST_ROWS = 20


@dataclass(frozen=True)
class Records:
    """Pairs of equal records.

    Attributes
    ----------
    pairs
        Positions of rows that are equal in every column, smaller first.
    p_values
        For each pair, the share of draws that hold one pair as rare; it counts all pairs that there might be.
    p
        Share of draws with as many pairs.
    expected
        Mean number of pairs over the draws.
    rows
        With a complete record.
    """

    pairs: tuple[tuple[int, int], ...]
    p_values: tuple[float, ...]
    p: float
    expected: float
    rows: int

    def beyond_chance(self, alpha: float) -> tuple[tuple[int, int], ...]:
        """The pairs that are each too rare, or all of them if there are too many; half of the level for each."""
        if self.p <= alpha / 2:
            return self.pairs
        return tuple(pair for pair, p in zip(self.pairs, self.p_values, strict=True) if p <= alpha / 2)


def equal_records(numbers: Sequence[np.ndarray], groups: Sequence[np.ndarray], seed: int = 0) -> Records | None:
    """Rows that are equal in every column; None where too little is written of each to tell two patients apart.

    The null keeps how columns go together: values are not shuffled over all rows, but within each quarter of a
    numeric column, so that old patients stay old and follow-up that ends for all at once stays a tie; only the
    exact coincidence of several columns is undone. Of columns that are bound to each other (age and year of birth;
    times to progression and death, which are equal where the follow-up ends first) one is looked at, because a
    coincidence in one makes that in the other. A pair is the rarer, the fewer rows hold each of its values: its
    score is the sum of the negative logarithms of their shares.

    Parameters
    ----------
    numbers
        Columns of numbers, shape (rows,), nan where unknown; two with ten different values are needed.
    groups
        Columns of codes, -1 where unknown; they stay as they are.
    """
    telling = _unbound([own for own in numbers if len(np.unique(own[np.isfinite(own)])) >= FEWEST_VALUES])
    if len(telling) < 2:
        return None
    kept = np.isfinite(np.column_stack(telling)).all(axis=1)
    for own in groups:
        kept &= own >= 0
    rows = np.flatnonzero(kept)
    if len(rows) < FEWEST_ROWS:
        return None
    codes = [np.unique(own[rows], return_inverse=True)[1] for own in telling]
    fixed = _combined([np.unique(own[rows], return_inverse=True)[1] for own in groups], len(rows))
    rarity = [-np.log(np.bincount(own) / len(rows)) for own in (fixed, *codes)]
    orders = [np.argsort(own, kind="stable") for own in codes]
    random = np.random.default_rng(seed)
    null = []
    for _ in range(DRAWS):
        drawn = [fixed, *(_shuffled(own, order, random) for own, order in zip(codes, orders, strict=True))]
        scores = _scores(drawn, rarity)[1]
        null.append((len(scores), scores.max(initial=0.0)))
    counts, rarest = np.array(null).T
    pairs, scores = _scores([fixed, *codes], rarity)
    return Records(
        tuple((int(rows[one]), int(rows[two])) for one, two in pairs),
        tuple(permutation_test(own, rarest).p for own in scores),
        permutation_test(len(pairs), counts).p,
        float(counts.mean()),
        len(rows),
    )


def _unbound(columns: Sequence[np.ndarray]) -> list[np.ndarray]:
    """Columns of which none says what another says; of those that do, the one with more values is kept."""
    from scipy.stats import spearmanr

    kept: list[np.ndarray] = []
    for own in sorted(columns, key=lambda column: -len(np.unique(column))):
        both = [np.isfinite(own) & np.isfinite(other) for other in kept]
        free = all(
            told.sum() > 2
            and np.mean(own[told] == other[told]) <= SAME
            and abs(spearmanr(own[told], other[told]).statistic) <= BOUND
            for told, other in zip(both, kept, strict=True)
        )
        if free:
            kept.append(own)
    return kept


def _combined(columns: Sequence[np.ndarray], rows: int) -> np.ndarray:
    """One code for each combination of codes."""
    key = np.zeros(rows, dtype=np.int64)
    for own in columns:
        key = np.unique(key * (int(own.max()) + 1) + own, return_inverse=True)[1]
    return key


def _shuffled(codes: np.ndarray, order: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Values shuffled within their part of the column; the parts begin at a random place."""
    width = -(-len(codes) // WINDOWS)
    window = (np.arange(len(codes)) + random.integers(width)) // width
    moved = np.empty_like(codes)
    moved[order] = codes[order[np.argsort(window + random.uniform(size=len(codes)))]]
    return moved


def _scores(columns: Sequence[np.ndarray], rarity: Sequence[np.ndarray]) -> tuple[list[tuple[int, int]], np.ndarray]:
    """Pairs of rows that are equal in every column, and how rare each is."""
    key = columns[0].astype(np.int64)
    for own in columns[1:]:
        key = key * (int(own.max()) + 1) + own
        if key.max() > LARGEST_KEY:
            key = np.unique(key, return_inverse=True)[1]
    order = np.argsort(key, kind="stable")
    first = np.flatnonzero(np.diff(key[order], prepend=-1))
    pairs = [
        tuple(sorted((int(order[one]), int(order[two]))))
        for start, end in zip(first, np.append(first[1:], len(key)), strict=True)
        if end - start > 1
        for one in range(start, end)
        for two in range(one + 1, end)
    ]
    told = [sum(own[column[one]] for own, column in zip(rarity, columns, strict=True)) for one, _ in pairs]
    return sorted(pairs), np.array(told)[sorted(range(len(pairs)), key=pairs.__getitem__)] if pairs else np.zeros(0)
