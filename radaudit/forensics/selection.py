"""Whose labels chose the features: the best of all columns on all rows, or the best on the training rows."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

FEWEST, CANDIDATES = 4, 3.0  # chosen features; columns to choose from for each of them
LARGEST = 1e100  # beyond it, squares overflow
APART = 0.2  # share of the chosen features that the training rows would not have given


@dataclass(frozen=True)
class Chosen:
    """How a list of features compares with the best ones.

    Attributes
    ----------
    score
        The ranking that agrees best: "t-test" or "rank sum".
    on_all, on_train
        How many of the listed features are among as many best ones on all rows, and on the training rows.
    listed, columns
        How many are listed, and how many there were to choose from.
    """

    score: str
    on_all: int
    on_train: int
    listed: int
    columns: int

    @property
    def pooled(self) -> bool:
        """Whether the list is exactly the best of all rows, and clearly not that of the training rows."""
        return self.on_all == self.listed and self.on_train <= self.listed - max(2, APART * self.listed)

    @property
    def from_train(self) -> bool:
        """Whether it is exactly the best of the training rows, and not of all."""
        return self.on_train == self.listed and self.on_all < self.listed


def chosen_on(values: np.ndarray, events: np.ndarray, train: np.ndarray, listed: np.ndarray) -> Chosen | None:
    """Compare a list of features with the best ones on all rows and on the training rows, by two rankings.

    Parameters
    ----------
    values
        float64, shape (cases, features).
    events
        bool, shape (cases,).
    train
        Rows of the training set; the others are held out.
    listed
        Positions of the features that were chosen.

    Returns
    -------
    Chosen or None
        None where the list is short, the table holds little more than it, or a class is missing.
    """
    telling = (np.abs(values) < LARGEST).all(axis=0) & _varies_within(values, events)
    position = np.flatnonzero(telling)
    wanted = np.isin(position, listed)
    count = int(wanted.sum())
    if count < max(FEWEST, len(listed)) or len(position) < CANDIDATES * count:
        return None
    if min(events[train].sum(), (~events[train]).sum()) < 2 or train.all():
        return None
    found = []
    for score, strength in (("t-test", _t), ("rank sum", _rank_sum)):
        sets = (np.ones(len(values), dtype=bool), train)
        own = [_among(wanted, strength(values[rows][:, telling], events[rows]), count) for rows in sets]
        found.append(Chosen(score, *own, count, len(position)))
    from_train = [own for own in found if own.on_train == own.listed]
    return from_train[0] if from_train else max(found, key=lambda own: (own.pooled, own.on_all))


def _varies_within(values: np.ndarray, events: np.ndarray) -> np.ndarray:
    """Columns that are not constant in both classes: the outcome itself is no candidate."""
    groups = (values[events], values[~events])
    return np.any([(own != own[:1]).any(axis=0) for own in groups if len(own)], axis=0)


def _among(wanted: np.ndarray, strength: np.ndarray, count: int) -> int:
    """How many wanted columns are among so many strongest; proportional columns tie, and a tie is in."""
    least = np.sort(strength)[-count]
    return int((wanted & (strength >= least * (1 - 1e-9))).sum())


def _t(values: np.ndarray, events: np.ndarray) -> np.ndarray:
    one, two = values[events], values[~events]
    dof, share = len(values) - 2, 1 / len(one) + 1 / len(two)
    pooled = (((one - one.mean(axis=0)) ** 2).sum(axis=0) + ((two - two.mean(axis=0)) ** 2).sum(axis=0)) / dof
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.nan_to_num(np.abs(one.mean(axis=0) - two.mean(axis=0)) / np.sqrt(pooled * share))


def _rank_sum(values: np.ndarray, events: np.ndarray) -> np.ndarray:
    from scipy.stats import rankdata

    ranks = rankdata(values, axis=0)
    spread = ranks.std(axis=0)
    spread[spread == 0] = np.inf  # a column that is constant on the training rows ranks last
    return np.abs(ranks[events].mean(axis=0) - ranks.mean(axis=0)) / spread
