"""The tables of a folder and what each of them is: found once, shared by all finders."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from radaudit.core.errors import DataError
from radaudit.drafting.folder import Folder
from radaudit.drafting.units import Pictures, pictures_of
from radaudit.features.diagnostics import parse_note
from radaudit.features.names import parse_name
from radaudit.study.identifiers import match_ids
from radaudit.study.table import Table, read_table

ENDINGS = (".csv", ".tsv", ".xlsx", ".parquet", ".csv.gz", ".tsv.gz")
LARGEST, MOST_BYTES, MOST_TABLES = 2**26, 2**28, 200


@dataclass(frozen=True)
class Ids:
    """Columns that identify a row.

    Attributes
    ----------
    patient, case
        None where no column is one.
    sureness, reason
        As of `guess.Guess`; about both.
    """

    patient: str | None
    case: str | None
    sureness: float
    reason: str

    @property
    def key(self) -> str | None:
        """The column that must be unique."""
        return self.case or self.patient


@dataclass(frozen=True)
class Sheet:
    """A table with what its columns hold; every answer is worked out once."""

    table: Table
    _values: dict[str, tuple[str | None, ...]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def path(self) -> str:
        return self.table.path

    @cached_property
    def features(self) -> tuple[str, ...]:
        """Columns with a name of pyradiomics."""
        return tuple(name for name in self.table.columns if parse_name(name))

    @cached_property
    def others(self) -> tuple[str, ...]:
        """Named columns that are neither features nor notes of the extraction."""
        return tuple(name for name in self.table.columns if name and not parse_name(name) and not parse_note(name))

    def values(self, column: str) -> tuple[str | None, ...]:
        if column not in self._values:
            self._values[column] = tuple(self.table.values(column))
        return self._values[column]

    def distinct(self, column: str) -> list[str]:
        """The values of a column, in order of their first row."""
        return list(dict.fromkeys(value for value in self.values(column) if value is not None))

    def complete(self, column: str) -> bool:
        return None not in self.values(column)

    def unique(self, column: str) -> bool:
        return self.complete(column) and len(set(self.values(column))) == len(self.table)

    def numeric(self, column: str) -> bool:
        """Whether every cell that holds anything is a number."""
        import numpy as np

        numbers, unreadable = self.table.numbers(column)
        return not unreadable and bool(np.isfinite(numbers).any())

    def has_fractions(self, column: str) -> bool:
        """Whether some cell is a number with decimals, as no id is."""
        import numpy as np

        numbers, _ = self.table.numbers(column)
        known = numbers[np.isfinite(numbers)]
        return bool((known != np.round(known)).any())


@dataclass(frozen=True)
class Seen:
    """What the finders look at.

    Attributes
    ----------
    folder
        The files.
    sheets
        Readable tables, by path; also those that were put together.
    cohort, features
        Paths of the table with one row a case, and of the features; None where there is none.
    ids
        Of the cohort table.
    """

    folder: Folder
    sheets: Mapping[str, Sheet] = field(repr=False)
    kinds: Mapping[str, str] = field(default_factory=dict, repr=False)
    cohort: str | None = None
    features: str | None = None
    ids: Ids = Ids(None, None, 0.0, "")

    @cached_property
    def pictures(self) -> Pictures:
        """Its images."""
        return pictures_of(self.folder)

    @property
    def people(self) -> Sheet | None:
        """The cohort table."""
        return self.sheets[self.cohort] if self.cohort else None

    def of(self, kind: str) -> list[Sheet]:
        """Tables of a kind, see `roles`."""
        return [self.sheets[path] for path, own in self.kinds.items() if own == kind]

    @cached_property
    def cases(self) -> frozenset[str]:
        """Ids of the cases."""
        if self.people is None or self.ids.key is None:
            return frozenset()
        return frozenset(value for value in self.people.values(self.ids.key) if value)

    def share(self, sheet: Sheet, column: str) -> float:
        """How many of the cases a column of another table names, from 0 to 1.

        Ids are compared as an audit does: letter for letter, or else by a mild rule (leading zeros, capitals).
        """
        named = set(sheet.values(column)) - {None}
        if not self.cases or not named:
            return 0.0
        found = len(self.cases & named)
        if found < len(named) and not sheet.has_fractions(column):
            found = len(match_ids(sorted(self.cases), sorted(named)).pairs)
        return found / len(self.cases)

    def joining(self, sheet: Sheet) -> tuple[str, float] | None:
        """The column of a table that names the most cases, with their share; None where none names a half."""
        best = self._naming(sheet)
        return best if best[1] >= 0.5 else None

    def within(self, sheet: Sheet) -> tuple[str, float] | None:
        """The same of a table that may hold a part of the cases, a test set: nine in ten of its ids must be cases."""
        column, share = self._naming(sheet)
        known = share * len(self.cases)
        return (column, share) if column and known >= max(3, 0.9 * len(sheet.distinct(column))) else None

    def _naming(self, sheet: Sheet) -> tuple[str, float]:
        found = [(name, self.share(sheet, name)) for name in sheet.others[:40]]
        return max(found, key=lambda own: own[1], default=("", 0.0))


def read_sheets(folder: Folder) -> tuple[dict[str, Sheet], list[str]]:
    """Every table that can be read, and a sentence about each that can't."""
    sheets, remarks, bytes_read = {}, [], 0
    for name in folder.ending_in(*ENDINGS)[:MOST_TABLES]:
        size = folder.size(name)
        if size > LARGEST or bytes_read + size > MOST_BYTES:
            remarks.append(f"{name} was not read: it is {size >> 20} MiB large")
            continue
        bytes_read += size
        try:
            sheets[name] = Sheet(read_table(folder.root / name, name))
        except DataError as fault:
            remarks.append(f"{name} was not read: {fault.problems[0].message}")
    return sheets, remarks
