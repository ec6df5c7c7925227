"""On which rows columns were made independent of each other, or of a covariate: those on which it is exact.

Principal components have no correlation over the rows they were fitted on, and residuals of a regression none with its
covariate. Both hold there to the last printed digit, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from radaudit.forensics.scope import FEWEST_COLUMNS, LOSER, WINNER, Scope

EXACT = 1e-7  # correlation that sums of floats leave
SIGMAS = 4.0  # of what rounding leaves in a correlation
FEWEST_PER_COLUMN = 2  # rows for each column: with fewer, hardly a correlation is free
COARSEST = 1e-3  # of a column's SD: beyond it, a correlation of 0 within rounding is no surprise


def rotation_scope(values: np.ndarray, half: np.ndarray, subsets: Mapping[str, np.ndarray]) -> Scope | None:
    """The rows over which the columns have no correlation at all, as principal components have.

    Parameters
    ----------
    values, half, subsets
        As `scope.scaling_scope`.
    """
    fine = _fine(values, half)
    if fine.sum() < FEWEST_COLUMNS:
        return None
    return _best("pca", values[:, fine], half[:, fine], subsets, _uncorrelated)


def residual_scope(
    values: np.ndarray, half: np.ndarray, subsets: Mapping[str, np.ndarray], covariate: np.ndarray, name: str
) -> Scope | None:
    """The rows over which no column has any correlation with a covariate, as residuals of a regression on it have.

    Parameters
    ----------
    covariate
        float64, shape (cases, k), nan where unknown.
    name
        Of the covariate; the scope's method is "residuals of" it.
    """
    fine = _fine(values, half)
    if fine.sum() < FEWEST_COLUMNS or not np.isfinite(covariate).all():
        return None

    def free(own: np.ndarray, slack: np.ndarray, rows: np.ndarray) -> np.ndarray:
        z = covariate[rows] - covariate[rows].mean(axis=0)
        length = np.sqrt((z**2).sum(axis=0))
        z = z[:, length > 1e-9 * (1 + np.abs(covariate[rows]).max(axis=0))]
        if not z.shape[1]:
            return np.zeros(own.shape[1], dtype=bool)
        products = np.abs((z / np.sqrt((z**2).sum(axis=0))).T @ own)
        return (products <= _limit(slack)).all(axis=0)

    return _best(f"residuals of {name}", values[:, fine], half[:, fine], subsets, free)


def _uncorrelated(own: np.ndarray, slack: np.ndarray, rows: np.ndarray) -> np.ndarray:
    count = own.shape[1]
    if len(own) < FEWEST_PER_COLUMN * count:
        return np.zeros(count, dtype=bool)
    products = np.abs(own.T @ own)
    np.fill_diagonal(products, 0)
    return (products <= np.add.outer(_limit(slack), _limit(slack))).all(axis=0)


def _limit(slack: np.ndarray) -> np.ndarray:
    """How large the product of a column of length 1 with another may be."""
    return SIGMAS * slack / np.sqrt(3) + EXACT


def _best(method: str, values: np.ndarray, half: np.ndarray, subsets: Mapping[str, np.ndarray], exact) -> Scope | None:
    shares: dict[str, float] = {}
    seen: set[bytes] = set()
    for name, rows in subsets.items():
        if rows.sum() < 2 * FEWEST_COLUMNS or rows.tobytes() in seen:
            continue
        seen.add(rows.tobytes())
        own = values[rows] - values[rows].mean(axis=0)
        length = np.sqrt((own**2).sum(axis=0))
        varies = length > 0
        made = np.zeros(values.shape[1], dtype=bool)
        if varies.sum() >= FEWEST_COLUMNS:
            slack = half[rows].max(axis=0)[varies] / length[varies]
            made[varies] = exact(own[:, varies] / length[varies], slack, rows)
        shares[name] = float(made.mean())
    ranked = [*sorted(shares.values(), reverse=True), 0.0]
    if not shares or ranked[0] < WINNER or ranked[1] > LOSER:
        return None
    return Scope(method, max(shares, key=shares.get), False, ranked[0], ranked[1], values.shape[1])


def _fine(values: np.ndarray, half: np.ndarray) -> np.ndarray:
    """Complete columns that vary and were printed finely enough."""
    known = np.isfinite(values).all(axis=0)
    spread = np.std(np.where(known, values, 0), axis=0)
    return known & (spread > 0) & (np.median(half, axis=0) <= COARSEST * spread)
