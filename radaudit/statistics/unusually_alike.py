"""Pairs that lie closer together than the others of their kind do by chance."""

from __future__ import annotations

import numpy as np

FEWEST = 8  # pairs that are not equal, below which their spread says little
_LEAST_SPREAD = 0.2  # of the logarithm: people's differences vary by a fifth at the least
_TO_SIGMA = 1.4826  # median absolute deviations of a normal distribution in its standard deviation


def alike_p(distances: object, least: object) -> np.ndarray | None:
    """How likely a distance as small as each is, if it came from where the others come from.

    Distances of pairs that differ are held to be log-normal; centre and spread are the median and the median absolute
    deviation, which some copies don't move, and a pair's own value is judged by Student's distribution, with an
    allowance for the centre's error. Bonferroni's correction for the number of pairs is in. Distances with a longer
    tail towards 0 than that have small p-values by themselves (of 60 from Beta(2, 10), one below 0.001 in 8 % of
    simulations), so a small one alone is no proof: ask for a small distance as well.

    Parameters
    ----------
    distances
        Shape (pairs,), 0 for equal ones; nan for what could not be measured.
    least
        What a distance of 0 is counted as: the smallest that could have been seen. Shape (pairs,), or one for all.

    Returns
    -------
    numpy.ndarray or None
        Corrected p-values, shape (pairs,), nan where there is no distance; None with fewer than `FEWEST` pairs that
        differ.

    References
    ----------
    Prediction interval with a robust centre: Iglewicz & Hoaglin 1993, How to detect and handle outliers, section 3;
    the efficiency of the median, pi/2, widens its error.
    """
    from scipy.special import stdtr

    distances = np.asarray(distances, dtype=float)
    known, apart = np.isfinite(distances), distances > 0
    others = np.log(distances[known & apart])
    if others.size < FEWEST:
        return None
    logs = np.full(distances.shape, np.nan)
    logs[known] = np.log(np.maximum(distances[known], np.broadcast_to(least, distances.shape)[known]))
    centre = np.median(others)
    spread = max(_TO_SIGMA * float(np.median(np.abs(others - centre))), _LEAST_SPREAD)
    error = spread * (1 + np.pi / 2 / others.size) ** 0.5
    # A median absolute deviation tells as much of the spread as the standard deviation of 37 % as many values.
    freedom = max(0.37 * (others.size - 1), 2.0)
    return np.minimum(stdtr(freedom, (logs - centre) / error) * known.sum(), 1.0)
