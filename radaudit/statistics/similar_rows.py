"""Rows of a table that are the same, or nearly."""

from __future__ import annotations

import numpy as np

KNOWN = 0.8  # share of the columns in which a value must be known before rows are compared


def equal_rows(values: np.ndarray, share: float = KNOWN) -> list[tuple[int, int]]:
    """Pairs of rows that are equal wherever both have a value.

    Parameters
    ----------
    values
        float64, shape (rows, columns); nan where nothing is given.
    share
        Least share of the columns in which both have a value; columns that are constant over all rows
        tell nothing and are left out.

    Returns
    -------
    list of (int, int)
        Each with the smaller index first, sorted.
    """
    telling = values[:, _varies(values)]
    if telling.shape[1] < 2:
        return []
    known = np.isfinite(telling)
    pairs = []
    for first in range(len(telling) - 1):
        both = known[first] & known[first + 1 :]
        same = ((telling[first] == telling[first + 1 :]) | ~both).all(axis=1)
        enough = both.sum(axis=1) >= max(2, share * telling.shape[1])
        pairs += [(first, int(first + 1 + other)) for other in np.flatnonzero(same & enough)]
    return pairs


def close_rows(values: np.ndarray, ratio: float) -> list[tuple[int, int, float]]:
    """Pairs of rows far closer to each other than rows of this table are.

    Each column is divided by its interquartile range; the distance of two rows is the root mean square of
    their differences; it is compared with the median distance to the nearest row over the table.

    Parameters
    ----------
    values
        As in `equal_rows`. Rows that lack more than a fifth of the values are left out, then columns that still
        lack one; where less than half of the columns stay, nothing is found.
    ratio
        Greatest distance, in units of the median nearest-neighbour distance.

    Returns
    -------
    list of (int, int, float)
        Both indices and the distance in these units, closest first.
    """
    telling = values[:, _varies(values)]
    known = np.isfinite(telling)
    kept = np.flatnonzero(known.mean(axis=1) >= KNOWN) if telling.size else np.array([], dtype=int)
    complete = telling[np.ix_(kept, known[kept].all(axis=0))]
    if complete.shape[1] < max(2, telling.shape[1] / 2) or len(complete) < 4:
        return []
    low, high = np.quantile(complete, [0.25, 0.75], axis=0)
    scaled = complete[:, high > low] / (high - low)[high > low]
    if not scaled.shape[1]:
        return []
    from scipy.spatial.distance import pdist, squareform

    distances = squareform(pdist(np.clip(scaled - np.median(scaled, axis=0), -10, 10)))
    np.fill_diagonal(distances, np.inf)
    typical = float(np.median(distances.min(axis=1)))
    if typical == 0:
        return []
    rows, columns = np.nonzero(np.triu(distances <= ratio * typical))
    pairs = zip(rows, columns, strict=True)
    found = [(int(kept[a]), int(kept[b]), float(distances[a, b] / typical)) for a, b in pairs]
    return sorted(found, key=lambda pair: (pair[2], pair[:2]))


def _varies(values: np.ndarray) -> np.ndarray:
    """Columns with more than one value."""
    finite = np.isfinite(values)
    low = np.where(finite, values, np.inf).min(axis=0, initial=np.inf)
    high = np.where(finite, values, -np.inf).max(axis=0, initial=-np.inf)
    return high > low
