"""The features that each model is given: as reported, extracted again, harmonised, or a network's."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.core.errors import DataError, Problem, Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.cohort import Cohort, unique_ids
from radaudit.evidence.deep_table import deep_table
from radaudit.evidence.extraction import extraction
from radaudit.evidence.images import images
from radaudit.evidence.reported import FeatureTable
from radaudit.evidence.settings import label, settings
from radaudit.features.names import parse_name
from radaudit.study.identifiers import match_ids
from radaudit.study.load import Study
from radaudit.study.manifest import ModelInfo


@dataclass(frozen=True)
class Features:
    """A table of features for models.

    Attributes
    ----------
    source
        "reported", "extracted", "harmonised" or "deep".
    cases, names
        Of its rows and columns.
    values
        float64, shape (cases, names); nan where nothing is given.
    listed
        int64: positions of the features that the model is given; all, unless it lists some.
    """

    source: str
    cases: tuple[str, ...]
    names: tuple[str, ...]
    values: np.ndarray = field(repr=False)
    listed: np.ndarray = field(repr=False)

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Position of each case."""
        return {case: row for row, case in enumerate(self.cases)}


@dataclass(frozen=True)
class OfferedFeatures:
    """Features by model.

    Attributes
    ----------
    tables
        By name of the model.
    problems
        Why a model has none.
    """

    tables: Mapping[str, Features]
    problems: Mapping[str, Unavailable] = field(default_factory=dict)

    def of(self, model: str) -> Features:
        """The features of a model.

        Raises
        ------
        Unavailable
            If it has none; says why.
        """
        if model in self.problems:
            raise self.problems[model]
        return self.tables[model]


@evidence
def offered(
    models: tuple[ModelInfo, ...],
    study: Study,
    cohort: Cohort,
    reported: FeatureTable | None,
    auditor: Auditor,
    compute: Compute,
) -> OfferedFeatures:
    """The features that each model is given. Images are extracted only where a model is on extracted features."""
    makers: dict[str, Callable[[], Features]] = {
        "reported": lambda: _reported(reported),
        "extracted": lambda: _extracted(study, cohort, reported, auditor, compute),
        "harmonised": lambda: harmonised(study, cohort, reported),
        "deep": lambda: deep(study, cohort),
    }
    tables: dict[str, Features] = {}
    problems: dict[str, Unavailable] = {}
    for model in models:
        source = model.features if isinstance(model.features, str) else "reported"
        try:
            table = makers[source]()
            tables[model.name] = _listed(table, model.features) if isinstance(model.features, list) else table
        except Unavailable as reason:
            problems[model.name] = reason
    return OfferedFeatures(tables, problems)


def _listed(table: Features, names: list[str]) -> Features:
    position = {name: column for column, name in enumerate(table.names)}
    unknown = [name for name in names if name not in position]
    if unknown:
        raise Unavailable(f"The feature table has no column {unknown[0]!r}, which 'models[].features' names.")
    return Features(table.source, table.cases, table.names, table.values, np.array([position[name] for name in names]))


def _reported(reported: FeatureTable | None) -> Features:
    if reported is None:
        raise Unavailable("The model is on reported features, and the study gives no table of them.")
    return Features("reported", reported.cases, reported.names, reported.values, np.arange(len(reported.names)))


def _extracted(
    study: Study, cohort: Cohort, reported: FeatureTable | None, auditor: Auditor, compute: Compute
) -> Features:
    """Extracted features in the order of the reported table, where there is one."""
    found = extraction(images(study, cohort, label(study), compute), settings(study, label(study)), auditor, compute)
    position = {name: column for column, name in enumerate(found.names)}
    names = reported.names if reported else tuple(name for name in found.names if parse_name(name))
    missing = [name for name in names if name not in position]
    if missing:
        raise Unavailable(f"The model is on extracted features, but the extraction gives no {missing[0]!r}.")
    values = found.values[:, [position[name] for name in names]]
    return Features("extracted", found.cases, names, values, np.arange(len(names)))


def deep(study: Study, cohort: Cohort) -> Features:
    """The table of deep features."""
    if study.manifest.deep is None:
        raise Unavailable("The model is on deep features.", "Add 'deep' to radaudit.yaml.")
    own = deep_table(study, cohort)
    return Features("deep", own.cases, own.names, own.values, np.arange(len(own.names)))


def harmonised(study: Study, cohort: Cohort, reported: FeatureTable | None) -> Features:
    """The harmonised table: the columns of the reported one, or those with the name of a feature."""
    info = study.manifest.harmonisation
    if info is None or info.table is None:
        raise Unavailable("The model is on harmonised features.", "Add 'harmonisation.table' to radaudit.yaml.")
    table = study.table(info.table)
    given = study.manifest.features.case if study.manifest.features else None
    own = [name for name in (given, study.manifest.cohort.case, study.manifest.cohort.patient) if name in table.columns]
    if not own:
        message = "has none of the columns that name cases in the other tables, so its rows can't be told apart"
        raise DataError(Problem(message, info.table))
    ids = unique_ids(table, own[0], "harmonisation.table")
    match = match_ids(cohort.cases, ids)
    if not match.pairs:
        raise DataError(Problem(f"none of its ids in {own[0]!r} is an id of {cohort.path}", info.table))
    known = set(reported.names) if reported else {name for name in table.columns if parse_name(name)}
    names = tuple(name for name in table.columns if name in known)
    if not names:
        raise DataError(Problem("has no column with the name of a feature", info.table))
    cases = tuple(case for case in cohort.cases if case in match.pairs)
    row_of = {text: row for row, text in enumerate(ids)}
    order = [row_of[match.pairs[case]] for case in cases]
    values = np.column_stack([table.numbers(name)[0][order] for name in names])
    return Features("harmonised", cases, names, values, np.arange(len(names)))
