"""What a study's size is measured by: candidate parameters, cases, events, and the performance expected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.claims import AssessedClaim
from radaudit.evidence.cohort import SETS, Cohort, Split
from radaudit.evidence.offered import OfferedFeatures
from radaudit.evidence.scored_sets import CROSS_VALIDATED, TRAIN, ScoredSet
from radaudit.evidence.target import Target
from radaudit.statistics.delong import auc
from radaudit.study.load import Study
from radaudit.study.manifest import ModelInfo

CALIBRATION = ("brier", "calibration_slope", "calibration_intercept")


@dataclass(frozen=True)
class _Figure:
    """A figure of a set, claimed or found again."""

    metric: str
    set: str | None
    value: float


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
    r2
        Regression: the lowest R2 on other cases, claimed or found again; None where there is none.
    """

    model: str
    task: str
    candidates: int
    counted_by: str
    outcomes: np.ndarray
    auc: float | None = None
    validated: bool = False
    r2: float | None = None


@dataclass(frozen=True)
class Validated:
    """What one model is judged on: a held-out set.

    Attributes
    ----------
    model, set
        Their names.
    cases, events
        Of the set; no events where the task has none.
    auc
        The lower of what is claimed there and what is found again; None where there is neither.
    calibration
        Whether a figure of calibration is claimed there.
    task
        Of the model.
    r2, variance
        Regression: the lower R2 of what is claimed there and what is found again, None where there is neither; the
        variance of the outcome there.
    """

    model: str
    set: str
    cases: int
    events: int
    auc: float | None
    calibration: bool
    task: str = "binary"
    r2: float | None = None
    variance: float | None = None


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
    claims: tuple[AssessedClaim, ...] | None,
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
        printed = [one for one in study.manifest.claims if one.model in (None, model.name)]
        figures = [_Figure(one.metric, one.set, one.value) for one in printed]
        figures += [
            _Figure(one.claim.metric, one.claim.set, one.found.estimate)
            for one in claims or ()
            if one.claim in printed and one.found is not None
        ]
        own = [one for one in scored_sets or () if one.model == model.name and not one.survival]
        candidates, counted_by = _candidates(model, study, offered)
        figures += [_Figure("auc", one.set, value) for one in own if (value := _auc(one)) is not None]
        expected = _lowest(figures, ("auc", "c_index")), bool(others), _lowest(figures, ("r2",))
        learnt.append(Learnt(model.name, target.task, candidates, counted_by, target.values[train], *expected))
        validated += [_validated(model.name, name, target, rows[name], figures) for name in others]
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


def _lowest(figures: Iterable[_Figure], metrics: Sequence[str], name: str | None = None) -> float | None:
    """The lowest figure of cases that the model has not seen, of one set or of all."""
    sets = (name,) if name else (*(own for own in SETS if own != TRAIN), CROSS_VALIDATED)
    return min((one.value for one in figures if one.metric in metrics and one.set in sets), default=None)


def _auc(own: ScoredSet) -> float | None:
    return auc(own.scores, own.events) if min(own.counts) else None


def _validated(model: str, name: str, target: Target, rows: np.ndarray, figures: Sequence[_Figure]) -> Validated:
    outcomes = target.values[rows]
    events = int((outcomes if target.task == "binary" else outcomes[:, 1]).sum()) if target.events else 0
    calibration = any(one.metric in CALIBRATION and one.set == name for one in figures)
    spread = float(outcomes.var(ddof=1)) if target.task == "regression" and len(rows) > 1 else None
    lowest = [_lowest(figures, (metric,), name) for metric in ("auc", "r2")]
    return Validated(model, name, len(rows), events, lowest[0], calibration, target.task, lowest[1], spread)
