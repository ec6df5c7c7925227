"""What each model predicts of cases that were imaged and drawn anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.perturbed import Perturbed
from radaudit.evidence.setups import ModelSetup, Setups
from radaudit.features.names import parse_name
from radaudit.models.request import Run
from radaudit.models.rerun import Setup, run_all

SAME = 1e-9  # relative difference of one number; see `study.manifest.FeatureInfo.tolerance`
ROUNDING = 0.01  # of a column's spread: what a straight line through table and extraction may leave


@dataclass(frozen=True)
class PerturbedPredictions:
    """Scores of one model, fitted once on its own table.

    Attributes
    ----------
    own
        The model.
    problem
        Why there are no scores; empty if there are.
    rows
        Positions in the model's cases of those that were perturbed; int64.
    scores
        float64, shape (rows, 1 + perturbations, columns): first of the case as its table has it. Columns as in
        `models.request.RunResult`.
    probabilities
        Whether the scores are probabilities.
    moved, held
        How many of the model's columns were perturbed, and how many can't be.
    """

    own: ModelSetup
    problem: str = ""
    rows: np.ndarray = field(default_factory=lambda: np.zeros(0, int), repr=False)
    scores: np.ndarray = field(default_factory=lambda: np.zeros((0, 0, 0)), repr=False)
    probabilities: bool = True
    moved: int = 0
    held: int = 0


@evidence
def perturbed_predictions(
    setups: Setups, perturbed: Perturbed, auditor: Auditor, compute: Compute
) -> Mapping[str, PerturbedPredictions]:
    """Every model that can be fitted, fitted as it is and asked about the perturbed cases.

    A column of its table that is a straight line of what was extracted, as in a table that was scaled before it was
    saved, is perturbed along that line; one that is neither is held as it is.

    Jobs: one for each model, where its features are those of the extraction.
    """
    found, wanted = {}, []
    for name, own in setups.ready.items():
        asked = _asked(own, perturbed, auditor.seed)
        if isinstance(asked, str):
            found[name] = PerturbedPredictions(own, asked)
        else:
            wanted.append((name, asked))
    results = run_all(compute.map, "Predicting perturbed cases", [(asked.setup, [asked.run]) for _, asked in wanted])
    for (name, asked), (result,) in zip(wanted, results, strict=True):
        own = setups.ready[name]
        if result.problem:
            found[name] = PerturbedPredictions(own, result.problem)
            continue
        scores = result.matrix.reshape(len(asked.rows), -1, result.matrix.shape[1])
        numbers = (asked.moved, len(own.setup.offered) - asked.moved)
        found[name] = PerturbedPredictions(own, "", asked.rows, scores, result.probabilities, *numbers)
    return {name: found[name] for name in setups.ready}


@dataclass(frozen=True)
class _Asked:
    """A model's table with the perturbed cases below it, and the run that scores them."""

    setup: Setup
    run: Run
    rows: np.ndarray
    moved: int


def _asked(own: ModelSetup, perturbed: Perturbed, seed: int) -> _Asked | str:
    """The run, or why there is none."""
    place = {name: number for number, name in enumerate(perturbed.names)}
    parsed = {column: parse_name(own.setup.columns[column]) for column in own.setup.listed}
    columns = {column: place[name.plain] for column, name in parsed.items() if name and name.plain in place}
    if not columns:
        return "none of its features is one that was extracted again"
    cases, measured = perturbed.complete
    number = {case: row for row, case in enumerate(own.cases)}
    cases = np.array([case for case in cases if perturbed.cases[case] in number], dtype=int)
    if len(cases) < 2 or len(measured) < 2:
        return "fewer than two of its cases were perturbed"
    rows = np.array([number[perturbed.cases[case]] for case in cases])
    values = perturbed.values[np.ix_(cases, measured, list(columns.values()))]
    here = np.array(list(columns))
    slope, start = _lines(values[:, 0], own.setup.features[np.ix_(rows, here)])
    usable = np.isfinite(slope) & np.isfinite(values).all(axis=(0, 1))
    if usable.sum() * 2 < len(here):
        return "the extraction does not give the values of its table, so perturbed features are not on their scale"
    table = np.repeat(own.setup.features[rows][:, None], values.shape[1], axis=1)
    table[:, 1:, here[usable]] = (values[:, 1:] * slope + start)[:, :, usable]
    return _run(own, table.reshape(-1, table.shape[2]), rows, values.shape[1], int(usable.sum()), seed)


def _lines(extracted: np.ndarray, reported: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Slope and start of each column as a straight line of its extraction; nan where it is none.

    Parameters
    ----------
    extracted, reported
        Shape (cases, columns).
    """
    same = (np.abs(extracted - reported) <= SAME * np.abs(extracted)).all(axis=0)
    away, apart = extracted - extracted.mean(axis=0), reported - reported.mean(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = (away * apart).sum(axis=0) / (away**2).sum(axis=0)
        left = np.sqrt(((apart - slope * away) ** 2).sum(axis=0) / (apart**2).sum(axis=0))
    start = reported.mean(axis=0) - slope * extracted.mean(axis=0)
    straight = (left <= ROUNDING) & (len(extracted) > 2)  # a line goes through any two
    return np.where(same, 1.0, np.where(straight, slope, np.nan)), np.where(same, 0.0, start)


def _run(own: ModelSetup, below: np.ndarray, rows: np.ndarray, each: int, moved: int, seed: int) -> _Asked:
    first, again = len(own.cases), np.repeat(rows, each)
    setup = replace(
        own.setup,
        features=np.concatenate([own.setup.features, below]),
        clinical={name: (*own_, *(own_[row] for row in again)) for name, own_ in own.setup.clinical.items()},
        target=np.concatenate([own.setup.target, own.setup.target[again]]),
    )
    train = own.rows("train")
    run = own.split_run(
        fit=train if len(train) else own.validated_rows,
        predict=np.arange(first, first + len(below)),
        pool=np.arange(first),
        seed=seed,
    )
    return _Asked(setup, run, rows, moved)
