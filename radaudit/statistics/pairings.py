"""Predictions dealt to other cases: the figure where prediction and outcome have nothing to do with each other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np


def pairings(cases: int, seed: int, most: int = 400) -> Iterator[np.ndarray]:
    """Orders of the cases that, between them, pair every case with every other equally often.

    The rotations of a random order and of its mirror image. A measure that is a mean over cases, or over pairs of
    cases, has as its mean over all of them exactly its mean over all permutations: one half for the AUC and the
    concordance index, the Brier score or absolute error of all predictions against all outcomes.

    Parameters
    ----------
    cases
        How many there are.
    seed
        Of the random order.
    most
        Orders beyond so many are left out, evenly; then the means are exact no more, but without bias.

    Yields
    ------
    numpy.ndarray
        int64, shape (cases,): the case whose outcome each case is given.

    References
    ----------
    The no-information error rate of Efron & Tibshirani 1997, doi:10.1080/01621459.1997.10474007, equation 26, for
    measures that are no means over cases too.
    """
    order = np.random.default_rng(seed).permutation(cases)
    turns = np.arange(cases)
    if 2 * cases > most:
        turns = np.linspace(0, cases, max(1, most // 2), endpoint=False).astype(int)
    back = np.empty(cases, dtype=int)
    back[order] = np.arange(cases)  # the place of each case in the order
    for turn in turns:
        yield order[(back + turn) % cases]
        yield order[(turn - back) % cases]
