"""Each model fitted again on bootstrap samples of its training patients."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.setups import ModelSetup, Setups
from radaudit.models.rerun import run_all

IN_ONE_PROCESS = 101


@dataclass(frozen=True)
class Refits:
    """One model and its refits. Rows are those of its `ModelSetup`.

    Attributes
    ----------
    own
        The model.
    problem
        Why there are none; empty if there are.
    train
        int64: the rows that it was fitted on.
    original
        Scores of the model itself, shape (rows,).
    scores
        Scores of the refits, shape (refits, rows).
    drawn
        Which rows each refit was fitted on, with repetition.
    probabilities
        Whether the scores are probabilities.
    failed
        Refits that gave no scores and are left out.
    """

    own: ModelSetup
    problem: str = ""
    train: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=int), repr=False)
    original: np.ndarray = field(default_factory=lambda: np.empty(0), repr=False)
    scores: np.ndarray = field(default_factory=lambda: np.empty((0, 0)), repr=False)
    drawn: tuple[np.ndarray, ...] = field(default=(), repr=False)
    probabilities: bool = True
    failed: int = 0


@evidence
def refits(setups: Setups, auditor: Auditor, compute: Compute) -> Mapping[str, Refits]:
    """Every binary model that has a training set, by name."""
    ready = {name: own for name, own in setups.ready.items() if own.setup.task == "binary"}
    if not ready:
        raise Unavailable("No model of a binary outcome can be run.", "; ".join(setups.problems.values()))
    return {name: _refits(own, auditor, compute) for name, own in ready.items()}


def _refits(own: ModelSetup, auditor: Auditor, compute: Compute) -> Refits:
    train = own.rows("train")
    train = train if len(train) else own.validated_rows
    events = own.target[train].astype(bool)
    if min(events.sum(), (~events).sum()) < 2:
        return Refits(own, "the training rows lack a class")
    drawn = _draws(own, train, auditor)
    runs = [own.split_run(fit=rows, seed=auditor.seed) for rows in (train, *drawn)]
    [results] = run_all(compute.map, "Fitting on bootstrap samples", [(own.setup, runs)], IN_ONE_PROCESS)
    first, rest = results[0], results[1:]
    kept = [index for index, result in enumerate(rest) if not result.problem]
    if first.problem or len(kept) < len(rest) / 2:
        return Refits(own, first.problem or next(result.problem for result in rest if result.problem))
    scores = np.array([rest[index].vector for index in kept])
    drawn = tuple(drawn[index] for index in kept)
    return Refits(own, "", train, first.vector, scores, drawn, first.probabilities, len(rest) - len(kept))


def _draws(own: ModelSetup, train: np.ndarray, auditor: Auditor) -> list[np.ndarray]:
    """Bootstrap samples of the training patients, with all their cases; drawn again where one lacks a class."""
    rng = np.random.default_rng(auditor.seed)
    patients: dict[str, list[int]] = {}
    for row in train:
        patients.setdefault(own.patients[row] or f"case {own.cases[row]}", []).append(row)
    members = [np.array(rows) for rows in patients.values()]
    draws = []
    while len(draws) < auditor.effort.refits:
        rows = np.concatenate([members[index] for index in rng.integers(0, len(members), len(members))])
        if min(own.target[rows].sum(), (1 - own.target[rows]).sum()) >= 2:
            draws.append(rows)
    return draws
