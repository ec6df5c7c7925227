"""Whether a row's group can be told from its columns: left out one by one, against permuted groups."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

FIRST, PERMUTATIONS = 199, 999
HOPELESS = 10  # permutations as good as the data among the first, after which no more are made
MOST_ROWS = 500
FEWEST_ROWS = 5  # of a group
RIDGE = 0.1  # sees shifts, scales and correlations in made tables of 120 x 60; ten times as much sees shifts only
OFFSET = 10.0  # added to the kernel: a constant that is hardly shrunk, in place of an intercept
_BATCH = 50


@dataclass(frozen=True)
class GroupPrediction:
    """How well groups are told.

    Attributes
    ----------
    accuracy
        Balanced accuracy of the left-out rows: the mean over groups of the share that is told right.
    chance
        Its mean when groups are permuted.
    p
        Share of permutations as good as the data, or better.
    rows, groups
        How many took part.
    """

    accuracy: float
    chance: float
    p: float
    rows: int
    groups: int


def group_prediction(values: np.ndarray, codes: np.ndarray, seed: int = 0) -> GroupPrediction | None:
    """Predict the group of each row from all others by kernel ridge regression on the groups' indicators.

    The kernel is Gaussian, its width the median distance, so groups are told by level, spread or correlations. A
    prediction is the group whose estimated probability is largest relative to its share of the other rows. Rows are
    left out one by one; the hat matrix gives all of them at once, and permutations of the groups reuse it.

    Parameters
    ----------
    values
        float64, shape (cases, columns), nothing unknown, columns on one scale. Cases must be exchangeable: one row a
        patient.
    codes
        Group of each row; -1 for rows that take no part. Groups of fewer than five rows are left out.
    seed
        Of the permutations, and of the rows where there are more than 500.

    Returns
    -------
    GroupPrediction or None
        None with fewer than two groups, or no column that varies.

    References
    ----------
    Saunders, Gammerman & Vovk 1998, ICML 15:515-521 (kernel ridge regression); Ojala & Garriga 2010,
    https://www.jmlr.org/papers/v11/ojala10a.html (the permutation test)
    """
    random = np.random.default_rng(seed)
    used = np.flatnonzero(
        np.isin(codes, [c for c in np.unique(codes[codes >= 0]) if (codes == c).sum() >= FEWEST_ROWS])
    )
    used = _drawn(used, codes, random)
    columns = values[used]
    columns = columns[:, np.ptp(columns, axis=0) > 0] if len(used) else columns
    names, own = np.unique(codes[used], return_inverse=True)
    if len(names) < 2 or not columns.shape[1]:
        return None
    left_out = left_out_hat(gaussian_kernel(columns))
    observed = float(_accuracies(left_out, own[None, :], len(names))[0])
    null = [_accuracies(left_out, _shuffled(own, FIRST, random), len(names))]
    if (null[0] >= observed - 1e-12).sum() < HOPELESS:
        for start in range(FIRST, PERMUTATIONS, _BATCH):
            null.append(_accuracies(left_out, _shuffled(own, min(_BATCH, PERMUTATIONS - start), random), len(names)))
    permuted = np.concatenate(null)
    p = ((permuted >= observed - 1e-12).sum() + 1) / (len(permuted) + 1)
    return GroupPrediction(observed, float(permuted.mean()), float(p), len(own), len(names))


def gaussian_kernel(values: np.ndarray) -> np.ndarray:
    """Similarity of rows, shape (cases, cases): exp(-d² / median d²)."""
    products = values @ values.T
    squares = np.diag(products)
    distances = np.maximum(squares[:, None] + squares - 2 * products, 0)
    apart = distances[np.triu_indices(len(values), 1)]
    return np.exp(-distances / max(float(np.median(apart)), 1e-300))


def left_out_hat(kernel: np.ndarray) -> np.ndarray:
    """The matrix that takes targets to the predictions of kernel ridge regression for rows that are left out.

    Hoerl and Kennard's shortcut: a left-out prediction is (Hy - h y) / (1 - h), with h on the diagonal of the hat
    matrix H (Allen 1974, doi:10.1080/00401706.1974.10489157).
    """
    kernel = kernel + OFFSET
    hat = np.linalg.solve(kernel + RIDGE * np.eye(len(kernel)), kernel).T
    own = np.diag(hat).copy()
    np.fill_diagonal(hat, 0.0)
    return hat / (1 - own)[:, None]


def _drawn(rows: np.ndarray, codes: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """At most so many rows, of each group the same share, and no group below its least."""
    if len(rows) <= MOST_ROWS:
        return rows
    kept = []
    for code in np.unique(codes[rows]):
        own = rows[codes[rows] == code]
        count = max(FEWEST_ROWS, round(MOST_ROWS * len(own) / len(rows)))
        kept.append(random.choice(own, min(count, len(own)), replace=False))
    return np.sort(np.concatenate(kept))


def _shuffled(own: np.ndarray, count: int, random: np.random.Generator) -> np.ndarray:
    return random.permuted(np.tile(own, (count, 1)), axis=1)


def _accuracies(left_out: np.ndarray, assigned: np.ndarray, groups: int) -> np.ndarray:
    """Balanced accuracy of each assignment of rows to groups, shape (assignments,)."""
    members = (assigned[:, None, :] == np.arange(groups)[None, :, None]).astype(float)
    told = (members.reshape(-1, assigned.shape[1]) @ left_out.T).reshape(members.shape)
    others = (members.sum(axis=2, keepdims=True) - members) / (assigned.shape[1] - 1)
    guessed = (told / others).argmax(axis=1)
    right = (guessed == assigned)[:, None, :] * members
    return (right.sum(axis=2) / members.sum(axis=2)).mean(axis=1)
