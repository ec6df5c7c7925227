"""The feature table as the study reports it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cached_property

import numpy as np

from radaudit.core.errors import DataError, NotApplicable, Problem, Unavailable
from radaudit.core.finding import Location
from radaudit.core.step import evidence
from radaudit.evidence.cohort import Cohort, unique_ids
from radaudit.evidence.deep_table import deep_table
from radaudit.features.configuration import recorded_versions
from radaudit.features.diagnostics import by_series, parse_note
from radaudit.features.names import parse_name
from radaudit.features.resolution import Resolution, resolution_of
from radaudit.features.versions.features import Redefined
from radaudit.features.versions.table import Origin, incomparable, newest_possible, origin_of
from radaudit.study.identifiers import Match, match_ids
from radaudit.study.load import Study
from radaudit.study.personal import shape
from radaudit.study.table import Table


@dataclass(frozen=True)
class FeatureTable:
    """Features of the cases that the cohort knows.

    Attributes
    ----------
    path
        The table.
    cases
        Case ids, as in the cohort and in its order; cases without a row are left out.
    names
        Feature columns, in the table's order.
    values
        float64, shape (cases, features); nan where nothing, or no number, is given.
    unreadable
        Cells that hold something that is not a number: case, feature, text.
    resolution
        To how many digits the table was printed.
    ids
        How its ids had to be compared with the cohort's.
    places
        Where each case stands.
    diagnostics
        ``diagnostics_*`` and ``general_info_*`` columns as text, one entry a case, also with a prefix or a suffix.
    of_network
        Whether they are a network's features, the only ones that the study has.
    """

    path: str
    cases: tuple[str, ...]
    names: tuple[str, ...]
    values: np.ndarray = field(repr=False)
    unreadable: tuple[tuple[str, str, str], ...]
    resolution: Resolution
    ids: Match
    places: tuple[Location, ...]
    diagnostics: Mapping[str, tuple[str | None, ...]]
    of_network: bool = False

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Position of each case."""
        return {case: row for row, case in enumerate(self.cases)}

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """Position of each feature."""
        return {name: column for column, name in enumerate(self.names)}

    @cached_property
    def origin(self) -> Origin:
        """Which releases of pyradiomics write these columns."""
        return origin_of([*self.names, *self.diagnostics])

    @cached_property
    def redefined(self) -> Mapping[str, Redefined]:
        """Features that today's releases define otherwise than those that can have made the table."""
        versions = recorded_versions(self.diagnostics)
        return incomparable(self.names, newest_possible(versions, [*self.names, *self.diagnostics]))

    def place(self, case: str) -> Location:
        return self.places[self.rows[case]]

    def parts(self) -> dict[str, FeatureTable]:
        """The extractions that a table was joined from: each with its own notes, and the features named like them.

        Returns
        -------
        dict
            By what stands around the names ("CT", "PET"); one entry "" with all features where nothing was joined.
        """
        series = by_series(self.diagnostics)
        if len(series) < 2:
            return {"": replace(self, diagnostics=next(iter(series.values()), {}))}
        names = [_series(name) for name in self.names]
        own = {part: [column for column, name in enumerate(names) if name == part] for part in series}
        return {
            part: replace(
                self,
                names=tuple(self.names[column] for column in own[part]),
                values=self.values[:, own[part]],
                diagnostics=notes,
            )
            for part, notes in series.items()
        }


def _series(name: str) -> str:
    """What a study put around a feature's name, as `features.diagnostics` has it of notes."""
    parts = parse_name(name)
    return "_".join(filter(None, (parts.prefix, parts.suffix))) if parts else ""


@evidence
def reported(study: Study, cohort: Cohort) -> FeatureTable:
    """The reported feature table, joined with the cohort."""
    info = study.manifest.features
    if info is None and study.manifest.deep and study.manifest.deep.table:
        return _of_network(study, cohort)
    if info is None:
        if study.manifest.study.task == "segmentation":
            raise NotApplicable("A segmentation study has no feature table.")
        raise Unavailable("The manifest names no features.", "Add 'features.table' to radaudit.yaml.")
    if info.table is None:
        raise Unavailable("The manifest names no feature table.", "Add 'features.table' to radaudit.yaml.")
    table = study.table(info.table)
    case_column = _case_column(study, table)
    ids = unique_ids(table, case_column, "features.case")
    match = match_ids(cohort.cases, ids)
    if not match.pairs:
        first = f"(first: {shape(ids[0])}, there {shape(cohort.cases[0])})"
        message = f"none of its {len(ids)} ids in {case_column!r} is an id of {cohort.path} {first}"
        raise DataError(Problem(message, info.table))
    return _joined(study, table, match, {text: row for row, text in enumerate(ids)}, cohort, case_column)


