"""Tables of repeated measurements: one row a case and session, or a case and reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from radaudit.core.errors import DataError, Problem, Unavailable
from radaudit.core.finding import Location
from radaudit.evidence.cohort import Cohort
from radaudit.evidence.reported import FeatureTable
from radaudit.features.names import parse_name
from radaudit.study.identifiers import match_ids
from radaudit.study.load import Study
from radaudit.study.repeats import RepeatTable
from radaudit.study.table import Table

MANIFEST = Location("radaudit.yaml")
REPORTED = "as reported"  # the session of the study's own feature table


@dataclass(frozen=True)
class Measured:
    """Repeated measurements, holes and all.

    Attributes
    ----------
    cases, sessions, names
        Of the axes of `values`.
    values
        float64, shape (cases, sessions, features); nan where there is nothing.
    failures
        Why a case has nothing, by case.
    where, places
        The table, and where each case's first row stands.
    """

    cases: tuple[str, ...]
    sessions: tuple[str, ...]
    names: tuple[str, ...]
    values: np.ndarray = field(repr=False)
    failures: Mapping[str, str] = field(default_factory=dict)
    where: Location = MANIFEST
    places: Mapping[str, Location] = field(default_factory=dict, repr=False)


def read_repeats(
    study: Study, cohort: Cohort, reported: FeatureTable | None, key: Literal["test_retest", "readers"]
) -> Measured:
    """The table that ``stability`` names.

    A table with one session, or without a column of sessions, is the second one: the study's own feature table is the
    first, and ids are compared with the cohort's. Otherwise cases are whoever the table says, in its order.

    Raises
    ------
    DataError
        If a case has two rows in a session, a cell that names the case or the session is empty, or no column is a
        feature; with the line.
    Unavailable
        If the table is of one session and there is no feature table to compare it with.
    """
    info: RepeatTable = getattr(study.manifest.stability, key)
    table = study.table(info.table)
    column = info.rater if key == "readers" else info.session
    cases, sessions = _labels(table, info.case), (_labels(table, column) if column else [""] * len(table))
    _refuse_twice(table, cases, sessions, key, column)
    names = _features(table, {info.case, info.rater, info.session}, reported)
    cells = np.column_stack([table.numbers(name)[0] for name in names])
    places: dict[str, Location] = {}
    for row, case in enumerate(cases):
        places.setdefault(case, table.place(row))
    known, order = {case: n for n, case in enumerate(places)}, list(dict.fromkeys(sessions))
    values = np.full((len(known), len(order), len(names)), np.nan)
    values[[known[case] for case in cases], [order.index(own) for own in sessions]] = cells
    found = Measured(tuple(known), tuple(order), names, values, {}, Location(info.table), places)
    return found if len(order) > 1 else _beside_reported(found, cohort, reported, key)


def _labels(table: Table, column: str) -> list[str]:
    found = table.values(column)
    empty = [row for row, value in enumerate(found) if value is None]
    if empty:
        problem = f"the column {column!r} is empty in this row; every measurement needs one"
        raise DataError([Problem(problem, table.path, table.place(row).line) for row in empty[:20]])
    return found


def _refuse_twice(table: Table, cases: Sequence[str], sessions: Sequence[str], key: str, column: str | None) -> None:
    seen: dict[tuple[str, str], int] = {}
    problems = []
    for row, pair in enumerate(zip(cases, sessions, strict=True)):
        if pair in seen:
            of = f" of {column} {pair[1]!r}" if column else ""
            tell = "rater" if key == "readers" else "session"
            hint = "" if column else f"; name the column that tells them apart in 'stability.{key}.{tell}'"
            message = f"the case in this row has a second row{of}{hint}"
            problems.append(Problem(message, table.path, table.place(row).line))
        seen.setdefault(pair, row)
    if problems:
        raise DataError(problems[:20])


def _features(table: Table, roles: set[str | None], reported: FeatureTable | None) -> tuple[str, ...]:
    """Columns that the study's own table has, or that are named like features; else all that hold numbers."""
    own = set(reported.names) if reported else set()
    others = [name for name in table.columns if name and name not in roles]
    names = [name for name in others if name in own] or [name for name in others if parse_name(name)]
    names = names or [name for name in others if np.isfinite(table.numbers(name)[0]).all()]
    if not names:
        raise DataError(Problem("has no column that could be a feature", table.path))
    return tuple(names)


def _beside_reported(found: Measured, cohort: Cohort, reported: FeatureTable | None, key: str) -> Measured:
    """The reported table as the first session, the only one of the repeats as the second."""
    if reported is None:
        tell = "rater" if key == "readers" else "session"
        raise Unavailable(
            f"{found.where.path} has one measurement of each case, and there is no feature table to compare it with.",
            f"Add 'features.table', or name the column in 'stability.{key}.{tell}'.",
        )
    pairs = match_ids(cohort.cases, found.cases).pairs
    cases = [case for case in reported.cases if case in pairs]
    names = [name for name in found.names if name in reported.columns]
    if not cases or not names:
        what = "cases" if not cases else "features"
        raise DataError(Problem(f"has one measurement of each case and no {what} of {reported.path}", found.where.path))
    first = reported.values[np.ix_([reported.rows[case] for case in cases], [reported.columns[own] for own in names])]
    rows, columns = [found.cases.index(pairs[case]) for case in cases], [found.names.index(own) for own in names]
    values = np.stack([first, found.values[np.ix_(rows, [0], columns)][:, 0]], axis=1)
    session = found.sessions[0] or ("repeated" if key == "test_retest" else "other reader")
    places = {case: found.places[pairs[case]] for case in cases}
    return Measured(tuple(cases), (REPORTED, session), tuple(names), values, {}, found.where, places)
