from collections.abc import Iterator

from radaudit.checks.privacy.no_identifiers_in_headers import SAFE_HARBOR
from radaudit.core.errors import NotApplicable
from radaudit.core.finding import Finding, Location, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.evidence.personal_tables import PersonalColumn, PersonalTables


@check(
    "privacy/no-identifiers-in-tables",
    severity=Severity.MAJOR,
    references=(SAFE_HARBOR, "https://eur-lex.europa.eu/eli/reg/2016/679/oj"),
)
def no_identifiers_in_tables(personal_tables: PersonalTables) -> Iterator[Finding]:
    """No column of a table holds what could name a patient.

    Tables are what is shared first, and HIPAA's Safe Harbor lists what must not be in them: names, addresses, birth and
    other dates, telephone numbers, e-mail addresses, numbers of records and insurances, ages above 89. Headings and the
    look of the cells tell; numbers that states give to persons are known by their check digits, compared with what
    chance would give. Full dates and bare numbers may be true, shifted or drawn: that the table can't say. Cells stay
    in the files: the finding names columns and counts cells.

    Remedy: drop the column, or put years, days since the first examination, and numbers of the study's own in its
    place; keep the key that leads back to the patients apart from what is published.
    """
    if not personal_tables.tables:
        raise NotApplicable("The study names no table that could be read.")
    columns = personal_tables.columns
    for weight, code, words, severity in (
        ("person", "person-in-table", "what could name a patient, by its look or its check digits", Severity.MAJOR),
        ("detail", "detail-in-table", "details that narrow down who a patient is", Severity.MINOR),
    ):
        own = [column for column in columns if column.holds.weight == weight]
        if own:
            counted = any(column.holds.p is not None for column in own)
            yield failed(
                f"{_columns(own)} {words}.",
                code=code,
                severity=severity,
                tier=Tier.TESTED if counted else Tier.HEURISTIC,
                where=[Location(table) for table in dict.fromkeys(column.table for column in own)],
                rows=_rows(own),
                benign=["the values were made up or shifted when the table was de-identified", "it is about somebody "
                        "else than a patient, such as who drew the masks"],
            )  # fmt: skip
    untold = [column for column in columns if column.holds.weight == "untold"]
    if untold:
        yield unknown(
            f"{_columns(untold)} full dates or bare numbers; whether they are the true ones can't be told from the "
            "table. Give years or days since a first day, and ids of the study's own, or say how they were changed.",
            rows=_rows(untold),
        )
    if not columns:
        yield passed(
            f"None of {personal_tables.searched} columns of {len(personal_tables.tables)} tables looks like an "
            "identifier.",
            tier=Tier.HEURISTIC,
            columns=personal_tables.searched,
            tables=len(personal_tables.tables),
        )


def _columns(own: list[PersonalColumn]) -> str:
    return f"{len(own)} columns hold" if len(own) > 1 else "A column holds"


def _rows(own: list[PersonalColumn]) -> list[dict[str, object]]:
    return [
        {
            "table": column.table,
            "column": column.column,
            "looks like": column.holds.kind,
            "cells": column.holds.cells,
            "of": column.holds.of,
            "p": column.holds.p,
        }
        for column in own
    ]
