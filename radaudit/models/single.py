"""What one variable alone predicts: a straight line, or a logistic regression of several classes."""

from __future__ import annotations

import numpy as np


def value_of_one(learnt: np.ndarray, target: np.ndarray, asked: np.ndarray) -> np.ndarray:
    """Values by least squares on one variable.

    Parameters
    ----------
    learnt, target
        The variable and the outcome of the rows fitted on; float64, shape (rows,).
    asked
        The variable where a prediction is wanted, shape (cases,).
    """
    design = np.column_stack([np.ones(len(learnt)), learnt])
    offset, slope = np.linalg.lstsq(design, target, rcond=None)[0]
    return offset + slope * asked


def classes_of_one(learnt: np.ndarray, target: np.ndarray, asked: np.ndarray, classes: int) -> np.ndarray:
    """Probabilities of several classes by a logistic regression on one variable and its square, barely penalised.

    The square lets a class in the middle be one. Parameters as `value_of_one`; ``target`` holds numbers of classes.

    Returns
    -------
    numpy.ndarray
        Shape (cases, classes); 0 for a class that no row fitted on has.

    Raises
    ------
    ValueError
        If the rows fitted on are of one class.
    """
    from sklearn.linear_model import LogisticRegression

    middle, spread = learnt.mean(), learnt.std() or 1.0
    model = LogisticRegression(C=1e3, max_iter=1_000).fit(_powers((learnt - middle) / spread), target.astype(int))
    found = np.zeros((len(asked), classes))
    found[:, model.classes_] = model.predict_proba(_powers((asked - middle) / spread))
    return found


def _powers(values: np.ndarray) -> np.ndarray:
    return np.column_stack([values, values**2])
