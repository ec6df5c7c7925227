"""Measures of predicted numbers, for weighted cases: all resamples at once."""

from __future__ import annotations

import numpy as np


def paired(observed: object, predicted: object) -> tuple[np.ndarray, np.ndarray]:
    """Two rows of numbers of one length, looked at before anything is computed.

    Parameters
    ----------
    observed, predicted
        Shape (cases,), in the same unit.

    Raises
    ------
    ValueError
        If there are fewer than two cases, lengths differ, or a number is missing or infinite.
    """
    observed, predicted = np.asarray(observed, dtype=float), np.asarray(predicted, dtype=float)
    if observed.ndim != 1 or observed.shape != predicted.shape:
        raise ValueError(
            f"Observed and predicted must be one number a case, not {observed.shape} and {predicted.shape}."
        )
    if observed.size < 2:
        raise ValueError(f"At least two cases are needed; there are {observed.size}.")
    if not (np.isfinite(observed).all() and np.isfinite(predicted).all()):
        raise ValueError("A number is missing or infinite; leave those cases out.")
    return observed, predicted


def r2(observed: np.ndarray, predicted: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Share of the variance explained: 1 less squared errors over squared distances from the mean.

    Below 0 the mean would have been the better prediction. Not the squared correlation, which forgives a wrong scale.

    Parameters
    ----------
    observed, predicted
        Shape (cases,).
    weights
        Shape (rows, cases).

    Returns
    -------
    numpy.ndarray
        Shape (rows,); nan where all observed are equal.

    References
    ----------
    Kvalseth 1985, doi:10.1080/00031305.1985.10479448 (his R2 number 1)
    """
    total = weights.sum(axis=1)
    away = observed - observed.mean()
    spread = weights @ away**2 - (weights @ away) ** 2 / total
    left = weights @ (observed - predicted) ** 2
    flat = spread <= 1e-12 * (weights @ away**2)
    return 1 - np.divide(left, spread, out=np.full(left.shape, np.nan), where=~flat)


def mae(observed: np.ndarray, predicted: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Mean absolute error, in the unit of the outcome; parameters as `r2`."""
    return weights @ np.abs(observed - predicted) / weights.sum(axis=1)


def rmse(observed: np.ndarray, predicted: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Root mean squared error, in the unit of the outcome; parameters as `r2`."""
    return np.sqrt(weights @ (observed - predicted) ** 2 / weights.sum(axis=1))


def slope(observed: np.ndarray, predicted: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Calibration slope: of the least-squares line of observed on predicted; 1 is ideal, below 1 is overfitting.

    Parameters as `r2`; nan where all predictions are equal.

    References
    ----------
    Archer et al. 2021, doi:10.1002/sim.8766
    """
    total = weights.sum(axis=1)
    x, y = predicted - predicted.mean(), observed - observed.mean()
    squares = weights @ x**2
    spread = squares - (weights @ x) ** 2 / total
    shared = weights @ (x * y) - (weights @ x) * (weights @ y) / total
    return np.divide(shared, spread, out=np.full(spread.shape, np.nan), where=spread > 1e-12 * squares)


def bias(observed: np.ndarray, predicted: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Mean of predicted less observed (calibration in the large); parameters as `r2`."""
    return weights @ (predicted - observed) / weights.sum(axis=1)
