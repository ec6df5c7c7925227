"""Which features can be harmonised, and what stands in an empty cell while they are."""

from __future__ import annotations

import numpy as np

MOST_MISSING = 0.2  # of a batch's cells of a feature; with more, what stands in for them would say too much
EXACT = 1e-20  # share of a feature's variance that is left: below it, batch and covariates give the feature exactly


def usable(
    table: np.ndarray, codes: np.ndarray, mean_only: bool = False, design: np.ndarray | None = None
) -> tuple[np.ndarray, tuple[str, ...]]:
    """Features that tell how batches differ, and sentences on the others.

    Left out are features that have one value, in all rows or in a batch (as R's ComBat does: `sva`, since 3.35), that
    are often empty, or that batch and covariates give exactly.

    Parameters
    ----------
    table
        float64, shape (rows, features); cells that are not finite are missing.
    codes
        The rows' batches, from 0 on.
    mean_only
        Whether scales stay as they are, so that a batch may have one value.
    design
        Columns of batches and covariates, none of which the others give; shape (rows, columns).

    Returns
    -------
    kept : np.ndarray
        bool, shape (features,).
    notes : tuple of str
    """
    known = np.isfinite(table)
    flat, empty = _spread(table, known) == 0, np.zeros(table.shape[1], dtype=bool)
    within = np.zeros_like(flat)
    for code in range(codes.max() + 1):
        rows = codes == code
        empty |= known[rows].mean(axis=0) < 1 - MOST_MISSING
        if not mean_only:
            within |= _spread(table[rows], known[rows]) == 0
    empty |= ~known.any(axis=0)
    kept = ~(flat | within | empty)
    exact = np.zeros_like(kept)
    if design is not None and kept.any():
        own = filled(table if kept.all() else table[:, kept], design)
        directions = np.linalg.qr(design)[0]
        left = own - directions @ (directions.T @ own)
        exact[kept] = np.einsum("ij,ij->j", left, left) <= EXACT * len(own) * own.var(axis=0)
    counted = (
        (empty, "empty in more than a fifth of a batch"),
        (flat & ~empty, "one value in all rows"),
        (within & ~flat & ~empty, "one value in a batch"),
        (exact, "no variance left beyond batch and covariates"),
    )
    notes = [_left(int(which.sum()), what) for which, what in counted if which.any()]
    holes = int((~known[:, kept & ~exact]).sum())
    if holes:
        stood = (
            "while fitting, what batch and covariates let one expect stood in, which understates the spread a little"
        )
        notes.append(f"{holes} empty cell{'' if holes == 1 else 's'} stayed empty; {stood}.")
    return kept & ~exact, tuple(notes)


def filled(table: np.ndarray, design: np.ndarray) -> np.ndarray:
    """The table with empty cells as least squares expects them from the others, which leaves its estimates as they are.

    Parameters
    ----------
    table
        float64, shape (rows, features).
    design
        Columns of batches and covariates; shape (rows, columns).
    """
    known = np.isfinite(table)
    holed = np.flatnonzero(~known.all(axis=0))
    if not len(holed):
        return table
    made = table.copy()
    patterns, which = np.unique(known[:, holed], axis=1, return_inverse=True)
    for place, rows in enumerate(patterns.T):
        own = holed[which.reshape(-1) == place]
        effects = np.linalg.lstsq(design[rows], table[np.ix_(rows, own)], rcond=None)[0]
        made[np.ix_(~rows, own)] = design[~rows] @ effects
    return made


def _spread(table: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Largest less smallest value of each feature; 0 where there is none."""
    if not len(table):
        return np.zeros(table.shape[1])
    if known.all():
        return np.ptp(table, axis=0)
    high = np.where(known, table, -np.inf).max(axis=0)
    low = np.where(known, table, np.inf).min(axis=0)
    return np.where(known.any(axis=0), high - low, 0.0)


def _left(number: int, what: str) -> str:
    word, verb = ("feature", "stays as it is") if number == 1 else ("features", "stay as they are")
    return f"{number} {word} {verb}: {what}."
