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
from radaudit.models.request import RunResult
from radaudit.models.side_by_side import Work, side_by_side

IN_ONE_PROCESS = 101
TRIES = 20  # to draw one sample


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
        What the model itself gave; None where there is a problem.
    results
        What the refits gave, for all rows.
    drawn
        Which rows each refit was fitted on, with repetition.
    failed
        Refits that gave no scores and are left out.
    """

    own: ModelSetup
    problem: str = ""
    train: np.ndarray = field(default_factory=lambda: np.empty(0, dtype=int), repr=False)
    original: RunResult | None = field(default=None, repr=False)
    results: tuple[RunResult, ...] = field(default=(), repr=False)
    drawn: tuple[np.ndarray, ...] = field(default=(), repr=False)
    failed: int = 0


@evidence
def refits(setups: Setups, auditor: Auditor, compute: Compute) -> Mapping[str, Refits]:
    """Every model that can be run, by name."""
    if not setups.ready:
        raise Unavailable("No model can be run.", "; ".join(setups.problems.values()))
    works = [_refits(own, auditor) for own in setups.ready.values()]
    found = side_by_side(compute.map, "Fitting on bootstrap samples", works, IN_ONE_PROCESS)
    return dict(zip(setups.ready, found, strict=True))


def _refits(own: ModelSetup, auditor: Auditor) -> Work[Refits]:
    train = own.rows("train")
    train = train if len(train) else own.validated_rows
    if not _enough(own, train, train):
        return Refits(own, "the training rows lack a class, events, or values that differ")
    drawn = _draws(own, train, auditor)
    if len(drawn) < auditor.effort.refits:
        return Refits(own, "a class of the training rows is so small that bootstrap samples miss it")
    runs = [own.split_run(fit=rows, seed=auditor.seed) for rows in (train, *drawn)]
    results = yield own.setup, runs
    first, rest = results[0], results[1:]
    kept = [index for index, result in enumerate(rest) if not result.problem]
    if first.problem or len(kept) < len(rest) / 2:
        return Refits(own, first.problem or next(result.problem for result in rest if result.problem))
    results, drawn = zip(*((rest[index], drawn[index]) for index in kept), strict=True)
    return Refits(own, "", train, first, results, drawn, len(rest) - len(kept))


def _draws(own: ModelSetup, train: np.ndarray, auditor: Auditor) -> list[np.ndarray]:
    """Bootstrap samples of the training patients, with all their cases; drawn again where one lacks a class.

    Fewer than asked for, where hardly any sample has all.
    """
    rng = np.random.default_rng(auditor.seed)
    patients: dict[str, list[int]] = {}
    for row in train:
        patients.setdefault(own.patients[row] or f"case {own.cases[row]}", []).append(row)
    members = [np.array(rows) for rows in patients.values()]
    draws = []
    for _ in range(TRIES * auditor.effort.refits):
        rows = np.concatenate([members[index] for index in rng.integers(0, len(members), len(members))])
        if _enough(own, rows, train):
            draws.append(rows)
        if len(draws) == auditor.effort.refits:
            break
    return draws


def _enough(own: ModelSetup, rows: np.ndarray, train: np.ndarray) -> bool:
    """Whether rows hold two cases of each class of the training rows, two events, or two values."""
    if own.setup.task == "regression":
        return len(np.unique(own.target[rows])) > 1
    if own.setup.task == "survival":
        return int(own.events[rows].sum()) >= 2
    classes = np.unique(own.target[train])
    return len(classes) > 1 and all((own.target[rows] == number).sum() >= 2 for number in classes)
