"""Rows that nobody was measured for: copies, and points on the way from one row to another as SMOTE makes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from radaudit.statistics.similar_rows import close_rows, equal_rows

MOST_COLUMNS, FEWEST_COLUMNS, FEWEST_ROWS = 40, 8, 6
MOST_ROWS = 400  # of a class, nearest first
STRAIGHT = 1e-6  # of the distance: how far from the line between its parents a row may be in full precision
COARSEST = 0.02  # rounding beyond which a point on a line is not told from one beside it
RANK = 6  # independent directions, below which points on a line are no surprise


@dataclass(frozen=True)
class Between:
    """A row on the straight line between two others of its class.

    Attributes
    ----------
    row, parents
        Positions.
    part
        How far along: 0 at the first parent, 1 at the second.
    """

    row: int
    parents: tuple[int, int]
    part: float


@dataclass(frozen=True)
class Copies:
    """Rows that stand twice, by class.

    Attributes
    ----------
    pairs
        Equal rows of one class.
    near
        Pairs that are much closer than rows of this table are, with their distance.
    by_class
        For each class: rows that have a copy, and rows.
    p
        Fisher's exact test: whether copies keep to one class; 1 where there are not two classes.
    """

    pairs: tuple[tuple[int, int], ...]
    near: tuple[tuple[int, int, float], ...]
    by_class: tuple[tuple[int, int], ...]
    p: float


def between_rows(values: np.ndarray, half: np.ndarray, classes: np.ndarray) -> tuple[Between, ...]:
    """Rows that lie between two others of their class, in all columns by the same part.

    Parameters
    ----------
    values, half
        The table and how far each number may be from the one it was printed from, shape (cases, features).
    classes
        int, shape (cases,); -1 for rows that take no part.
    """
    scaled, noise = _scaled(values, half)
    if scaled is None:
        return ()
    found = []
    for code in np.unique(classes[classes >= 0]):
        rows = np.flatnonzero((classes == code) & np.isfinite(scaled).all(axis=1))
        if len(rows) >= FEWEST_ROWS:
            found += [own for place in range(len(rows)) if (own := _parents(scaled[rows], noise, place, rows))]
    return tuple(sorted(found, key=lambda own: own.row))


def _scaled(values: np.ndarray, half: np.ndarray) -> tuple[np.ndarray | None, float]:
    known = np.isfinite(values).all(axis=1)
    if known.sum() < FEWEST_ROWS:
        return None, 0.0
    spread = values[known].std(axis=0)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        usable = (spread > 0) & np.isfinite(spread) & (spread < 1e100)
        different = np.array([len(np.unique(own)) >= known.sum() / 2 for own in values[known].T])
    columns = np.flatnonzero(usable & different)
    columns = columns[np.linspace(0, len(columns) - 1, min(MOST_COLUMNS, len(columns))).astype(int)]
    if len(columns) < FEWEST_COLUMNS:
        return None, 0.0
    scaled = (values[:, columns] - values[known][:, columns].mean(axis=0)) / spread[columns]
    sizes = np.linalg.svd(scaled[known], compute_uv=False)
    if (sizes > 1e-6 * sizes[0]).sum() < RANK:
        return None, 0.0
    noise = float(np.sqrt(((half[:, columns] / spread[columns]) ** 2)[known].mean() * len(columns)))
    return scaled, noise


def _parents(own: np.ndarray, noise: float, place: int, rows: np.ndarray) -> Between | None:
    """The pair of rows on whose line a row lies best, if it lies on it as exactly as it was printed."""
    steps = own - own[place]
    lengths = np.linalg.norm(steps, axis=1)
    apart = np.flatnonzero(lengths > max(1e-9, 20 * noise))
    apart = apart[np.argsort(lengths[apart])[:MOST_ROWS]]
    if len(apart) < 2:
        return None
    ways = steps[apart] / lengths[apart, None]
    opposite = ways @ ways.T
    a, b = np.unravel_index(np.argmin(opposite), opposite.shape)
    first, second = apart[a], apart[b]
    total = own[second] - own[first]
    part = float(-steps[first] @ total / (total @ total))
    off = float(np.linalg.norm(own[place] - own[first] - part * total))
    nearer = min(lengths[first], lengths[second])
    limit = 2 * noise + STRAIGHT * nearer
    if not 0 < part < 1 or off > limit or limit > COARSEST * nearer:
        return None
    return Between(int(rows[place]), (int(rows[first]), int(rows[second])), part)


def copies(values: np.ndarray, classes: np.ndarray, persons: Sequence[object], closeness: float) -> Copies:
    """Rows of one class that stand more than once under different persons' names.

    Parameters
    ----------
    classes
        int, shape (cases,); -1 for unknown.
    persons
        Patient of each row; rows of one patient are no copies.
    closeness
        Greatest distance of a near copy, in units of the median distance to the nearest row.
    """

    def of_one_class(one: int, two: int) -> bool:
        return classes[one] == classes[two] >= 0 and (persons[one] is None or persons[one] != persons[two])

    equal = [pair for pair in equal_rows(values) if of_one_class(*pair)]
    near = [own for own in close_rows(values, closeness) if of_one_class(*own[:2]) and own[:2] not in set(equal)]
    held = {row for pair in [*equal, *(own[:2] for own in near)] for row in pair}
    counts = [
        (sum(int(row) in held for row in np.flatnonzero(classes == code)), int((classes == code).sum()))
        for code in np.unique(classes[classes >= 0])
    ]
    return Copies(tuple(equal), tuple(near), tuple(counts), _fisher(counts))


def _fisher(counts: Sequence[tuple[int, int]]) -> float:
    if len(counts) != 2:
        return 1.0
    from scipy.stats import fisher_exact

    return float(fisher_exact([[held, rows - held] for held, rows in counts])[1])
