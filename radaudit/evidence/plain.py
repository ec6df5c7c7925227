"""What volume, clinical variables, site or plain pipelines reach on the same cases, without a leak."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.acquisition import Acquisition
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.cohort import Cohort, Outcome, Split
from radaudit.evidence.overlaps import Overlaps
from radaudit.evidence.reported import FeatureTable
from radaudit.evidence.volumes import Volumes
from radaudit.models.plain import LEARNT, LEFT_OUT, PIPELINES, FitPlain, inner_splits
from radaudit.study.load import Study

CROSS_VALIDATED = "cv"
REPEATS = 1


@dataclass(frozen=True)
class PlainModel:
    """One plain model's scores.

    Attributes
    ----------
    name
        Short and stable, such as "volume" or "random-forest".
    label
        As people name it.
    alone
        Whether it sees one kind of variable only, such as the volume; else it sees the whole table.
    columns
        How many columns it was given.
    scores
        Probabilities of the event, by case; of the cases outside the training set, or out of fold.
    problem
        Why there are none; empty if there are.
    """

    name: str
    label: str
    alone: bool
    columns: int
    scores: Mapping[str, float] = field(default_factory=dict, repr=False)
    problem: str = ""

    def of(self, cases: Sequence[str]) -> np.ndarray:
        """Scores of these cases, nan where a case has none; shape (cases,)."""
        return np.array([self.scores.get(case, np.nan) for case in cases])


@dataclass(frozen=True)
class PlainModels:
    """All plain models, fitted on the same rows.

    Attributes
    ----------
    models
        In the order in which they are shown.
    sets
        Names of the sets that they score; ``("cv",)`` where there is no other set and they were cross-validated.
    left_out
        Training cases not used, because a twin of theirs is in another set.
    missing
        What could not be tried, and why: by name.
    """

    models: tuple[PlainModel, ...]
    sets: tuple[str, ...]
    left_out: int
    missing: Mapping[str, str]


@evidence
def plain_models(
    study: Study,
    cohort: Cohort,
    outcome: Outcome,
    split: Split | None,
    overlaps: Overlaps | None,
    reported: FeatureTable,
    acquisition: Acquisition | None,
    volumes: Volumes | None,
    auditor: Auditor,
    compute: Compute,
) -> PlainModels:
    """Single variables and plain pipelines on the reported table; no code of the study is run."""
    events = dict(zip(cohort.cases, outcome.events, strict=True))
    cases = [case for case in reported.cases if events[case] is not None]
    known = np.array([bool(events[case]) for case in cases])
    twins = _twins(split, overlaps)
    folds, sets = _folds(cases, known, cohort, split, twins, auditor.seed)
    size = volumes.of(cases)[:, None] if volumes else None
    inputs, missing = _inputs(study, cohort, reported, acquisition, size, cases, auditor.effort.pipelines)
    patients = _numbered([cohort.patient(case) or f"case {case}" for case in cases])
    jobs = [
        FitPlain(label, pipeline, features, known, patients, folds, auditor.seed)
        for label, pipeline, features, _, _ in inputs
    ]
    results = compute.map("Fitting plain models", jobs)
    made = tuple(
        _model(name, label, alone, features.shape[1], cases, result)
        for (label, _, features, name, alone), result in zip(inputs, results, strict=True)
    )
    return PlainModels(made, sets, len(twins & set(cases)), missing)


def _twins(split: Split | None, overlaps: Overlaps | None) -> frozenset[str]:
    """Training cases that also stand in another set, as patient, image or row."""
    if split is None or overlaps is None:
        return frozenset()
    return frozenset().union(*(overlaps.twins(kind, split) for kind in ("patients", "images", "rows")))


def _folds(
    cases: list[str], events: np.ndarray, cohort: Cohort, split: Split | None, twins: frozenset[str], seed: int
) -> tuple[np.ndarray, tuple[str, ...]]:
    """The study's own sets where it has several, else repeated cross-validation with whole patients."""
    others = tuple(name for name in split.used if name != "train") if split else ()
    if others and split.cases("train"):
        role = [LEFT_OUT if split.sets[case] is None or case in twins else split.sets[case] for case in cases]
        return np.array([[LEARNT if own == "train" else 0 if own in others else LEFT_OUT for own in role]]), others
    patients = _numbered([cohort.patient(case) or f"case {case}" for case in cases])
    repeats = []
    for repeat in range(REPEATS):
        splits = inner_splits(events, patients, seed + repeat)
        if splits is None:
            raise Unavailable("The study has too few patients of one class for cross-validation.")
        folds = np.full(len(cases), LEFT_OUT)
        for number, (_, scored) in enumerate(splits):
            folds[scored] = number
        repeats.append(folds)
    return np.array(repeats), (CROSS_VALIDATED,)


