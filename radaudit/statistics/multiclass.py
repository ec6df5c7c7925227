"""Measures of predictions of three or more classes, for weighted cases: all resamples at once."""

from __future__ import annotations

from itertools import combinations

import numpy as np

from radaudit.statistics.weighted_auc import weighted_auc


def classes_of(labels: object, scores: object, classes: object = None) -> tuple[np.ndarray, np.ndarray]:
    """Labels as column numbers, and scores, looked at before anything is computed.

    Parameters
    ----------
    labels
        Shape (cases,): the class of each case.
    scores
        Shape (cases, classes): a probability or score of each class.
    classes
        Shape (classes,): the class of each column; None: the sorted labels.

    Returns
    -------
    places, scores
        Integers, shape (cases,), and float64.

    Raises
    ------
    ValueError
        If there are no cases or fewer than two classes, lengths differ, a score is missing, a label is no class, or a
        class has no case.
    """
    labels, scores = np.asarray(labels), np.asarray(scores, dtype=float)
    if labels.ndim != 1 or scores.ndim != 2 or len(scores) != labels.size or not labels.size:
        raise ValueError("Scores must be one row a case and one column a class.")
    if np.isnan(scores).any():
        raise ValueError("A score is missing (not a number); leave those cases out.")
    names = np.unique(labels) if classes is None else np.asarray(classes)
    if names.size != scores.shape[1] or names.size < 2:
        raise ValueError(f"There are {scores.shape[1]} columns of scores for {names.size} classes.")
    order = np.argsort(names, kind="stable")
    nearest = np.searchsorted(names[order], labels).clip(max=names.size - 1)
    places = order[nearest]
    if (names[places] != labels).any():
        raise ValueError("A case has a label that is none of the classes.")
    if np.unique(places).size < names.size:
        raise ValueError("A class has no case, so measures over all classes are not defined.")
    return places, scores


def one_vs_rest_auc(places: np.ndarray, scores: np.ndarray, weights: np.ndarray, weighted: bool = False) -> np.ndarray:
    """Mean over the classes of the AUC of a class's score against all other classes.

    Parameters
    ----------
    places, scores
        As `classes_of` gives them.
    weights
        Shape (rows, cases).
    weighted
        Weight the classes by their cases; plain mean (macro) otherwise.

    Returns
    -------
    numpy.ndarray
        Shape (rows,).

    References
    ----------
    Provost & Domingos 2001, CeDER working paper IS-00-04
    """
    own = places == np.arange(scores.shape[1])[:, None]
    each = np.array([weighted_auc(scores[:, place], weights * mine, weights * ~mine) for place, mine in enumerate(own)])
    if not weighted:
        return each.mean(axis=0)
    share = own @ weights.T
    return (each * share).sum(axis=0) / share.sum(axis=0)


def hand_till(places: np.ndarray, scores: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Hand and Till's M: mean over pairs of classes of how well each one's score tells it from the other.

    Unlike one against the rest it does not depend on how frequent the classes are.

    Parameters
    ----------
    places, scores, weights
        As `one_vs_rest_auc`.

    References
    ----------
    Hand & Till 2001, doi:10.1023/A:1010920819831
    """
    own = [places == place for place in range(scores.shape[1])]
    each = [
        weighted_auc(scores[:, one], weights * own[one], weights * own[other])
        for pair in combinations(range(len(own)), 2)
        for one, other in (pair, pair[::-1])
    ]
    return np.mean(each, axis=0)


def confusion_counts(places: np.ndarray, predicted: np.ndarray, classes: int, weights: np.ndarray) -> np.ndarray:
    """Weight of the cases of each class by predicted class.

    Parameters
    ----------
    places, predicted
        Integers, shape (cases,): the true and the predicted class.
    classes
        How many there are.
    weights
        Shape (rows, cases).

    Returns
    -------
    numpy.ndarray
        Shape (rows, classes, classes); the second axis is the true class.
    """
    cell = np.zeros((places.size, classes * classes))
    cell[np.arange(places.size), places * classes + predicted] = 1
    return (weights @ cell).reshape(-1, classes, classes)


def accuracy(counts: np.ndarray) -> np.ndarray:
    """Share of cases predicted rightly, of `confusion_counts`; shape (rows,)."""
    return np.trace(counts, axis1=1, axis2=2) / counts.sum(axis=(1, 2))


def balanced_accuracy(counts: np.ndarray) -> np.ndarray:
    """Mean over the classes of the share predicted rightly; nan in rows where a class has no case."""
    of_class = counts.sum(axis=2)
    right = np.diagonal(counts, axis1=1, axis2=2)
    return np.divide(right, of_class, out=np.full(right.shape, np.nan), where=of_class > 0).mean(axis=1)


def macro_f1(counts: np.ndarray) -> np.ndarray:
    """Mean over the classes of F1; a class neither present nor predicted in a row makes it nan."""
    right = np.diagonal(counts, axis1=1, axis2=2)
    involved = counts.sum(axis=1) + counts.sum(axis=2)
    return np.divide(2 * right, involved, out=np.full(right.shape, np.nan), where=involved > 0).mean(axis=1)
