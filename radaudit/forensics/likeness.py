"""Whether pairs of rows that may be one patient are more alike than rows of two patients are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from radaudit.statistics.permutation import permutation_test

DRAWS = 1_999
MOST_PAIRS = 100
REFERENCE = 2_000  # pairs of strangers that say how far apart two patients are
EQUAL = 1e-9  # of a column's spread
AT_ONCE = 1_000_000  # differences that are held in memory


@dataclass(frozen=True)
class Likeness:
    """How alike pairs are.

    Attributes
    ----------
    p
        Share of as many pairs of strangers, of the same classes and sites, that are as alike.
    columns
        Names of what was compared.
    equal
        For each pair the columns in which both are the same.
    """

    p: float
    columns: tuple[str, ...]
    equal: tuple[tuple[str, ...], ...]


def likeness(
    pairs: Sequence[tuple[int, int]],
    columns: Mapping[str, np.ndarray],
    strata: np.ndarray,
    seed: int = 0,
) -> Likeness | None:
    """Compare pairs with pairs of strangers; None where nothing is known that could be compared.

    For each column the distance within a pair is turned into the share of strangers that are closer, so that
    columns of any kind count alike; the statistic is the mean over columns and pairs. The null: in every pair, both
    are replaced by rows of their strata, drawn at random.

    Parameters
    ----------
    pairs
        Positions of rows.
    columns
        By name, float64, shape (rows,) or (rows, values); nan where unknown. Distances are root mean squares.
    strata
        int, shape (rows,): rows that may stand for each other, such as those of one class and site. Ids given class by
        class make rows of equal numbers alike, and no patient the same.
    """
    random = np.random.default_rng(seed)
    known = {name: _spread(own) for name, own in columns.items()}
    known = {name: own for name, own in known.items() if own is not None}
    if not known or not pairs:
        return None
    chosen = np.array(pairs[:MOST_PAIRS])
    drawn = _strangers(chosen, strata, random)
    scores = [_shares(own, chosen, drawn, random) for own in known.values()]
    observed = np.mean([own[0] for own in scores])
    null = np.mean([own[1] for own in scores], axis=0)
    equal = tuple(
        tuple(name for name, own in known.items() if _distance(own, np.array([one]), np.array([two]))[0] <= EQUAL)
        for one, two in pairs
    )
    return Likeness(permutation_test(observed, null, higher_is_better=False).p, tuple(known), equal)


def _spread(values: np.ndarray) -> np.ndarray | None:
    """Columns in units of their interquartile range, or of their SD where half of the values are one."""
    own = np.asarray(values, dtype=float).reshape(len(values), -1)
    own = own[:, np.isfinite(own).sum(axis=0) >= max(3, len(own) / 2)]
    if not own.shape[1]:
        return None
    quartiles = np.nanpercentile(own, [25, 75], axis=0)
    width = np.where(quartiles[1] > quartiles[0], quartiles[1] - quartiles[0], np.nanstd(own, axis=0))
    kept = width > 0
    return own[:, kept] / width[kept] if kept.any() else None


def _distance(values: np.ndarray, one: np.ndarray, two: np.ndarray) -> np.ndarray:
    """Root mean square difference of rows, over what both tell; nan where that is nothing."""
    gaps = (values[one] - values[two]) ** 2
    told = np.isfinite(gaps)
    count = told.sum(axis=-1)
    return np.sqrt(np.where(count, np.where(told, gaps, 0).sum(axis=-1) / np.maximum(count, 1), np.nan))


def _strangers(pairs: np.ndarray, strata: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Two different rows of each pair's strata, shape (draws, pairs, 2)."""
    members = {code: np.flatnonzero(strata == code) for code in np.unique(strata[pairs])}
    drawn = np.empty((DRAWS, len(pairs), 2), dtype=int)
    for place, pair in enumerate(pairs):
        one, two = (members[code] for code in strata[pair])
        first = random.integers(len(one), size=DRAWS)
        second = random.integers(len(two) - (one is two), size=DRAWS)
        drawn[:, place, 0] = one[first]
        drawn[:, place, 1] = two[second + (second >= first) * (one is two)]
    return drawn


def _shares(values: np.ndarray, pairs: np.ndarray, drawn: np.ndarray, random: np.random.Generator) -> tuple:
    """Mean share of strangers that are closer (ties by half): of the pairs, and of each draw."""
    one, two = random.integers(len(values), size=(2, REFERENCE))
    far = _distance(values, one[one != two], two[one != two])
    far = np.sort(far[np.isfinite(far)])

    def share(rows: np.ndarray) -> np.ndarray:
        distance = _distance(values, rows[..., 0], rows[..., 1])
        low, high = np.searchsorted(far, distance - EQUAL), np.searchsorted(far, distance + EQUAL)
        return np.where(np.isfinite(distance), (low + high) / 2 / max(1, len(far)), 0.5).mean(axis=-1)

    many = max(1, AT_ONCE // (len(pairs) * values.shape[1]))
    null = [share(drawn[start : start + many]) for start in range(0, DRAWS, many)]
    return share(pairs), np.concatenate(null)
