"""The AUC of weighted cases, of all resamples or all permutations at once."""

from __future__ import annotations

import numpy as np

from radaudit.statistics.bootstrap import RESAMPLES
from radaudit.statistics.delong import auc
from radaudit.statistics.events import aligned, both_classes
from radaudit.statistics.interval import Interval
from radaudit.statistics.resampling import interval_of_draws, resampled_weights

_NUMBERS_AT_ONCE = 8_000_000
# Up to so many pairs of an event and a non-event, a product of matrices beats sorting (and whole numbers stay exact in
# float32).
_PAIRS_AT_ONCE = 2_500_000


def weighted_auc(scores: np.ndarray, yes: np.ndarray, no: np.ndarray) -> np.ndarray:
    """Share of pairs in which the event scores higher than the non-event, ties half, pairs weighted.

    Parameters
    ----------
    scores
        Shape (cases,).
    yes, no
        Shape (rows, cases), not negative: weights as an event and as a non-event; 0 where a case is none.

    Returns
    -------
    numpy.ndarray
        Shape (rows,); nan where either class has no weight.
    """
    some, others = np.flatnonzero(yes.any(axis=0)), np.flatnonzero(no.any(axis=0))
    total = yes.sum(axis=1) * no.sum(axis=1)
    if some.size * others.size <= _PAIRS_AT_ONCE:
        won = _won_by_pairs(scores[some], scores[others], yes[:, some], no[:, others])
    else:
        won = _won_by_ranks(scores, yes, no)
    return np.divide(won, total, out=np.full(total.shape, np.nan), where=total > 0)


def resampled_aucs(
    scores: object, events: object, resamples: int = RESAMPLES, seed: int = 0, groups: object = None
) -> np.ndarray:
    """AUCs of resamples of the cases, within the classes, or of the patients where groups are given.

    Parameters
    ----------
    scores
        Shape (cases,) or (scores, cases): all features of a table see the same resamples.
    events
        Shape (cases,), booleans.
    resamples, seed, groups
        As `resampled_weights`, with the classes as strata.

    Returns
    -------
    numpy.ndarray
        Shape (resamples,) or (scores, resamples); nan where, with patients, a resample has one class only.

    Raises
    ------
    ValueError
        If lengths differ, a score is missing, or there is one class only.
    """
    scores, events = aligned(scores, events)
    both_classes(events, "An AUC")
    rows = np.atleast_2d(scores)
    yes, no = np.flatnonzero(events), np.flatnonzero(~events)
    small = yes.size * no.size <= _PAIRS_AT_ONCE
    found, done = np.empty((len(rows), resamples)), 0
    for block in resampled_weights(events.size, resamples, seed, events, groups):
        place = slice(done, done := done + len(block))
        of_yes, of_no = block[:, yes], block[:, no]
        total = of_yes.sum(axis=1) * of_no.sum(axis=1)
        if small:
            of_yes, of_no = of_yes.astype(np.float32), of_no.astype(np.float32)
        else:
            of_yes, of_no = block * events, block * ~events
        for row, values in enumerate(rows):
            if small:
                won = _won_by_pairs(values[yes], values[no], of_yes, of_no)
            else:
                won = _won_by_ranks(values, of_yes, of_no)
            found[row, place] = np.divide(won, total, out=np.full(total.shape, np.nan), where=total > 0)
    return found if scores.ndim == 2 else found[0]


def bootstrap_auc(
    scores: object,
    events: object,
    level: float = 0.95,
    seed: int = 0,
    resamples: int = RESAMPLES,
    groups: object = None,
) -> Interval:
    """AUC with a percentile bootstrap within the classes, or of patients where groups are given.

    Parameters
    ----------
    scores, events
        Shape (cases,).
    level, seed, resamples, groups
        As `resampled_interval`.

    Raises
    ------
    ValueError
        If lengths differ, a score is missing, or there is one class only.
    """
    draws = resampled_aucs(scores, events, resamples, seed, groups)
    return interval_of_draws(auc(scores, events), draws, level, seed, np.asarray(events), groups)


