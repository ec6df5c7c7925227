"""What the cohort table says of each case: site, scanner, date, clinical variables; and which table that is."""

from __future__ import annotations

from collections.abc import Iterator

from radaudit.core.words import counted
from radaudit.drafting.guess import Guess
from radaudit.drafting.outcome import endpoints
from radaudit.drafting.seen import Seen, Sheet
from radaudit.drafting.vocabulary import COVARIATES, DATE, SCANNER, SITE, first_named, plain
from radaudit.study.days import days_of


def find(seen: Seen) -> Iterator[Guess]:
    """The table, its ids, and the columns that say where, with what and when."""
    sheet, ids = seen.people, seen.ids
    if sheet is None:
        return
    about = f"{len(sheet.table)} rows, {counted(len(sheet.table.columns), 'column')}, with an id column"
    yield Guess(("cohort", "table"), sheet.path, max(ids.sureness, 0.6), about)
    for key, column in (("patient", ids.patient), ("case", ids.case)):
        if column is not None:
            yield Guess(("cohort", key), column, ids.sureness, ids.reason)
    taken = {ids.patient, ids.case}
    for key, names, sureness in (("site", SITE, 0.9), ("scanner", SCANNER, 0.9)):
        for column in first_named(sheet.others, names)[:1]:
            if column not in taken:
                yield _groups(sheet, key, column, sureness)
                taken.add(column)
    yield from _date(sheet)
    yield from _covariates(sheet, taken)


def _groups(sheet: Sheet, key: str, column: str, sureness: float) -> Guess:
    values = sheet.distinct(column)
    counts = ", ".join(f"{value}: {sheet.values(column).count(value)}" for value in values[:5])
    many = len(values) > max(2, len(sheet.table) // 2)
    reason = f"{column!r} holds {counts}" + (f" and {len(values) - 5} more" if len(values) > 5 else "")
    return Guess(("cohort", key), column, sureness - 0.4 * many, reason)


def _date(sheet: Sheet) -> Iterator[Guess]:
    for column in first_named(sheet.others, DATE)[:1]:
        read = sum(day is not None for day in days_of(sheet.values(column)))
        given = sum(value is not None for value in sheet.values(column))
        reason = f"{read} of {given} entries of {column!r} are dates that can be read in one way only"
        yield Guess(("cohort", "date"), column, 0.9 if read and read == given else 0.5, reason)


def _covariates(sheet: Sheet, taken: set[str | None]) -> Iterator[Guess]:
    best = max(endpoints(sheet), key=lambda own: own.sureness, default=None)
    value = best.value if best else ""
    outcome = {value} if isinstance(value, str) else set(value.values())
    named = [name for name in sheet.others if plain(name) in COVARIATES and name not in taken | outcome]
    kept = [name for name in named if len(sheet.distinct(name)) > 1]
    if kept:
        yield Guess(("cohort", "covariates"), kept, 0.8, f"clinical by name, in {sheet.path}: {', '.join(kept[:8])}")
