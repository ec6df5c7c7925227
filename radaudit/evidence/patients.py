"""The cohort patient by patient: what is written of each, for questions about who is who and who was drawn."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from radaudit.core.step import evidence
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.reported import FeatureTable
from radaudit.evidence.target import Target
from radaudit.study.days import days_of
from radaudit.study.load import Study
from radaudit.study.manifest import pattern_columns

MOST_GROUPS = 20  # more texts than these are ids or remarks, no groups
KNOWN = 0.8  # share of the patients of whom a column must tell something
LARGEST = 1e100
TIME = "follow-up"


@dataclass(frozen=True)
class Patients:
    """One row a patient, in the order of their first cases; every array and tuple has one entry a patient.

    Attributes
    ----------
    ids
        As they are written; the case, where the cohort table names no patients.
    rows
        First case of each, by its row in the cohort.
    sets
        The one set that all cases of a patient are in; None for none, or for several.
    numbers
        What is written of patients in numbers, by column: float64, nan where unknown. Dates are days.
    groups
        What is written of them in words or in two values, by column: int codes, -1 where unknown.
    outcome
        Name of the column among both that is the outcome, "" for none; for survival that of the event.
    sites
        Codes of the sites, -1 where unknown.
    features
        Mean of each reported feature over the patient's cases, shape (patients, features); nan where unknown.
    """

    ids: tuple[str, ...]
    rows: tuple[int, ...]
    sets: tuple[str | None, ...]
    numbers: Mapping[str, np.ndarray] = field(repr=False)
    groups: Mapping[str, np.ndarray] = field(repr=False)
    outcome: str
    sites: np.ndarray = field(repr=False)
    features: np.ndarray = field(repr=False)

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def classes(self) -> np.ndarray:
        """Code of each patient's outcome, -1 where unknown; all 0 where it has no classes."""
        return self.groups.get(self.outcome, np.zeros(len(self), dtype=int))


@evidence
def patients(
    study: Study, cohort: Cohort, split: Split | None, target: Target | None, reported: FeatureTable | None
) -> Patients:
    """What the cohort table and the feature table say of each patient."""
    cases: dict[object, list[int]] = {}
    for row, patient in enumerate(cohort.patients):
        named = cohort.cases[row] if not any(cohort.patients) else patient
        cases.setdefault(named if named is not None else (row,), []).append(row)
    first = tuple(rows[0] for rows in cases.values())
    numbers, groups = _written(study, cohort, first, reported)
    outcome = target.column if target else ""
    if target:
        _add_outcome(target, first, numbers, groups)
    return Patients(
        tuple(own if isinstance(own, str) else cohort.cases[own[0]] for own in cases),
        first,
        tuple(_one_set(cohort, split, rows) for rows in cases.values()),
        numbers,
        groups,
        outcome,
        _codes([cohort.sites[row] for row in first]),
        _means(cohort, reported, list(cases.values())),
    )


def _one_set(cohort: Cohort, split: Split | None, rows: list[int]) -> str | None:
    own = {split.sets[cohort.cases[row]] for row in rows} if split else {None}
    return own.pop() if len(own) == 1 else None


def _written(study: Study, cohort: Cohort, first: tuple[int, ...], reported: FeatureTable | None) -> tuple[dict, dict]:
    """Columns that tell of the patient: all but ids, sets, sites, file names, features and the outcome."""
    info, images = study.manifest.cohort, study.manifest.images
    outcome = {info.outcome} if isinstance(info.outcome, str | None) else {info.outcome.time, info.outcome.event}
    left_out = {info.patient, info.case, info.site, info.scanner, *outcome}
    left_out |= {info.split.column} if info.split and not info.split.file else set()
    left_out |= {own.cv.column for own in study.manifest.models if own.cv}
    left_out |= {*reported.names} if reported else set()
    if images:
        patterns = [images.image, images.mask, images.label, images.roi, *images.readers.values()]
        left_out |= {name for own in [*patterns, *images.predicted.values()] for name in pattern_columns(own)}
    numbers, groups = {}, {}
    for name, column in cohort.columns.items():
        texts = [column[row] for row in first]
        if name in left_out or sum(own is not None for own in texts) < KNOWN * len(texts):
            continue
        values = _numbers(texts)
        if values is not None and len(np.unique(values[np.isfinite(values)])) > 2:
            numbers[name] = values
        elif 1 < len({*texts} - {None}) <= MOST_GROUPS:
            groups[name] = _codes(texts)
    return numbers, groups


def _numbers(texts: list[str | None]) -> np.ndarray | None:
    days = days_of(texts)
    if all(own is not None for own, text in zip(days, texts, strict=True) if text):
        return np.array([np.nan if own is None else float(own) for own in days])
    try:
        values = np.array([np.nan if text is None else float(text) for text in texts])
    except ValueError:
        return None
    return np.where(np.abs(values) < LARGEST, values, np.nan)


def _add_outcome(target: Target, first: tuple[int, ...], numbers: dict, groups: dict) -> None:
    values = target.values[list(first)]
    if target.task == "survival":
        numbers[TIME] = values[:, 0]
        values = values[:, 1]
    if target.task == "regression":
        numbers[target.column] = values
    else:
        groups[target.column] = np.where(np.isfinite(values), np.nan_to_num(values), -1).astype(int)


def _codes(texts: list[str | None]) -> np.ndarray:
    levels = sorted({*texts} - {None})
    return np.array([-1 if text is None else levels.index(text) for text in texts], dtype=int)


def _means(cohort: Cohort, reported: FeatureTable | None, cases: list[list[int]]) -> np.ndarray:
    if reported is None:
        return np.full((len(cases), 0), np.nan)
    values = np.where(np.abs(reported.values) < LARGEST, reported.values, np.nan)
    made = np.full((len(cases), values.shape[1]), np.nan)
    for patient, rows in enumerate(cases):
        own = [reported.rows[cohort.cases[row]] for row in rows if cohort.cases[row] in reported.rows]
        if own:
            made[patient] = values[own].mean(axis=0)
    return made
