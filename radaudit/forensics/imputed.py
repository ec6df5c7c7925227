"""Cells that were filled in: one value again and again in a column of measured numbers, and whose mean it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

REPEATS = 3  # cells with one value
MOST_REPEATED = 4  # values that stand more than once in a column of measured numbers
DISTINCT = 0.8  # share of the other cells that must differ
FEWEST = 3  # columns before rows are named
RIVAL = 0.25  # share of the winner's columns that other rows may explain
EXACT = 1e-9


@dataclass(frozen=True)
class Imputed:
    """What missing values were replaced by.

    Attributes
    ----------
    statistic
        "mean" or "median"; "" where the repeated values are neither, on any rows.
    rows
        Subset of rows it was taken from; for a partition the name of the column; "" where not known.
    each
        Whether each group of a partition has a value of its own.
    columns
        How many columns agree.
    repeated
        How many columns have such repeated values at all.
    cells
        Row and column of each repeated value.
    """

    statistic: str
    rows: str
    each: bool
    columns: int
    repeated: int
    cells: tuple[tuple[int, int], ...]


def imputation(
    values: np.ndarray, half: np.ndarray, subsets: Mapping[str, np.ndarray], partitions: Mapping[str, np.ndarray]
) -> Imputed | None:
    """What repeated values are, if columns have any.

    Parameters
    ----------
    values, half, subsets, partitions
        As for `radaudit.forensics.scope.scaling_scope`.
    """
    found = {column: own for column in range(values.shape[1]) if (own := _repeated(values[:, column])) is not None}
    if not found:
        return None
    cells = tuple(
        (int(row), column) for column, own in found.items() for row in np.flatnonzero(np.isin(values[:, column], own))
    )
    groups = {
        (name, int(code)): codes == code
        for name, codes in partitions.items()
        for code in np.unique(codes[codes >= 0])
        if (codes == code).sum() >= REPEATS
    }
    candidates = {**{(name, None): rows for name, rows in subsets.items()}, **groups}
    best = Imputed("", "", False, 0, len(found), cells)
    for statistic, function in (("mean", np.mean), ("median", np.median)):
        counts = {
            key: sum(_fits(values[:, c], half[:, c], own, rows, function) for c, own in found.items())
            for key, rows in candidates.items()
        }
        own = _decided(statistic, counts, candidates, partitions, best)
        best = own if own and own.columns > best.columns else best
    return best


def _repeated(column: np.ndarray) -> np.ndarray | None:
    """Values that stand thrice or more where nearly all others stand once."""
    different, counts = np.unique(column[np.isfinite(column)], return_counts=True)
    often = different[counts >= REPEATS]
    once = counts[counts < REPEATS]
    if not 0 < len(often) <= MOST_REPEATED or (counts > 1).sum() > MOST_REPEATED:
        return None
    return often if once.sum() >= FEWEST and len(once) >= DISTINCT * once.sum() else None


def _fits(column: np.ndarray, half: np.ndarray, often: np.ndarray, rows: np.ndarray, function) -> bool:
    """Whether one of the values is this statistic of the other cells in these rows."""
    own = rows & np.isfinite(column) & ~np.isin(column, often)
    if own.sum() < REPEATS:
        return False
    slack = 2 * half[own].max() + EXACT * max(np.abs(column[own]).max(), column[own].std())
    return bool((np.abs(often - function(column[own])) <= slack).any())


def _decided(statistic: str, counts: Mapping, candidates: Mapping, partitions, best: Imputed) -> Imputed | None:
    single = {name: count for (name, code), count in counts.items() if code is None}
    top = max(single.values(), default=0)
    for name in partitions:
        own = {key: count for key, count in counts.items() if key[0] == name and key[1] is not None}
        groups = {candidates[key].tobytes() for key in own}
        others = [count for rival, count in single.items() if candidates[rival, None].tobytes() not in groups]
        both = sorted(own.values())[-2:]
        if len(both) == 2 and both[0] >= FEWEST and max(others, default=0) <= RIVAL * both[0]:
            return Imputed(statistic, name, True, both[1], best.repeated, best.cells)
    winner = max(single, key=single.get, default="")
    rivals = [count for name, count in single.items() if name != winner]
    if top < FEWEST or max(rivals, default=0) > RIVAL * top:
        return None
    return Imputed(statistic, winner, False, top, best.repeated, best.cells)
