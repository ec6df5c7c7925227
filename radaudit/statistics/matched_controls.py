"""Planted columns against as many controls that differ from them in nothing that may be seen."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def matched_controls_p(taken: Sequence[tuple[int, int]], planted: int) -> float:
    """How often chance takes as many of the planted columns, given how many were taken in all.

    Each draw plants as many columns as it has controls. If nothing tells the two kinds apart, the number of planted
    ones among all that were taken is hypergeometric; draws are independent, so that their sum is a convolution
    (Fisher's exact test, stratified).

    Parameters
    ----------
    taken
        Of each draw: how many planted columns and how many controls were taken.
    planted
        How many of each kind every draw has.

    Returns
    -------
    float
        One-sided p-value, exact; 1 where nothing or everything was taken.

    Raises
    ------
    ValueError
        If more were taken than there are.

    References
    ----------
    Fisher 1935, doi:10.2307/2342435
    """
    from scipy.stats import hypergeom

    if any(not 0 <= number <= planted for pair in taken for number in pair):
        raise ValueError(f"Of {planted} planted columns and as many controls, no more can be taken: {list(taken)}.")
    chances = np.ones(1)
    for own, control in taken:
        chances = np.convolve(chances, hypergeom(2 * planted, planted, own + control).pmf(np.arange(planted + 1)))
    return float(min(1.0, chances[sum(own for own, _ in taken) :].sum()))
