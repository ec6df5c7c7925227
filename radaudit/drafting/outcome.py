"""The outcome: one column, or a time with an event; the task that follows; the value that counts as the event."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from radaudit.core.words import counted
from radaudit.drafting.guess import Guess
from radaudit.drafting.seen import Seen, Sheet
from radaudit.drafting.vocabulary import (
    CENSORED,
    EVENT,
    NEGATIVE,
    OUTCOME,
    OUTCOME_PARTS,
    POSITIVE,
    TIME,
    first_named,
    plain,
)

MOST_CLASSES = 8
ENDPOINTS = ("os", "pfs", "rfs", "dfs", "efs", "dss", "ttp", "mfs", "lrfs", "dmfs")
_TASK, _OUTCOME, _POSITIVE = ("study", "task"), ("cohort", "outcome"), ("cohort", "positive")


@dataclass(frozen=True)
class Endpoint:
    """An outcome that a table holds."""

    task: str
    value: str | dict[str, str]
    sureness: float
    reason: str

    @property
    def event(self) -> str:
        """The column that says what happened."""
        return self.value if isinstance(self.value, str) else self.value["event"]


def find(seen: Seen) -> Iterator[Guess]:
    """Task, outcome, and the value of the event."""
    sheet = seen.people
    if sheet is None:
        return
    for own in endpoints(sheet):
        yield Guess(_OUTCOME, own.value, own.sureness, own.reason)
        yield Guess(_TASK, own.task, own.sureness, own.reason)
    best = max(endpoints(sheet), key=lambda own: own.sureness, default=None)
    if best is not None and best.task in ("binary", "survival"):
        yield from _event(sheet, best)


def endpoints(sheet: Sheet) -> list[Endpoint]:
    """What a table may hold as outcome, the columns' names and values decide."""
    found = [*_survival(sheet)]
    named = first_named(sheet.others, OUTCOME)
    for column in dict.fromkeys([*named, *_told_in_part(sheet)]):
        own = _one_column(sheet, column, 0.9 - 0.05 * len(found))
        if own is not None and (column in named or own.task == "binary"):
            found.append(own)
    if not found:
        found += _last_column(sheet)
    return found


def _told_in_part(sheet: Sheet) -> list[str]:
    """Columns whose names begin or end like an outcome: ``cr_popf``, ``egfr_status``, ``outcome_2y``."""
    return [
        name for name in sheet.others if plain(name).startswith(OUTCOME_PARTS) or plain(name).endswith(OUTCOME_PARTS)
    ]


def _one_column(sheet: Sheet, column: str, sureness: float) -> Endpoint | None:
    values, rows = sheet.distinct(column), len(sheet.table)
    counts = ", ".join(f"{value}: {sheet.values(column).count(value)}" for value in sorted(values)[:6])
    about = f"{column!r} of {sheet.path} holds {counts}"
    if len(values) == 2:
        return Endpoint("binary", column, sureness, about)
    if 3 <= len(values) <= MOST_CLASSES and len(values) < rows / 2:
        return Endpoint("multiclass", column, sureness - 0.15, about)
    if len(values) > max(10, rows / 2) and sheet.numeric(column):
        about = f"{column!r} of {sheet.path} holds {counted(len(values), 'different number')} in {rows} rows"
        return Endpoint("regression", column, sureness - 0.2, about)
    return None


def _survival(sheet: Sheet) -> Iterator[Endpoint]:
    times = [name for name in sheet.others if _is_time(sheet, name)]
    events = [name for name in sheet.others if _is_event_name(name) and len(sheet.distinct(name)) in (1, 2)]
    pairs = [(time, event) for time in times for event in events if time != event]
    pairs.sort(key=lambda pair: (_endpoint(pair[0]) != _endpoint(pair[1]), _endpoint(pair[0]) is None))
    for time, event in pairs[:2]:
        same = _endpoint(time) == _endpoint(event) or len(pairs) == 1
        about = f"{time!r} of {sheet.path} holds times and {event!r} says whether the event was seen"
        yield Endpoint("survival", {"time": time, "event": event}, 0.92 if same else 0.8, about)


def _is_time(sheet: Sheet, name: str) -> bool:
    own = plain(name)
    if own not in TIME and not own.endswith(("days", "months", "years", "time")):
        return False
    if not sheet.numeric(name) or own.startswith(("age", "slice", "date")):
        return False
    return len(sheet.distinct(name)) > 2 and min(float(n) for n in sheet.table.numbers(name)[0] if n == n) >= 0


def _is_event_name(name: str) -> bool:
    own = plain(name)
    return own in (*EVENT, *CENSORED) or (own.endswith(("event", "status")) and own.startswith(ENDPOINTS))


def _endpoint(name: str) -> str | None:
    return next((word for word in ENDPOINTS if plain(name).startswith(word)), None)


def _last_column(sheet: Sheet) -> list[Endpoint]:
    """Nothing is called like an outcome: a column of 0 and 1 may be one, but many others are as well."""
    for column in reversed(sheet.others):
        if set(sheet.distinct(column)) in ({"0", "1"}, {"0.0", "1.0"}):
            return [Endpoint("binary", column, 0.5, f"{column!r} of {sheet.path} holds 0 and 1, as others may")]
    return []


def _event(sheet: Sheet, endpoint: Endpoint) -> Iterator[Guess]:
    column = endpoint.event
    values = sheet.distinct(column)
    if plain(column) in CENSORED:
        censored = next((value for value in values if value.lower() in ("1", "1.0", "true", "yes")), None)
        others = [value for value in values if value != censored]
        if censored and len(others) == 1:
            yield Guess(_POSITIVE, others[0], 0.7, f"{column!r} marks the censored ones by {censored}")
        return
    likely = [value for value in values if value.lower() in POSITIVE]
    against = [value for value in values if value.lower() in NEGATIVE]
    if len(likely) == 1 and len(against) == len(values) - 1:
        sureness = 0.8 if likely[0][:1].isdigit() else 0.9  # some count survivors as 1
        yield Guess(
            _POSITIVE,
            likely[0],
            sureness,
            f"{column!r} holds {' and '.join(sorted(values))}, and this is the usual word for it",
        )
    elif len(likely) == 1 and sorted(values) != ["1", "2"]:
        yield Guess(_POSITIVE, likely[0], 0.75, f"the other value of {column!r} is not a word known here")
    elif len(against) == 1 and len(values) == 2:
        other = next(value for value in values if value not in against)
        yield Guess(_POSITIVE, other, 0.75, f"{against[0]!r} in {column!r} means that there was none")
    else:
        yield Guess(
            _POSITIVE, max(values), 0.5, f"of {' and '.join(sorted(values))} in {column!r}: say which is the event"
        )