def _won_by_pairs(high: np.ndarray, low: np.ndarray, yes: np.ndarray, no: np.ndarray) -> np.ndarray:
    """Weight of the pairs won, from every pair."""
    points = (0.5 + 0.5 * np.sign(_difference(high, low))).astype(yes.dtype)
    return np.einsum("ij,ij->i", yes @ points, no).astype(float)


def _difference(high: np.ndarray, low: np.ndarray) -> np.ndarray:
    """Of each pair; 0 for equal infinities."""
    with np.errstate(invalid="ignore"):
        return np.nan_to_num(high[:, None] - low, nan=0.0)


def _won_by_ranks(scores: np.ndarray, yes: np.ndarray, no: np.ndarray) -> np.ndarray:
    """The same from one sorting of the scores: the weight below each."""
    order = np.argsort(scores, kind="stable")
    ranked = scores[order]
    starts = np.flatnonzero(np.concatenate([[True], ranked[1:] != ranked[:-1]]))
    yes, no = np.add.reduceat(yes[:, order], starts, axis=1), np.add.reduceat(no[:, order], starts, axis=1)
    below = np.cumsum(no, axis=1) - 0.5 * no
    return np.einsum("ij,ij->i", yes, below)


def permuted_aucs(
    scores: object, events: object, permutations: int = 1000, seed: int = 0, groups: object = None
) -> np.ndarray:
    """AUCs of the same scores with the events dealt out anew: what chance alone gives.

    Parameters
    ----------
    scores
        Shape (cases,) or (scores, cases): all features of a table are done at once, with the same permutations.
    events
        Shape (cases,), booleans.
    permutations
        How many.
    seed
        Of the generator.
    groups
        Shape (cases,): the patient of each case. Events are dealt out to patients, with all their cases.

    Returns
    -------
    numpy.ndarray
        Shape (permutations,) or (scores, permutations); nan where, with patients, one class got no case.

    Raises
    ------
    ValueError
        If lengths differ, a score is missing, there is one class only, or a patient has cases of both classes.

    References
    ----------
    Mann & Whitney 1947, doi:10.1214/aoms/1177730491: the AUC is a rank sum, so all permutations are one product of
    matrices.
    """
    from scipy.stats import rankdata

    scores, events = aligned(scores, events)
    both_classes(events, "A permutation of events")
    rows = np.atleast_2d(scores)
    ranks = rankdata(rows, axis=1)
    dealt = _dealt(events, permutations, seed, groups)
    yes = dealt.sum(axis=0)
    no = events.size - yes
    found = np.empty((len(rows), permutations))
    at_once = max(1, _NUMBERS_AT_ONCE // permutations)
    for start in range(0, len(rows), at_once):
        found[start : start + at_once] = ranks[start : start + at_once] @ dealt
    found -= yes * (yes + 1) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        found /= np.where(yes * no > 0, yes * no, np.nan)
    return found if scores.ndim == 2 else found[0]


def _dealt(events: np.ndarray, permutations: int, seed: int, groups: object) -> np.ndarray:
    """Events after each permutation: float64, shape (cases, permutations)."""
    generator = np.random.default_rng(seed)
    if groups is None:
        return generator.permuted(np.tile(events.astype(float)[:, None], permutations), axis=0)
    names, patient = np.unique(np.asarray(groups), return_inverse=True)
    if patient.shape != events.shape:
        raise ValueError(f"There are {patient.size} patients named for {events.size} cases; there must be one a case.")
    own = np.zeros(names.size)
    own[patient] = events
    if (own[patient] != events).any():
        raise ValueError("A patient has cases of both classes, so events can't be dealt out to patients.")
    return generator.permuted(np.tile(own[:, None], permutations), axis=0)[patient]
