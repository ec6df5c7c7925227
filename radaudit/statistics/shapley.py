"""Sharing a difference fairly among its causes, whatever the order in which they are taken away."""

from __future__ import annotations

from math import factorial

import numpy as np


def shapley(values: np.ndarray) -> np.ndarray:
    """What each cause adds to a value, averaged over all orders of adding them.

    Parameters
    ----------
    values
        Shape (2 ** causes, ...): the value with each subset of the causes; bit i of the index says whether cause i is
        in it.

    Returns
    -------
    numpy.ndarray
        Shape (causes, ...). The shares add up to ``values[-1] - values[0]``.

    Raises
    ------
    ValueError
        If the number of subsets is no power of two.

    References
    ----------
    Shapley 1953, doi:10.1515/9781400881970-018
    """
    values = np.asarray(values, dtype=float)
    causes = len(values).bit_length() - 1
    if len(values) != 2**causes:
        raise ValueError(f"{len(values)} values are not those of all subsets of some causes.")
    shares = np.zeros((causes, *values.shape[1:]))
    for cause in range(causes):
        for subset in range(2**causes):
            if not subset >> cause & 1:
                size = subset.bit_count()
                weight = factorial(size) * factorial(causes - size - 1) / factorial(causes)
                shares[cause] += weight * (values[subset | 1 << cause] - values[subset])
    return shares


def in_order(values: np.ndarray) -> np.ndarray:
    """What each cause adds when they are added one after the other: the last of the list first.

    Parameters
    ----------
    values
        Shape (causes + 1, ...): entry i is the value with the first i causes taken away.

    Returns
    -------
    numpy.ndarray
        Shape (causes, ...), adding up to ``values[0] - values[-1]``.
    """
    values = np.asarray(values, dtype=float)
    return values[:-1] - values[1:]
