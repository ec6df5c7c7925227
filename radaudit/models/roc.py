"""The ROC curve."""

from __future__ import annotations

import numpy as np


def roc_points(events: np.ndarray, scores: np.ndarray) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """1 - specificity and sensitivity at every threshold that matters.

    Parameters
    ----------
    events, scores
        bool and float64, shape (cases,).
    """
    from sklearn.metrics import roc_curve

    false_positive, true_positive, _ = roc_curve(events, scores)
    return tuple(map(float, false_positive)), tuple(map(float, true_positive))