def _of_network(study: Study, cohort: Cohort) -> FeatureTable:
    """A study whose only features are a network's: what is asked of any table of features is asked of theirs."""
    own = deep_table(study, cohort)
    shown = own.unreadable, own.resolution, own.ids, own.places
    return FeatureTable(own.path, own.cases, own.names, own.values, *shown, {}, of_network=True)


def _joined(
    study: Study, table: Table, match: Match, row_of: Mapping, cohort: Cohort, case_column: str
) -> FeatureTable:
    cases = tuple(case for case in cohort.cases if case in match.pairs)
    order = [row_of[match.pairs[case]] for case in cases]
    names = _feature_columns(study, table, case_column)
    values, unreadable = np.empty((len(cases), len(names))), []
    position = {row: index for index, row in enumerate(order)}
    for column, name in enumerate(names):
        numbers, strange = table.numbers(name)
        values[:, column] = numbers[order]
        unreadable += [
            (cases[position[row]], name, table.texts(name)[row].strip()) for row in strange if row in position
        ]
    texts = (text for name in names for text in table.texts(name))
    diagnostics = {name: tuple(table.values(name)[row] for row in order) for name in table.columns if parse_note(name)}
    places = tuple(table.place(row) for row in order)
    resolution = resolution_of(texts)
    return FeatureTable(table.path, cases, names, values, tuple(unreadable), resolution, match, places, diagnostics)


def _case_column(study: Study, table: Table) -> str:
    """The declared column, or the one that is called as in the cohort table."""
    info, cohort = study.manifest.features, study.manifest.cohort
    for name in (info.case, cohort.case, cohort.patient):
        if name and name in table.columns:
            return name
    message = f"has no column {(cohort.case or cohort.patient)!r}; name its case column in 'features.case'"
    raise DataError(Problem(message, table.path))


def _feature_columns(study: Study, table: Table, case_column: str) -> tuple[str, ...]:
    patterns = study.manifest.features.columns
    roles = _role_columns(study) | {case_column}
    if patterns:
        return _chosen(study, table, [pattern.strip() for pattern in patterns], roles)
    known = [name for name in table.columns if parse_name(name)]
    if known:
        return tuple(known)
    numeric = [
        name
        for name in table.columns
        if name and name not in roles and not parse_note(name) and _is_numeric(table, name)
    ]
    if not numeric:
        raise DataError(
            Problem("has no numeric column that could be a feature; name them in 'features.columns'", table.path)
        )
    return tuple(numeric)


def _chosen(study: Study, table: Table, patterns: list[str], roles: set[str]) -> tuple[str, ...]:
    """The columns that the manifest asks for; a pattern that finds none is a mistake, or a column would be missed."""
    others = [name for name in table.columns if name not in roles and not parse_note(name)]
    found = {pattern: {name for name in others if fnmatchcase(name, pattern)} for pattern in patterns}
    named = {name for name in table.columns if name in patterns}
    empty = [pattern for pattern, names in found.items() if not names and pattern not in named]
    if len(empty) == len(patterns):
        raise DataError(Problem(f"none of its columns matches 'features.columns' ({', '.join(patterns)})", table.path))
    if empty:
        message = f"'features.columns' asks for {', '.join(empty[:5])}, which no column of {table.path} matches"
        raise DataError(Problem(message, study.file.path, study.file.line(("features", "columns"))))
    wanted = named.union(*found.values())
    return tuple(name for name in table.columns if name in wanted)


def _role_columns(study: Study) -> set[str]:
    """Columns that play another part: they are no features even where they are numbers."""
    info = study.manifest.cohort
    roles = {info.patient, info.case, info.site, info.scanner, info.date, *info.covariates}
    roles |= {info.outcome} if isinstance(info.outcome, str) else set()
    roles |= {info.outcome.time, info.outcome.event} if info.outcome and not isinstance(info.outcome, str) else set()
    return {name for name in roles | ({info.split.column} if info.split else set()) if name}


def _is_numeric(table: Table, name: str) -> bool:
    numbers, unreadable = table.numbers(name)
    return not unreadable and bool(np.isfinite(numbers).any())
