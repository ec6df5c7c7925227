"""Dates of a cohort table as numbers of days, where they can be read in one way only."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence

_YEAR_FIRST = re.compile(r"(\d{4})([-/.]?)(\d{2})\2(\d{2})(?:[T ].*)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])(\d{1,2})\2(\d{4})(?:[T ].*)?")


def days_of(texts: Sequence[str | None]) -> tuple[int | None, ...]:
    """Each date as a number of days, None where it can't be read.

    Dates that begin with the year are read as they stand. Those that end with it may be written day first or month
    first: the column decides, if one of its numbers is above 12 and none contradicts; otherwise none of them is read,
    because a guess would move patients by months.
    """
    day_first = _day_first(texts)
    return tuple(_day(text.strip(), day_first) if text else None for text in texts)


def _day_first(texts: Sequence[str | None]) -> bool | None:
    found = [match for text in texts if text and (match := _YEAR_LAST.fullmatch(text.strip()))]
    first, second = (any(int(match[place]) > 12 for match in found) for place in (1, 3))
    return first if first != second else None


def _day(text: str, day_first: bool | None) -> int | None:
    if match := _YEAR_FIRST.fullmatch(text):
        parts = match[1], match[3], match[4]
    elif (match := _YEAR_LAST.fullmatch(text)) and day_first is not None:
        parts = (match[4], match[3], match[1]) if day_first else (match[4], match[1], match[3])
    else:
        return None
    try:
        return datetime.date(*map(int, parts)).toordinal()
    except ValueError:
        return None
