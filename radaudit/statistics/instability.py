"""How much a case's prediction depends on which patients happened to be in the training set."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, eq=False)
class Instability:
    """Predictions of models refitted to resamples, against the original model's.

    Attributes
    ----------
    original
        Shape (cases,): the original model's predictions.
    mape
        Shape (cases,): mean absolute difference between the refitted models' predictions and the original one.
    low, high
        Shape (cases,): the range that holds 95 % of a case's predictions.
    reclassified
        Shape (cases,): share of refitted models that put the case on the other side of the threshold; None without
        a threshold.
    """

    original: np.ndarray
    mape: np.ndarray
    low: np.ndarray
    high: np.ndarray
    reclassified: np.ndarray | None

    @property
    def mean_mape(self) -> float:
        """Mean of `mape` over the cases."""
        return float(self.mape.mean())


def instability(original: object, refitted: object, threshold: float | None = None, level: float = 0.95) -> Instability:
    """Summarise the predictions of refitted models, case by case.

    The refits must go through the whole modelling again (selection, tuning, ...), each on a bootstrap sample of the
    development cases; Riley and Collins recommend 200 of them or more.

    Parameters
    ----------
    original
        Shape (cases,).
    refitted
        Shape (refits, cases), for the same cases.
    threshold
        A prediction at or above it is positive; None: no classification is looked at.
    level
        Share of a case's predictions between `low` and `high`.

    Raises
    ------
    ValueError
        If there are no refits, lengths differ, or a prediction is missing.

    References
    ----------
    Riley & Collins 2023, doi:10.1002/bimj.202200302
    """
    original, refitted = np.asarray(original, dtype=float), np.asarray(refitted, dtype=float)
    if original.ndim != 1 or refitted.ndim != 2 or refitted.shape[1] != original.size or not refitted.size:
        raise ValueError(f"Refitted predictions must be refits by {original.size} cases, not {refitted.shape}.")
    if np.isnan(original).any() or np.isnan(refitted).any():
        raise ValueError("A prediction is missing (not a number).")
    low, high = np.quantile(refitted, [(1 - level) / 2, (1 + level) / 2], axis=0)
    changed = None
    if threshold is not None:
        changed = ((refitted >= threshold) != (original >= threshold)).mean(axis=0)
    return Instability(original, np.abs(refitted - original).mean(axis=0), low, high, changed)
