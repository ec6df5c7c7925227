"""The deep features as the study reports them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cached_property

import numpy as np

from radaudit.core.errors import DataError, NotApplicable, Problem, Unavailable
from radaudit.core.finding import Location
from radaudit.core.step import evidence
from radaudit.evidence.cohort import Cohort, unique_ids
from radaudit.features.resolution import Resolution, resolution_of
from radaudit.study.identifiers import Match, match_ids
from radaudit.study.load import Study
from radaudit.study.personal import shape
from radaudit.study.table import Table


@dataclass(frozen=True)
class DeepTable:
    """Deep features of the cases that the cohort knows.

    Attributes
    ----------
    path
        The table.
    cases
        Case ids, as in the cohort and in its order; cases without a row are left out.
    names
        Feature columns, in the table's order.
    values
        float64, shape (cases, features); nan where no number is given.
    resolution
        To how many digits the table was printed.
    places
        Where each case stands.
    unreadable
        Cells that hold something that is not a number: case, feature, text.
    ids
        How its ids had to be compared with the cohort's.
    after
        What the authors say was done to the features before they were written, such as "zscore" or "pca".
    """

    path: str
    cases: tuple[str, ...]
    names: tuple[str, ...]
    values: np.ndarray = field(repr=False)
    resolution: Resolution
    places: tuple[Location, ...] = ()
    unreadable: tuple[tuple[str, str, str], ...] = ()
    ids: Match | None = None
    after: tuple[str, ...] = ()

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Position of each case."""
        return {case: row for row, case in enumerate(self.cases)}

    def place(self, case: str) -> Location:
        return self.places[self.rows[case]]

    def outputs(self, count: int) -> tuple[int, ...] | None:
        """Which of so many features of the network each column is; None where that can't be told.

        As many columns as features are the features in their order. Fewer are told by the numbers that their names end
        with, from 0 or, where the last is the count itself, from 1 on.
        """
        if len(self.names) == count:
            return tuple(range(count))
        found = [re.search(r"(\d+)$", name) for name in self.names]
        numbers = [int(own[1]) for own in found if own]
        if len(numbers) < len(found) or len(set(numbers)) < len(numbers):
            return None
        first = 1 if max(numbers) == count and min(numbers) >= 1 else 0
        return tuple(number - first for number in numbers) if max(numbers) - first < count else None


@evidence
def deep_table(study: Study, cohort: Cohort) -> DeepTable:
    """The table of deep features, joined with the cohort."""
    info = study.manifest.deep
    if info is None:
        raise NotApplicable("The study takes no features from a network.")
    if info.table is None:
        raise Unavailable("The manifest names no table of deep features.", "Add 'deep.table' to radaudit.yaml.")
    table = study.table(info.table)
    ids = unique_ids(table, _case_column(study, table), "deep.table")
    match = match_ids(cohort.cases, ids)
    if not match.pairs:
        first = f"(first: {shape(ids[0])}, there {shape(cohort.cases[0])})"
        raise DataError(Problem(f"none of its {len(ids)} ids is an id of {cohort.path} {first}", info.table))
    cases = tuple(case for case in cohort.cases if case in match.pairs)
    row_of = {text: row for row, text in enumerate(ids)}
    order = [row_of[match.pairs[case]] for case in cases]
    names = _columns(study, table)
    values, strange = np.empty((len(cases), len(names))), []
    case_of = {row: case for case, row in zip(cases, order, strict=True)}
    for column, name in enumerate(names):
        numbers, unreadable = table.numbers(name)
        values[:, column] = numbers[order]
        strange += [(case_of[row], name, table.texts(name)[row].strip()) for row in unreadable if row in case_of]
    resolution = resolution_of(text for name in names for text in table.texts(name))
    if info.decimals is not None:
        resolution = replace(resolution, decimals=min(resolution.decimals, info.decimals))
    places = tuple(table.place(row) for row in order)
    return DeepTable(info.table, cases, names, values, resolution, places, tuple(strange), match, tuple(info.after))


def _case_column(study: Study, table: Table) -> str:
    info, cohort = study.manifest.deep, study.manifest.cohort
    for name in (info.case, cohort.case, cohort.patient):
        if name and name in table.columns:
            return name
    message = f"has no column {(cohort.case or cohort.patient)!r}; name its case column in 'deep.case'"
    raise DataError(Problem(message, table.path))


def _columns(study: Study, table: Table) -> tuple[str, ...]:
    """The columns that the manifest asks for; else those of numbers that play no other part."""
    patterns = study.manifest.deep.columns
    others = [name for name in table.columns if name and name not in _roles(study)]
    if patterns:
        found = tuple(name for name in others if any(fnmatchcase(name, pattern) for pattern in patterns))
        wanted = f"matches 'deep.columns' ({', '.join(patterns)})"
    else:
        found = tuple(name for name in others if _is_numeric(table, name))
        wanted = "is numeric and could be a feature; name them in 'deep.columns'"
    if not found:
        raise DataError(Problem(f"has no column that {wanted}", table.path))
    return found


def _roles(study: Study) -> set[str]:
    """Columns that play another part, also where they are numbers."""
    own = study.manifest.cohort
    outcome = own.outcome
    times = [outcome] if isinstance(outcome, str) else [outcome.time, outcome.event] if outcome else []
    split = own.split.column if own.split else None
    named = {study.manifest.deep.case, own.patient, own.case, own.site, own.scanner, own.date, split}
    return {name for name in named | {*times, *own.covariates} if name}


def _is_numeric(table: Table, name: str) -> bool:
    numbers, unreadable = table.numbers(name)
    return not unreadable and bool(np.isfinite(numbers).any())
