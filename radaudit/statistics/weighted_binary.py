"""Measures of a binary prediction for weighted cases: all resamples at once, patients kept whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from radaudit.statistics.logistic import fit_weighted


def _ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    return np.divide(above, below, out=np.full(below.shape, np.nan), where=below > 0)


# From weights of the true positives, false positives, true negatives and false negatives; nan where undefined.
OF_COUNTS: Mapping[str, Callable[..., np.ndarray]] = MappingProxyType(
    {
        "accuracy": lambda tp, fp, tn, fn: _ratio(tp + tn, tp + fp + tn + fn),
        "sensitivity": lambda tp, fp, tn, fn: _ratio(tp, tp + fn),
        "specificity": lambda tp, fp, tn, fn: _ratio(tn, tn + fp),
        "ppv": lambda tp, fp, tn, fn: _ratio(tp, tp + fp),
        "npv": lambda tp, fp, tn, fn: _ratio(tn, tn + fn),
        "balanced_accuracy": lambda tp, fp, tn, fn: (_ratio(tp, tp + fn) + _ratio(tn, tn + fp)) / 2,
        "f1": lambda tp, fp, tn, fn: np.where(tp + fn > 0, _ratio(2 * tp, 2 * tp + fp + fn), np.nan),
    }
)


def of_threshold(name: str, positive: np.ndarray, events: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """A measure of the four counts.

    Parameters
    ----------
    name
        A key of `OF_COUNTS`.
    positive, events
        Booleans, shape (cases,): predicted, and happened.
    weights
        Shape (rows, cases).

    Returns
    -------
    numpy.ndarray
        Shape (rows,); nan where there is nothing to take the share of.
    """
    cells = np.column_stack([positive & events, positive & ~events, ~positive & ~events, ~positive & events])
    return OF_COUNTS[name](*(weights @ cells).T)


def brier(scores: np.ndarray, events: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Mean squared distance between probability and outcome; shape (rows,)."""
    return weights @ (scores - events) ** 2 / weights.sum(axis=1)


def calibration_slope(logits: np.ndarray, events: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Slope of the logistic regression of the outcome on the logit; nan where no finite one fits best."""
    centre, spread = logits.mean(), logits.std()
    design = np.column_stack([np.ones_like(logits), (logits - centre) / spread])
    return fit_weighted(design, events, weights)[:, 1] / spread


def calibration_intercept(logits: np.ndarray, events: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Intercept of the logistic regression with the logit as offset; nan where there is one class only."""
    return fit_weighted(np.ones((logits.size, 1)), events, weights, logits)[:, 0]
