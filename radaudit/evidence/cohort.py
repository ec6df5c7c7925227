"""Who is in the study."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from radaudit.core.errors import DataError, NotApplicable, Problem, Unavailable
from radaudit.core.finding import Location
from radaudit.core.step import evidence
from radaudit.study import personal
from radaudit.study.identifiers import Match, match_ids
from radaudit.study.load import Study
from radaudit.study.table import Table

SETS = ("train", "validation", "test", "external")


@dataclass(frozen=True)
class Cohort:
    """The cases in the order of the cohort table; every tuple has one entry a case.

    Attributes
    ----------
    path
        The table.
    cases
        Case ids as they are written.
    patients
        Patient of each case; None where the table names none.
    places
        Where each case stands.
    sites, scanners, dates
        None where the study names no such column, or where the cell is empty.
    columns
        Every other cell as text, by column; for file name patterns and covariates.
    """

    path: str
    cases: tuple[str, ...]
    patients: tuple[str | None, ...]
    places: tuple[Location, ...]
    sites: tuple[str | None, ...]
    scanners: tuple[str | None, ...]
    dates: tuple[str | None, ...]
    columns: Mapping[str, tuple[str | None, ...]]

    def __len__(self) -> int:
        return len(self.cases)

    @cached_property
    def rows(self) -> Mapping[str, int]:
        """Position of each case."""
        return {case: row for row, case in enumerate(self.cases)}

    def place(self, case: str) -> Location:
        return self.places[self.rows[case]]

    def patient(self, case: str) -> str | None:
        return self.patients[self.rows[case]]


@dataclass(frozen=True)
class Outcome:
    """The event of each case, for a binary task.

    Attributes
    ----------
    events
        True, False, or None where the table gives no outcome; one a case, in the cohort's order.
    positive
        The value that counts as the event.
    """

    column: str
    positive: str
    events: tuple[bool | None, ...]


@dataclass(frozen=True)
class Split:
    """Which set each case is in.

    Attributes
    ----------
    sets
        "train", "validation", "test", "external", or None for a case in none of them; by case.
    ids
        How the ids of a separate split file had to be compared with the cohort's; None for a column
        of the cohort table.
    """

    sets: Mapping[str, str | None]
    ids: Match | None = None

    def cases(self, name: str) -> tuple[str, ...]:
        """Cases of a set, in the cohort's order."""
        return tuple(case for case, own in self.sets.items() if own == name)

    @property
    def used(self) -> tuple[str, ...]:
        """Names of the sets that hold a case."""
        return tuple(name for name in SETS if name in self.sets.values())


@evidence
def cohort(study: Study) -> Cohort:
    """The cohort table with its roles."""
    info = study.manifest.cohort
    table = study.table(info.table)
    case_column = info.case or info.patient
    cases = unique_ids(table, case_column, "cohort.case" if info.case else "cohort.patient")

    def column(name: str | None) -> tuple[str | None, ...]:
        return tuple(table.values(name)) if name else (None,) * len(table)

    return Cohort(
        info.table,
        cases,
        column(info.patient),
        tuple(table.place(row) for row in range(len(table))),
        column(info.site),
        column(info.scanner),
        column(info.date),
        {name: column(name) for name in table.columns},
    )


@evidence
def outcome(study: Study, cohort: Cohort) -> Outcome:
    """The binary outcome."""
    info = study.manifest.cohort
    if study.manifest.study.task == "segmentation":
        raise NotApplicable("A segmentation study predicts masks, not an outcome.")
    if study.manifest.study.task != "binary":
        raise Unavailable(f"The task is {study.manifest.study.task}; this is asked of binary outcomes only.")
    if not isinstance(info.outcome, str):
        raise Unavailable("The manifest names no outcome column.", "Add 'cohort.outcome' to radaudit.yaml.")
    texts = cohort.columns[info.outcome]
    spelt = {value_of(text): text for text in reversed(texts) if text is not None}
    present = sorted(spelt.values())
    positive = _positive(study, info.outcome, info.positive, present, personal.listed(texts))
    events = tuple(None if text is None else same_value(text, positive) for text in texts)
    return Outcome(info.outcome, positive, events)


