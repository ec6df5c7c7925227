"""What was learnt of batches: shifts, scales and the effects of covariates."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class Estimates:
    """Parameters by which any row can be harmonised (Johnson 2007, doi:10.1093/biostatistics/kxj037, section 3).

    A value is ``y = grand + C effects + deviation * (gamma + sqrt(delta) * e)``; harmonised it is
    ``grand + C effects + deviation * e``.

    Attributes
    ----------
    grand, deviation
        Mean and standard deviation; float64, shape (features,).
    effects
        Of the covariates' columns; float64, shape (columns, features).
    gamma, delta
        Shift and variance of each batch, in units of ``deviation``; float64, shape (batches, features).
    basis
        The splines of smooth terms, as the library made them; None without any.
    """

    grand: np.ndarray = field(repr=False)
    deviation: np.ndarray = field(repr=False)
    effects: np.ndarray = field(repr=False)
    gamma: np.ndarray = field(repr=False)
    delta: np.ndarray = field(repr=False)
    basis: object | None = field(default=None, repr=False)

    def expected(self, columns: np.ndarray) -> np.ndarray:
        """What the covariates let one expect; float64, shape (rows, features).

        Added column by column, so that a row has the same bits alone and among others.
        """
        made = np.repeat(self.grand[None, :], len(columns), axis=0)
        for column, effect in zip(columns.T, self.effects, strict=True):
            made += column[:, None] * effect
        return made
