"""Which features each model's estimator selects, refit by refit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from radaudit.core.step import evidence
from radaudit.evidence.refits import Refits
from radaudit.statistics.redundancy import near_identical, rank_matrix

ALIKE = 0.95  # rank correlation from which two features stand for each other


@dataclass(frozen=True)
class Selections:
    """One model's choices on bootstrap samples of its training patients.

    Attributes
    ----------
    model
        Its name.
    problem
        Why there are none; empty if there are. A clause without a full stop.
    names
        Columns that it chose from, clinical ones last.
    chosen
        bool, shape (refits, columns).
    original
        bool, shape (columns,): what it chose on the training patients as they are.
    clusters
        int64, shape (columns,): equal for columns that stand for each other on the training rows.
    """

    model: str
    problem: str = ""
    names: tuple[str, ...] = ()
    chosen: np.ndarray = field(default_factory=lambda: np.empty((0, 0), bool), repr=False)
    original: np.ndarray = field(default_factory=lambda: np.empty(0, bool), repr=False)
    clusters: np.ndarray = field(default_factory=lambda: np.empty(0, int), repr=False)

    @property
    def by_cluster(self) -> np.ndarray:
        """Whether any member of a cluster was chosen; bool, shape (refits, clusters)."""
        return np.column_stack([self.chosen[:, self.clusters == own].any(axis=1) for own in np.unique(self.clusters)])


@evidence
def selections(refits: Mapping[str, Refits]) -> tuple[Selections, ...]:
    """Every model that can be fitted on bootstrap samples."""
    return tuple(_selections(name, own) for name, own in refits.items())


def _selections(name: str, own: Refits) -> Selections:
    if own.problem:
        return Selections(name, f"it could not be fitted on bootstrap samples: {own.problem}")
    if "selection" in own.original.applied:
        return Selections(name, "it selects on all rows, as declared, so that other training patients change nothing")
    names = own.own.setup.offered
    told = [result.used for result in (own.original, *own.results)]
    if any(used is None for used in told):
        return Selections(name, "its estimator does not tell which features it depends on")
    chosen = np.array([[column in used for column in names] for used in map(frozenset, told)])
    if not all(row.sum() == len(set(used)) for row, used in zip(chosen, told, strict=True)):
        return Selections(name, "its estimator mixes features into new ones, so that none is selected by itself")
    if chosen.all():
        return Selections(name, f"its estimator selects nothing: it depends on all {len(names)} columns it is given")
    if not chosen[1:].any():
        return Selections(name, "its estimator depends on no column in any refit")
    return Selections(name, "", names, chosen[1:], chosen[0], _clusters(own))


def _clusters(own: Refits) -> np.ndarray:
    """Of the features by their values on the training rows; a clinical column stands for itself."""
    setup = own.own.setup
    found = near_identical(rank_matrix(setup.features[np.ix_(own.train, setup.listed)]), ALIKE)
    return np.concatenate([found, len(found) + np.arange(len(setup.clinical))]).astype(int)
