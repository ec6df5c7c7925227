"""Whether two sets differ as much as drawing at random makes them differ: neither more nor less."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from radaudit.statistics.permutation import permutation_test

DRAWS = 4_999
_BATCH = 500
RIDGE = 1.0  # penalty on the components, each of length 1, over the number of rows
COMPONENTS = 10


@dataclass(frozen=True)
class Drawn:
    """How sets differ, against sets drawn anew.

    Attributes
    ----------
    too_different, too_alike
        Share of draws that differ as much, and as little.
    apart
        For each variable how far its means lie apart, in SD of what draws make of it (1 is usual); for a group of codes
        the root mean square over its levels.
    """

    too_different: float
    too_alike: float
    apart: Mapping[str, float]


def drawn_anew(
    variables: Mapping[str, np.ndarray], held: np.ndarray, strata: np.ndarray, seed: int = 0
) -> Drawn | None:
    """Compare the sets with sets of equal size that are drawn at random within strata.

    Each variable's difference between the sets is divided by the SD of that difference over the draws; the statistic is
    the mean of the squares over variables. Baseline tables of fabricated trials were found by the same question
    (Carlisle 2017, doi:10.1111/anae.13938), there by p-values and their combination; drawing anew allows for correlated
    and tied variables.

    Parameters
    ----------
    variables
        By name: ranks or other numbers, shape (rows,), or columns that say which group a row is in, shape (rows, k).
    held
        Whether a row is in the test set, bool, shape (rows,).
    strata
        int, shape (rows,): the draw keeps how many of each are held back.

    Returns
    -------
    Drawn or None
        None where no variable can differ between draws.
    """
    table = np.column_stack([own.reshape(len(held), -1) for own in variables.values()]).astype(float)
    owner = np.repeat(np.arange(len(variables)), [own.reshape(len(held), -1).shape[1] for own in variables.values()])
    sums = np.vstack([own @ table for own in _draws(held, strata, seed)])
    middle, spread = sums.mean(axis=0), sums.std(axis=0)
    told = spread > 1e-9 * (1 + np.abs(middle))
    if not told.any():
        return None
    observed = (held.astype(float) @ table - middle)[told] / spread[told]
    null = (sums - middle)[:, told] / spread[told]
    kept = owner[told]
    weights = 1.0 / np.bincount(kept, minlength=len(variables))[kept]
    statistic, permuted = observed**2 @ weights, null**2 @ weights
    apart = {
        name: float(np.sqrt((observed[kept == number] ** 2).mean()))
        for number, name in enumerate(variables)
        if (kept == number).any()
    }
    return Drawn(
        permutation_test(statistic, permuted).p, permutation_test(statistic, permuted, higher_is_better=False).p, apart
    )


def told_apart(features: np.ndarray, held: np.ndarray, strata: np.ndarray, seed: int = 0) -> tuple[float, float] | None:
    """Whether a model tells from the features which set a row is in ("adversarial validation").

    Ridge regression of the set on the first ten principal components of the ranks, each row predicted by the model of
    all others (leave-one-out, by the hat matrix), so that a draw of new sets costs one matrix product.

    Returns
    -------
    (float, float) or None
        The AUC and its p among sets drawn anew; None where there are too few features.
    """
    hat = _hat(features)
    if hat is None:
        return None
    own = np.diag(hat)

    def aucs(sets: np.ndarray) -> np.ndarray:
        from scipy.stats import rankdata

        centred = sets - sets.mean(axis=1, keepdims=True)
        left_out = (centred @ hat - centred * own) / (1 - own)
        ranks = rankdata(left_out, axis=1)
        count = sets.sum(axis=1)
        return ((ranks * sets).sum(axis=1) - count * (count + 1) / 2) / (count * (sets.shape[1] - count))

    null = np.concatenate([aucs(batch) for batch in _draws(held, strata, seed)])
    observed = float(aucs(held[None, :].astype(float))[0])
    return observed, permutation_test(observed, null).p


def _hat(features: np.ndarray) -> np.ndarray | None:
    from scipy.stats import rankdata

    known = features[:, np.isfinite(features).all(axis=0)]
    ranks = rankdata(known, axis=0) if known.size else known
    ranks = ranks[:, np.ptp(ranks, axis=0) > 0] if known.size else ranks
    if ranks.shape[1] < 2:
        return None
    table = (ranks - ranks.mean(axis=0)) / ranks.std(axis=0)
    left, lengths, _ = np.linalg.svd(table, full_matrices=False)
    left, lengths = left[:, :COMPONENTS], lengths[:COMPONENTS]
    left = left[:, lengths > 1e-6 * lengths[0]]
    return left @ left.T / (1 + RIDGE / len(table)) + 1 / len(table)


def _draws(held: np.ndarray, strata: np.ndarray, seed: int):
    """Sets drawn anew, float, in batches of shape (draws, rows)."""
    random = np.random.default_rng(seed)
    order = np.argsort(strata, kind="stable")
    inner = strata[order].astype(float)
    for start in range(0, DRAWS, _BATCH):
        many = min(_BATCH, DRAWS - start)
        keys = inner + random.uniform(size=(many, len(held)))  # sorts within strata only: codes are whole numbers
        sets = np.empty((many, len(held)))
        sets[:, order] = held[order][np.argsort(keys, axis=1)]
        yield sets