@evidence
def split(study: Study, cohort: Cohort) -> Split:
    """Which set each case is in."""
    info = study.manifest.cohort.split
    if info is None:
        raise Unavailable("The manifest names no split.", "Add 'cohort.split' to radaudit.yaml.")
    meaning = {value: name for name in SETS for value in getattr(info, name)}
    if not meaning:
        raise Unavailable(
            "The manifest does not say which values of the split column mean train and test.",
            "Add 'cohort.split.train' and 'cohort.split.test' to radaudit.yaml.",
        )
    if info.file is None:
        values, ids = dict(zip(cohort.cases, cohort.columns[info.column], strict=True)), None
    else:
        table = study.table(info.file)
        case_column = info.case or study.manifest.cohort.case or study.manifest.cohort.patient
        if case_column not in table.columns:
            message = f"has no column {case_column!r}; name its case column in 'cohort.split.case'"
            raise DataError(Problem(message, info.file))
        listed = unique_ids(table, case_column, "cohort.split.case")
        ids = match_ids(cohort.cases, listed)
        by_id = dict(zip(listed, table.values(info.column), strict=True))
        values = {case: by_id.get(ids.pairs.get(case)) for case in cohort.cases}
    sets = {case: meaning.get(value) for case, value in values.items()}
    if not any(sets.values()):
        found = personal.listed(values.values())
        message = f"'cohort.split' names {', '.join(meaning)}, but the column {info.column!r} holds: {found}"
        raise DataError(Problem(message, study.file.path, study.file.line(("cohort", "split"))))
    return Split(sets, ids)


def unique_ids(table: Table, column: str, key: str) -> tuple[str, ...]:
    """The ids in a column, as they are written.

    Raises
    ------
    DataError
        With every row whose id is missing or was already given.
    """
    problems, seen, ids = [], {}, []
    for row, (text, value) in enumerate(zip(table.texts(column), table.values(column), strict=True)):
        line = table.place(row).line
        if value is None:
            problems.append(
                Problem(f"the column {column!r} ({key}) is empty in this row; every row needs an id", table.path, line)
            )
        elif text in seen:
            first = f" in line {seen[text]}" if seen[text] else ""
            problems.append(
                Problem(
                    f"the id in this row was already given{first}; ids in {column!r} ({key}) must be unique",
                    table.path,
                    line,
                )
            )
        else:
            seen[text] = line
        ids.append(text)
    if problems:
        raise DataError(problems)
    return tuple(ids)


def _positive(study: Study, column: str, given: str | None, present: list[str], shown: str) -> str:
    path, line = study.file.path, study.file.line(("cohort", "positive" if given else "outcome"))
    if len(present) > 2:
        message = f"the task is binary, but the column {column!r} holds {len(present)} values: {shown}"
        raise DataError(Problem(message, path, line))
    if given is None:
        known = {"1", "1.0", "true", "yes", "positive", "malignant", "event"}
        likely = [text for text in present if text.casefold() in known]
        if len(likely) == 1:
            return likely[0]
        raise Unavailable(
            f"The manifest does not say which value of {column!r} counts as the event ({shown}).",
            "Add 'cohort.positive' to radaudit.yaml.",
        )
    if not any(same_value(text, given) for text in present):
        raise DataError(
            Problem(f"'cohort.positive' is {given!r}, but the column {column!r} holds: {shown}", path, line)
        )
    return given


def same_value(text: str, other: str) -> bool:
    """Whether two cells hold the same outcome."""
    return value_of(text) == value_of(other)


def value_of(text: str) -> float | str:
    """Equal values for 1 and 1.0, and for yes and Yes: each pair is one outcome."""
    try:
        return float(text)
    except ValueError:
        return text.strip().casefold()
