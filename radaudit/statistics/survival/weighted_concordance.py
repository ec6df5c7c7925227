"""Harrell's C of weighted cases: of all resamples at once."""

from __future__ import annotations

import numpy as np

from radaudit.statistics.survival.concordance import comparable

_NUMBERS_AT_ONCE = 4_000_000


def weighted_c(times: np.ndarray, events: np.ndarray, risks: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Share of comparable pairs in which the case at higher risk has the event first; ties of risk count half.

    A case drawn twice is two cases: its copies, with equal times, tell nothing of each other, as in `harrell_c`.

    Parameters
    ----------
    times, events, risks
        Shape (cases,), as `harrell_c` takes them.
    weights
        Shape (rows, cases), not negative.

    Returns
    -------
    numpy.ndarray
        Shape (rows,); nan where no pair that can be compared has weight.

    References
    ----------
    Harrell et al. 1982, doi:10.1001/jama.1982.03320430047030
    """
    early = np.flatnonzero(events & weights.any(axis=0))
    at_once = max(1, _NUMBERS_AT_ONCE // len(times))
    won, total = np.zeros(len(weights)), np.zeros(len(weights))
    for start in range(0, len(early), at_once):
        own = early[start : start + at_once]
        pairs = comparable(times, events, own)
        points = pairs * (0.5 + 0.5 * np.sign(risks[own, None] - risks))
        won += np.einsum("ij,ij->i", weights @ points.T, weights[:, own])
        total += np.einsum("ij,ij->i", weights @ pairs.T, weights[:, own])
    return np.divide(won, total, out=np.full(len(weights), np.nan), where=total > 0)
