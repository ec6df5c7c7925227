"""How far the greatest of many values may stand off from the next ones by chance."""

from __future__ import annotations

import numpy as np


def spacing_tails(gaps: np.ndarray, others: int) -> tuple[np.ndarray, float]:
    """Chance that the greatest value of a sample stands off as far as it does, for many samples at once.

    In samples from a distribution with a tail like an exponential or normal one, the spacings between the greatest
    values are independent exponentials, the i-th with mean s / i (Weissman 1978, theorem 2,
    doi:10.1080/01621459.1978.10480104). So the greatest stands off from the one after ``others`` as far as the greatest
    of ``others`` exponentials does (Renyi). The scale s comes from the median of the gaps, which samples with an
    outlier, as long as they are the lesser part, make greater and never smaller.

    Parameters
    ----------
    gaps
        Greatest value less the one that ``others`` are greater than or equal to, one for each sample.
    others
        How many may be outliers together.

    Returns
    -------
    tails
        One for each gap.
    scale
        The common scale s.
    """
    gaps = np.asarray(gaps, dtype=float)
    scale = float(np.median(gaps)) / -np.log1p(-(0.5 ** (1 / others)))
    if not scale > 0:
        return np.ones(len(gaps)), 0.0
    return tail(gaps, scale, others), scale


def tail(gap: np.ndarray | float, scale: float, others: int) -> np.ndarray:
    """Chance that the greatest of ``others`` exponentials with this scale is greater; 1 for a gap of zero or less."""
    ratio = np.asarray(gap, dtype=float) / scale
    above = ratio > 0
    return np.where(above, -np.expm1(others * np.log1p(-np.exp(-np.where(above, ratio, 1.0)))), 1.0)
