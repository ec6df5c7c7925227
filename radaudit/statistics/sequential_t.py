"""A one-sided t-test that may be looked at after every value, and stopped when it has seen enough."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

EFFECTS = (0.25, 0.5, 1.0, 2.0, 4.0)  # shifts in standard deviations that the test is made to see, weighted alike
LEAST = 8  # values before the first look: AUCs are not quite normal
_STEP = 0.1  # of the grid; a bell of width 1 is integrated to more digits than are needed


@dataclass(frozen=True)
class Race:
    """Two tests on the same values, whichever ends first.

    Attributes
    ----------
    verdict
        "above": the mean is above `null`. "below": it is below `null` + `margin`. "open": more values are needed.
    used
        Values seen when it was settled; all of them while it is open.
    above, below
        Evidence then, for either answer: at a true null it ever reaches 1 / level with a probability of at most level.
    """

    verdict: str
    used: int
    above: float
    below: float


def sequential_t(values: object, null: float) -> np.ndarray:
    """Evidence against a mean of `null` or less, after each value.

    The likelihood ratio of the t statistics seen so far, means above `null` against a mean of `null`, averaged over
    `EFFECTS`. It doesn't depend on the unknown standard deviation, and is a martingale if the values are independent
    and normal with mean `null` (below it, it falls): by Ville's inequality it ever exceeds 1 / a with a probability of
    at most a. So it may be looked at after every value, and values may be added later.

    Parameters
    ----------
    values
        Shape (values,), in the order in which they came.
    null
        The mean that they are tested against.

    Returns
    -------
    numpy.ndarray
        float64, shape (values,); 1 before the `LEAST`-th. Values that are all `null` are no evidence at all; of equal
        values above it each adds.

    References
    ----------
    Rushton 1950, doi:10.1093/biomet/37.3-4.326: the sequential t-test; Ville 1939 and Robbins 1970,
    doi:10.1214/aoms/1177696786: stopping at will.
    """
    away = np.asarray(values, dtype=float).ravel() - null
    away[np.abs(away) < 1e-12] = 0.0
    spread, total = np.sqrt(np.cumsum(away**2)), np.cumsum(away)
    lean = np.divide(total, spread, out=np.zeros(away.size), where=spread > 0)
    found = np.ones(away.size)
    for position in range(LEAST - 1, away.size):
        if spread[position] > 0:
            found[position] = _ratio(lean[position], position + 1)
    return found


def _ratio(lean: float, values: int) -> float:
    """Of the densities of t, given the sum of the values over the root of the sum of their squares.

    With the scale integrated out (density 1 / scale), a shift of d standard deviations has the likelihood
    exp(-n d^2 / 2) times the integral of s^(n - 1) exp(-s^2 / 2 + d lean s) over s > 0.
    """
    effects = np.array(EFFECTS)
    scale = np.arange(_STEP, (1 + max(EFFECTS)) * np.sqrt(values) + 10, _STEP)
    at_null = (values - 1) * np.log(scale) - scale**2 / 2
    shifted = at_null + np.outer(effects * lean, scale)
    logs = np.logaddexp.reduce(shifted, axis=1) - np.logaddexp.reduce(at_null) - values * effects**2 / 2
    return float(np.exp(np.minimum(logs, 500)).mean())


def race(values: object, null: float = 0.5, margin: float = 0.05, level: float = 0.01) -> Race:
    """Whether the mean lies above `null`, or at least below `null` + `margin`.

    Parameters
    ----------
    values
        Shape (values,), in the order in which they came.
    null, margin
        A mean up to `null` is what should be; one of `null` + `margin` matters.
    level
        The probability of each wrong answer, at most, over all looks together.

    Returns
    -------
    Race
        The same for any values that are added after it was settled.
    """
    values = np.asarray(values, dtype=float).ravel()
    above, below = sequential_t(values, null), sequential_t(-values, -(null + margin))
    settled = np.flatnonzero((above >= 1 / level) | (below >= 1 / level))
    if not settled.size:
        return Race("open", values.size, *((float(above[-1]), float(below[-1])) if values.size else (1.0, 1.0)))
    first = int(settled[0])
    verdict = "above" if above[first] >= 1 / level else "below"
    return Race(verdict, first + 1, float(above[first]), float(below[first]))