def _inputs(
    study: Study,
    cohort: Cohort,
    reported: FeatureTable,
    acquisition: Acquisition | None,
    size: np.ndarray | None,
    cases: list[str],
    pipelines: Sequence[str],
):
    """Label, pipeline, columns, name and kind of every model that the study allows; and why the others are missing."""
    rows = [cohort.rows[case] for case in cases]
    table = reported.values[[reported.rows[case] for case in cases]]
    table = np.where(np.isfinite(table), table, np.nan)
    clinical = list(dict.fromkeys([*study.manifest.cohort.covariates, *_of_models(study)]))
    single = {
        "volume": ("size of the ROI alone", size, "no column with the volume, and no mask"),
        "clinical": (
            "clinical variables alone",
            _encoded([cohort.columns[name] for name in clinical if name in cohort.columns], rows),
            "no 'cohort.covariates'",
        ),
        "site": ("site alone", _encoded([cohort.sites], rows), "no 'cohort.site'"),
        "acquisition": (
            "acquisition alone",
            _encoded(_imaged(acquisition, cohort), rows),
            "no 'cohort.scanner', and no images that differ",
        ),
        "missingness": ("which values are missing, alone", _informative(np.isnan(table)), "no value is missing"),
    }
    given = [
        (label, "few-columns", columns, name, True)
        for name, (label, columns, _) in single.items()
        if columns is not None and columns.shape[1]
    ]
    missing = {name: why for name, (_, columns, why) in single.items() if columns is None or not columns.shape[1]}
    return given + [(PIPELINES[name].label, name, table, name, False) for name in pipelines], missing


def _imaged(acquisition: Acquisition | None, cohort: Cohort) -> list[tuple[str | None, ...]]:
    """What is known of how each case was imaged, as columns in the cohort's order."""
    if acquisition is None:
        return [cohort.scanners]
    row = {case: index for index, case in enumerate(acquisition.cases)}
    columns = [acquisition.values[own.name] for own in acquisition.known]
    return [
        tuple(None if case not in row or values[row[case]] is None else str(values[row[case]]) for case in cohort.cases)
        for values in columns
    ]


def _of_models(study: Study) -> list[str]:
    return [name for model in study.manifest.models for name in model.clinical]


def _encoded(columns: Sequence[Sequence[str | None]], rows: list[int]) -> np.ndarray:
    """Numbers as they are, words as one column a word; shape (cases, columns). Constant columns are left out."""
    made = []
    for column in columns:
        texts = [column[row] for row in rows]
        numbers = [_number(text) for text in texts]
        if all(number is not None for number, text in zip(numbers, texts, strict=True) if text is not None):
            made.append([np.nan if number is None else number for number in numbers])
        else:
            words = sorted({text for text in texts if text is not None})
            made += [[float(text == word) for text in texts] for word in words]
    return _informative(np.array(made, dtype=float).T if made else np.empty((len(rows), 0)))


def _informative(columns: np.ndarray) -> np.ndarray:
    """Columns with more than one value."""
    columns = columns.astype(float)
    varies = [len(np.unique(column[np.isfinite(column)])) > 1 for column in columns.T]
    return columns[:, varies]


def _number(text: str | None) -> float | None:
    try:
        value = float(text) if text is not None else None
    except ValueError:
        return None
    return value if value is not None and np.isfinite(value) else None


def _numbered(names: Sequence[str]) -> np.ndarray:
    return np.unique(np.array(names, dtype=object).astype(str), return_inverse=True)[1]


def _model(name: str, label: str, alone: bool, columns: int, cases: list[str], result: dict | Failure) -> PlainModel:
    if isinstance(result, Failure):
        return PlainModel(name, label, alone, columns, problem=result.message)
    repeats = [[np.nan if score is None else score for score in repeat] for repeat in result["scores"]]
    mean = np.mean(repeats, axis=0)
    scores = {case: float(score) for case, score in zip(cases, mean, strict=True) if np.isfinite(score)}
    return PlainModel(name, label, alone, columns, scores)
