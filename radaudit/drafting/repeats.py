"""Tables of features measured twice: after a second scan, or by several readers."""

from __future__ import annotations

from collections.abc import Iterator

from radaudit.drafting.guess import Guess
from radaudit.drafting.seen import Seen, Sheet
from radaudit.drafting.vocabulary import CASE, PATIENT, RATER, SESSION, first_named, words

_READERS = {"reader", "readers", "rater", "raters", "observer", "interobserver", "intraobserver"}


def find(seen: Seen) -> Iterator[Guess]:
    """Each with its id column, and the column that says which measurement it is."""
    for sheet in seen.of("repeats"):
        raters = first_named(sheet.others, RATER)
        kind = "readers" if raters or words(sheet.path) & _READERS else "test_retest"
        key = ("stability", kind)
        marks = raters if kind == "readers" else first_named(sheet.others, SESSION)
        case = _case(sheet, set(marks))
        if case is None:
            continue
        about = f"{sheet.path} holds {len(sheet.features)} features in {len(sheet.table)} rows"
        yield Guess((*key, "table"), sheet.path, 0.88, about)
        about = f"{case!r} holds {len(sheet.distinct(case))} ids"
        yield Guess((*key, "case"), case, 0.85, about)
        if marks:
            about = f"{marks[0]!r} holds {', '.join(sheet.distinct(marks[0])[:5])}"
            yield Guess((*key, "rater" if kind == "readers" else "session"), marks[0], 0.85, about)


def _case(sheet: Sheet, marks: set[str]) -> str | None:
    named = [name for name in first_named(sheet.others, (*CASE, *PATIENT)) if name not in marks]
    return next((name for name in named if sheet.complete(name) and not sheet.has_fractions(name)), None)
