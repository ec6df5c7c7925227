"""Columns of the study's tables that hold what could name a patient."""

from __future__ import annotations

from dataclasses import dataclass, field

from radaudit.core.errors import DataError
from radaudit.core.step import evidence
from radaudit.study import personal
from radaudit.study.load import Study, named_files
from radaudit.study.personal_columns import Personal, personal_column

ENDINGS = (".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz", ".xlsx", ".parquet")


@dataclass(frozen=True)
class PersonalColumn:
    """A column of a table, and what it holds."""

    table: str
    column: str
    holds: Personal


@dataclass(frozen=True)
class PersonalTables:
    """What the tables that the manifest names hold; no cell is in here.

    Attributes
    ----------
    columns
        Those that hold something.
    tables, searched
        The tables that were read, and how many columns they have.
    names
        Digests of the words in columns of names: by these paths are searched. They stay in here.
    """

    columns: tuple[PersonalColumn, ...]
    tables: tuple[str, ...]
    searched: int
    names: frozenset[str] = field(repr=False, default=frozenset())


@evidence
def personal_tables(study: Study) -> PersonalTables:
    """Columns of the study's tables that hold what could name a patient."""
    found, names, searched, read = [], set(), 0, []
    for path in dict.fromkeys(path for _, path in named_files(study.manifest) if path.lower().endswith(ENDINGS)):
        try:
            table = study.table(path)
        except DataError:  # a text that is no table, or one that a command is still to write
            continue
        read.append(path)
        searched += len(table.columns)
        for column in table.columns:
            holds = personal_column(column, table.values(column))
            if holds:
                found.append(PersonalColumn(path, column, holds))
                if holds.kind == "names":
                    names |= {digest for text in table.values(column) for digest in personal.name_digests(text or "")}
    return PersonalTables(tuple(found), tuple(read), searched, frozenset(names))
