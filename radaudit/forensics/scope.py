"""On which rows a scaler was fitted: those on which its statistics are exact.

A column that was standardised over the training rows has mean 0 and SD 1 over these rows to the last printed digit,
and over no others. A column of other numbers does so by chance less than once in ten thousand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

EXACT = 1e-7  # what sums of floats leave of a mean or an SD
SIGMAS = 4.0  # of the error that rounding leaves in a mean
WINNER, LOSER = 0.8, 0.1  # share of the columns on the right rows, and on any others
EDGE_WINNER, EDGE_LOSER = 0.95, 0.9  # smallest and largest value often lie in the training rows anyway
COARSEST = 0.02  # of a column's SD: rounding beyond it makes a mean of 0 and an SD of 1 no surprise
FEWEST_ROWS, FEWEST_COLUMNS, FEWEST_VALUES = 5, 3, 5

Exact = Callable[[np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Scope:
    """Which rows a scaling was fitted on.

    Attributes
    ----------
    method
        "zscore", "robust", "minmax" or "rank".
    rows
        Name of the subset; for a partition that of the column.
    each
        Whether every group of a partition was scaled by itself.
    share, runner_up
        Share of the columns whose statistics are exact on these rows, and on the next best ones.
    columns
        How many could tell.
    """

    method: str
    rows: str
    each: bool
    share: float
    runner_up: float
    columns: int


def scaling_scope(
    values: np.ndarray, half: np.ndarray, subsets: Mapping[str, np.ndarray], partitions: Mapping[str, np.ndarray]
) -> Scope | None:
    """The rows on which the table was scaled, if it was.

    Parameters
    ----------
    values, half
        The table and how far each number may be from the one it was printed from, shape (cases, features).
    subsets
        Candidates, bool, shape (cases,); the first of those with equal rows names them.
    partitions
        Groupings of which each group may have been scaled by itself: int codes, -1 where unknown.
    """
    telling = _continuous(values, half)
    if telling.sum() < FEWEST_COLUMNS:
        return None
    untied = np.array([len(np.unique(own)) == len(own) for own in values.T])
    for method, exact in METHODS.items():
        own = telling & untied if method == "rank" else telling
        found = _by_method(method, exact, values[:, own], half[:, own], subsets, partitions)
        if found:
            return found
    return None


def _by_method(
    method: str, exact: Exact, values: np.ndarray, half: np.ndarray, subsets: Mapping, partitions: Mapping
) -> Scope | None:
    if values.shape[1] < FEWEST_COLUMNS:
        return None
    for name, codes in partitions.items():
        groups = [codes == code for code in np.unique(codes[codes >= 0])]
        if len(groups) < 2 or min(own.sum() for own in groups) < FEWEST_ROWS or (codes < 0).mean() > LOSER:
            continue
        share = min(exact(values[own], half[own]).mean() for own in groups)
        if share >= WINNER:
            return Scope(method, name, True, float(share), 0.0, values.shape[1])
    return _subset(method, exact, values, half, subsets)


def _subset(method: str, exact: Exact, values: np.ndarray, half: np.ndarray, subsets: Mapping) -> Scope | None:
    shares: dict[str, float] = {}
    seen: set[bytes] = set()
    for name, rows in subsets.items():
        if rows.sum() >= FEWEST_ROWS and rows.tobytes() not in seen:
            seen.add(rows.tobytes())
            shares[name] = float(exact(values[rows], half[rows]).mean())
    if not shares:
        return None
    winner = max(shares, key=shares.get)
    runner_up = max((share for name, share in shares.items() if name != winner), default=0.0)
    least, most = (EDGE_WINNER, EDGE_LOSER) if method == "minmax" else (WINNER, LOSER)
    if shares[winner] < least or runner_up > most:
        return None
    return Scope(method, winner, False, shares[winner], runner_up, values.shape[1])


def _continuous(values: np.ndarray, half: np.ndarray) -> np.ndarray:
    """Columns with enough different values, complete in nearly all rows and printed finely enough."""
    known = np.isfinite(values)
    middle = np.where(known, values, 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    spread = np.sqrt(np.where(known, (values - middle) ** 2, 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1))
    fine = np.median(half, axis=0) <= COARSEST * spread
    different = np.array([len(np.unique(own[held])) for own, held in zip(values.T, known.T, strict=True)])
    return fine & (different >= FEWEST_VALUES) & (known.mean(axis=0) >= WINNER)


def _slack(half: np.ndarray) -> np.ndarray:
    """What rounding leaves in the mean of a column."""
    return SIGMAS * np.sqrt(np.nanmean(half**2, axis=0) / (3 * len(half))) + EXACT


def _zscore(values: np.ndarray, half: np.ndarray) -> np.ndarray:
    slack = _slack(half)
    spreads = [np.nanstd(values, axis=0, ddof=ddof) for ddof in (0, 1)]
    return (np.abs(np.nanmean(values, axis=0)) <= slack) & np.any([np.abs(s - 1) <= slack for s in spreads], axis=0)


def _robust(values: np.ndarray, half: np.ndarray) -> np.ndarray:
    low, middle, high = np.nanpercentile(values, [25, 50, 75], axis=0)
    slack = np.nanmax(half, axis=0) + EXACT
    return (np.abs(middle) <= slack) & (np.abs(high - low - 1) <= 2 * slack)


def _minmax(values: np.ndarray, half: np.ndarray) -> np.ndarray:
    low, high = np.nanmin(values, axis=0), np.nanmax(values, axis=0)
    slack = np.nanmax(half, axis=0) + EXACT
    top = np.abs(high - 1) <= slack
    return top & ((np.abs(low) <= slack) | (np.abs(low + 1) <= slack))


def _rank(values: np.ndarray, half: np.ndarray) -> np.ndarray:
    """Equal steps between sorted values, or between their normal probabilities."""
    from scipy.special import ndtr

    ordered = np.sort(values, axis=0)
    slack = 2 * np.nanmax(half, axis=0) + EXACT
    with np.errstate(invalid="ignore"):
        steps = [np.diff(ordered, axis=0), np.diff(ndtr(ordered)[1:-1], axis=0)]  # the ends are cut off by some
        equal = [np.ptp(own, axis=0) <= 2 * slack for own in steps]
        sharp = [np.median(own, axis=0) > 4 * slack for own in steps]
    return (equal[0] & sharp[0]) | (equal[1] & sharp[1])


METHODS: Mapping[str, Exact] = {"zscore": _zscore, "robust": _robust, "minmax": _minmax, "rank": _rank}
