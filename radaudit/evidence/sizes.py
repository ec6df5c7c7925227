"""What a study's size is measured by: candidate parameters, cases, events, and the performance expected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.cohort import SETS, Cohort, Split
from radaudit.evidence.offered import OfferedFeatures
from radaudit.evidence.scored_sets import TRAIN, ScoredSet
from radaudit.evidence.target import Target
from radaudit.statistics.delong import auc
from radaudit.study.load import Study
from radaudit.study.manifest import Claim, ModelInfo


@dataclass(frozen=True, eq=False)
class Learnt:
    """What one model was developed on.

    Attributes
    ----------
    model, task
        Its name and its task.
    candidates
        Columns that it could have used, before any selection; 0 where the study doesn't tell.
    counted_by
        Who gives that number.
    outcomes
        Of the cases it was fitted on, as `Target.values`; without those that have none.
    auc
        The lowest AUC or concordance index on other cases, claimed or found again; None where there is none.
    validated
        Whether other cases are kept back.
    """

    model: str
    task: str
    candidates: int
    counted_by: str
    outcomes: np.ndarray
    auc: float | None = None
    validated: bool = False


@dataclass(frozen=True)
class Validated:
    """What one model is judged on: a held-out set of a binary outcome.

    Attributes
    ----------
    model, set
        Their names.
    cases, events
        Of the set.
    auc
        The lower of what is claimed there and what is found again; None where there is neither.
    calibration
        Whether a figure of calibration is claimed there.
    """

    model: str
    set: str
    cases: int
    events: int
    auc: float | None
    calibration: bool


@dataclass(frozen=True)
class Sizes:
    """Of every model.

    Attributes
    ----------
    learnt
        One a model.
    validated
        One a model and held-out set.
    """

    learnt: tuple[Learnt, ...]
    validated: tuple[Validated, ...]


@evidence
def sizes(
    study: Study,
    models: tuple[ModelInfo, ...],
    cohort: Cohort,
    target: Target,
    split: Split | None,
    offered: OfferedFeatures | None,
    scored_sets: tuple[ScoredSet, ...] | None,
) -> Sizes:
    """How many cases and events each model was fitted and judged on; no code of the study needs to run."""
    known = target.known
    rows = {name: _rows(name, cohort, split, known) for name in SETS}
    train = rows[TRAIN] if split else np.flatnonzero(known)
    if not len(train):
        raise Unavailable("No case with an outcome is in the training set.", "Name it in 'cohort.split.train'.")
    others = [name for name in SETS if name != TRAIN and len(rows[name])]
    learnt, validated = [], []
    for model in models:
        claims = [one for one in study.manifest.claims if one.model in (None, model.name)]
        own = [one for one in scored_sets or () if one.model == model.name and not one.survival]
        candidates, counted_by = _candidates(model, study, offered)
        expected = _expected(claims, own)
        learnt.append(
            Learnt(model.name, target.task, candidates, counted_by, target.values[train], expected, bool(others))
        )
        if target.task == "binary":
            validated += [_validated(model.name, name, target.values[rows[name]], claims, own) for name in others]
    return Sizes(tuple(learnt), tuple(validated))


def _rows(name: str, cohort: Cohort, split: Split | None, known: np.ndarray) -> np.ndarray:
    members = split.cases(name) if split else ()
    return np.array([row for case in members if known[row := cohort.rows[case]]], dtype=int)


def _candidates(model: ModelInfo, study: Study, offered: OfferedFeatures | None) -> tuple[int, str]:
    """Columns before selection: a list that was not selected from the table stands for itself."""
    said = max((round(claim.value) for claim in study.manifest.claims if claim.metric == "n_features"), default=0)
    columns = 0
    if offered is not None and model.name in offered.tables:
        table = offered.tables[model.name]
        columns = len(table.names if "selection" in model.fitted_on else table.listed) + len(model.clinical)
    if columns >= said:
        return columns, "the table" if columns else ""
    return said, "the paper"


def _expected(claims: Iterable[Claim], scored: Iterable[ScoredSet]) -> float | None:
    """The lowest figure of cases that the model has not seen."""
    found = [one.value for one in claims if one.metric in ("auc", "c_index") and one.set not in (None, TRAIN)]
    found += [value for one in scored if one.held_out and (value := _auc(one)) is not None]
    return min(found, default=None)


def _auc(own: ScoredSet) -> float | None:
    return auc(own.scores, own.events) if min(own.counts) else None


def _validated(
    model: str, name: str, outcomes: np.ndarray, claims: Iterable[Claim], scored: Iterable[ScoredSet]
) -> Validated:
    own = [claim for claim in claims if claim.set == name]
    claimed = [claim.value for claim in own if claim.metric == "auc"]
    found = [value for one in scored if one.set == name and (value := _auc(one)) is not None]
    calibration = any(claim.metric in ("brier", "calibration_slope", "calibration_intercept") for claim in own)
    lowest = min(claimed + found, default=None)
    return Validated(model, name, len(outcomes), int(outcomes.sum()), lowest, calibration)
