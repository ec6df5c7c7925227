"""The study's feature tables as forensics need them: rows with their sites, sets, outcome and covariates as numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.cohort import SETS, Cohort, Split
from radaudit.evidence.offered import deep, harmonised
from radaudit.evidence.reported import FeatureTable
from radaudit.evidence.target import Target
from radaudit.features.plausible.groups import COARSE, rounding, short_names
from radaudit.forensics.history import History, history_of
from radaudit.forensics.imputed import Imputed, imputation
from radaudit.forensics.orthogonal import residual_scope, rotation_scope
from radaudit.forensics.scope import Scope, scaling_scope
from radaudit.forensics.synthetic import Between, between_rows
from radaudit.study.load import Study

FEWEST = 5  # rows of a group
LARGEST = 1e100
MOST_GROUPS, MOST_GROUPINGS, MOST_COVARIATES, MOST_CLASSES = 12, 8, 8, 6
SET, ALL, PARTS = "set", "all rows", " within "
TRAINED = (f"{SET} train", "train and validation")  # rows that a step may be fitted on


@dataclass(frozen=True)
class Examined:
    """A feature table with what is known of its rows; every array has one entry a row.

    Attributes
    ----------
    which, path
        "reported", "harmonised" or "deep", and the file.
    cases, names
        Of its rows and columns.
    values
        float64, shape (cases, features); nan also where a number is too large for its square.
    groupings
        What may have been the batch, by name of the cohort's column ("set" for the split): int codes, -1 where unknown
        or where the group is small. The outcome is among them if it has classes.
    levels
        Names of the groups, by their code.
    covariates
        What may have been preserved, by name: shape (cases, k), nan where unknown. The outcome is among them.
    outcome
        Its name in both; "" if the study has none.
    """

    which: str
    path: str
    cases: tuple[str, ...]
    names: tuple[str, ...]
    values: np.ndarray = field(repr=False)
    groupings: Mapping[str, np.ndarray] = field(repr=False)
    levels: Mapping[str, tuple[str, ...]] = field(repr=False)
    covariates: Mapping[str, np.ndarray] = field(repr=False)
    outcome: str

    @cached_property
    def half(self) -> np.ndarray:
        """How far each number may be from the one it was printed from."""
        return rounding(self.values, [name in COARSE for name in short_names(self.names)])

    @cached_property
    def classes(self) -> np.ndarray:
        """Class of each row, -1 where unknown; all 0 for an outcome without classes."""
        return self.groupings.get(self.outcome, np.zeros(len(self.cases), dtype=int))

    @cached_property
    def subsets(self) -> Mapping[str, np.ndarray]:
        """Rows on which a step may have been fitted, by name; bool."""
        found = {ALL: np.ones(len(self.cases), dtype=bool)}
        for name, codes in self.groupings.items():
            if PARTS not in name:
                for code, level in enumerate(self.levels[name]):
                    found[f"{name} {level}"] = codes == code
        train, tuning = (found.get(f"{SET} {own}") for own in ("train", "validation"))
        if train is not None and tuning is not None:
            found["train and validation"] = train | tuning
        return found

    @cached_property
    def scaled(self) -> Scope | None:
        """How it was scaled, rotated or adjusted, and on which rows; None if nothing shows that."""
        table = self.values, self.half, self.subsets
        found = scaling_scope(*table, self.groupings) or rotation_scope(*table)
        for name, covariate in self.covariates.items():
            if found is None and name != self.outcome:
                found = residual_scope(*table, covariate, name)
        return found

    @cached_property
    def filled(self) -> Imputed | None:
        """What empty cells were replaced by; None where no cell looks filled in."""
        return imputation(self.values, self.half, self.subsets, self.groupings)

    @cached_property
    def between(self) -> tuple[Between, ...]:
        """Rows that lie between two others of their class."""
        return between_rows(self.values, self.half, self.classes)


@evidence
def examined(
    study: Study, cohort: Cohort, reported: FeatureTable | None, split: Split | None, target: Target | None
) -> tuple[Examined, ...]:
    """The reported, the harmonised and the deep feature table, with what is known of their rows."""
    info = study.manifest.harmonisation
    tables = [("reported", reported.path, reported)] if reported else []
    if info and info.table and not (reported and info.table == reported.path):
        tables.append(("harmonised", info.table, harmonised(study, cohort, reported)))
    network = study.manifest.deep
    if network and network.table:
        tables = [own for own in tables if own[1] != network.table]
        tables.append(("deep", network.table, deep(study, cohort)))
    if not tables and study.manifest.study.task == "segmentation":
        raise NotApplicable("A segmentation study has no feature table.")
    if not tables:
        raise Unavailable("The study gives no feature table.", "Add 'features.table' to radaudit.yaml.")
    groupings, levels = _groupings(study, cohort, split, target)
    covariates = _covariates(study, cohort, target)
    outcome = target.column if target else ""
    made = []
    for which, path, table in tables:
        rows = [cohort.rows[case] for case in table.cases]
        made.append(
            Examined(
                which, path, table.cases, table.names, np.where(np.abs(table.values) < LARGEST, table.values, np.nan),
                {name: _without_small(own[rows]) for name, own in groupings.items()}, levels,
                {name: own[rows] for name, own in covariates.items()}, outcome,
            )
        )  # fmt: skip
    return tuple(made)


@evidence
def histories(examined: tuple[Examined, ...]) -> tuple[History, ...]:
    """What the equations between features tell of each table, in the order of the tables."""
    return tuple(history_of(own.names, own.values, _telling(own), own.covariates, own.outcome) for own in examined)


def _telling(own: Examined) -> dict[str, np.ndarray]:
    """Groupings of which two groups or more are left."""
    return {name: codes for name, codes in own.groupings.items() if len(np.unique(codes[codes >= 0])) > 1}


def _groupings(study: Study, cohort: Cohort, split: Split | None, target: Target | None) -> tuple[dict, dict]:
    info = study.manifest.cohort
    texts: dict[str, Sequence[str | None]] = {}
    if split:
        texts[SET] = [split.sets[case] for case in cohort.cases]
    if target and target.classes:
        texts[target.column] = [
            target.classes[int(own)] if np.isfinite(own) else None for own in target.values.reshape(-1)
        ]
    elif target and target.task == "survival":
        texts[target.column] = [None if own is None else str(own) for own in target.events]
    declared = study.manifest.harmonisation.batch if study.manifest.harmonisation else None
    others = [name for name in (declared, info.site, info.scanner) if name in cohort.columns]
    others += [name for name in cohort.columns if name not in _not_measured(study)]
    for name in dict.fromkeys(others):
        if name not in texts and len(texts) < MOST_GROUPINGS and _is_grouping(cohort.columns[name]):
            texts[name] = cohort.columns[name]
    if split and info.site in texts:
        both = zip(texts[info.site], texts[SET], strict=True)
        texts[f"{info.site}{PARTS}{SET}"] = [f"{a}, {b}" if a and b else None for a, b in both]
    levels = {name: _levels(name, own, target) for name, own in texts.items()}
    codes = {
        name: np.array([-1 if text is None else levels[name].index(text) for text in own])
        for name, own in texts.items()
    }
    return codes, levels


def _levels(name: str, texts: Sequence[str | None], target: Target | None) -> tuple[str, ...]:
    if name == SET:
        return tuple(own for own in SETS if own in texts)
    if target and name == target.column and target.classes:
        return target.classes
    return tuple(sorted({text for text in texts if text is not None}))


def _is_grouping(texts: Sequence[str | None]) -> bool:
    known = [text for text in texts if text is not None]
    levels = set(known)
    return 2 <= len(levels) <= min(MOST_GROUPS, len(texts) / FEWEST) and len(known) >= 0.9 * len(texts)


def _not_measured(study: Study) -> set[str]:
    """Columns that say who, when and which set, or what came out."""
    info = study.manifest.cohort
    outcome = info.outcome
    names = {info.case, info.patient, info.date, info.split.column if info.split and not info.split.file else None}
    return names | ({outcome} if isinstance(outcome, str) else {outcome.time, outcome.event} if outcome else set())


def _covariates(study: Study, cohort: Cohort, target: Target | None) -> dict[str, np.ndarray]:
    info, told = study.manifest.cohort, study.manifest.harmonisation
    left_out = _not_measured(study) | {info.site, info.scanner, told.batch if told else None}
    names = [*(told.covariates if told else ()), *info.covariates, *cohort.columns]
    found: dict[str, np.ndarray] = {}
    if target:
        found[target.column] = _target_columns(target)
    for name in dict.fromkeys(names):
        if name in cohort.columns and name not in left_out and len(found) <= MOST_COVARIATES:
            columns = _as_numbers(cohort.columns[name])
            if columns is not None and not any(_alike(columns, own) for own in found.values()):
                found[name] = columns
    return found


def _target_columns(target: Target) -> np.ndarray:
    values = target.values.reshape(len(target.values), -1)
    if target.task != "multiclass":
        return values
    dummies = (values == np.arange(1, len(target.classes))).astype(float)
    return np.where(np.isfinite(values), dummies, np.nan)


def _as_numbers(texts: Sequence[str | None]) -> np.ndarray | None:
    """A column as numbers, or a few classes as dummies; None where it is neither, constant, or often empty."""
    known = [text for text in texts if text is not None]
    levels = sorted(set(known))
    if len(known) < 0.9 * len(texts) or len(levels) < 2:
        return None
    try:
        columns = np.array([[np.nan if text is None else float(text)] for text in texts])
    except ValueError:
        if len(levels) > MOST_CLASSES:
            return None
        columns = np.array([[np.nan if text is None else float(text == own) for own in levels[1:]] for text in texts])
    return columns if not np.isinf(columns).any() else None


def _alike(one: np.ndarray, two: np.ndarray) -> bool:
    """Whether two covariates say the same: classes that map onto each other, or numbers on one line."""
    known = np.isfinite(one).all(axis=1) & np.isfinite(two).all(axis=1)
    if known.sum() < FEWEST:
        return True
    count = [len(np.unique(own[known], axis=0)) for own in (one, two, np.column_stack([one, two]))]
    if count[0] > MOST_CLASSES and one.shape[1] == two.shape[1] == 1:
        return count[1] > 1 and bool(abs(np.corrcoef(one[known, 0], two[known, 0])[0, 1]) > 1 - 1e-12)
    return count[0] == count[1] == count[2] <= MOST_CLASSES


def _without_small(codes: np.ndarray) -> np.ndarray:
    kept = [code for code in np.unique(codes[codes >= 0]) if (codes == code).sum() >= FEWEST]
    return np.where(np.isin(codes, kept), codes, -1)
