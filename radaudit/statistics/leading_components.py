"""The first principal components of a table, without those that nobody looks at."""

from __future__ import annotations

import numpy as np

EMPTY = 1e-12  # of the whole variance: what rounding leaves of a component that isn't there


def leading_components(values: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Scores on the components of largest variance, from the eigenvectors of the smaller Gram matrix.

    Parameters
    ----------
    values
        float64, shape (cases, columns), columns centred.
    count
        How many at most; fewer where there are fewer.

    Returns
    -------
    scores
        Shape (cases, k), the largest component first; of each the loading that is largest is positive, so that every
        machine gives the same sign.
    shares
        Of the whole sum of squares, shape (k,).
    """
    from scipy.linalg import eigh

    total = float((values**2).sum())
    size = min(values.shape)
    if size == 0 or total == 0:
        return np.zeros((len(values), 0)), np.zeros(0)
    tall = values.shape[0] > values.shape[1]
    gram = values.T @ values if tall else values @ values.T
    squares, vectors = eigh(gram, subset_by_index=[max(0, size - count), size - 1])
    squares, vectors = squares[::-1], vectors[:, ::-1]
    kept = squares > EMPTY * total
    squares, vectors = squares[kept], vectors[:, kept]
    loadings = vectors if tall else values.T @ vectors / np.sqrt(squares)
    signs = np.sign(np.take_along_axis(loadings, np.abs(loadings).argmax(axis=0)[None, :], axis=0))[0]
    scores = values @ vectors if tall else vectors * np.sqrt(squares)
    return scores * signs, squares / total
