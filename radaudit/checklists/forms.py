"""Answers from elsewhere: the spreadsheet of METRICS' web form, or a plain table of scores of any checklist.

The web form (metricsscore.github.io, version 1.0, button "Export to Excel") writes a row for each item and condition:
"Item#1" or "Condition#1", the published text, the weight, and "yes", "no" or, of what a condition takes out, "n/a";
then the total and its band. The same with a column for each item, and one row, is read too. Items are known by their
numbers; nothing is read from the texts.

A plain table has a header with the columns ``item`` and ``score``, and may have ``comment``, ``pointer`` and
``statement``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from radaudit.checklists.answers import NOT_APPLICABLE, Answers, Illegal, readings_of
from radaudit.checklists.form_layout import Cell, Layout, read_layout
from radaudit.checklists.instrument import Instrument
from radaudit.checklists.item import Item
from radaudit.core.errors import DataError, Problem

HALF_A_DIGIT = 0.051  # the form gives one decimal
_WORDS = {"y": "yes", "n": "no", "true": "yes", "false": "no", "1": "yes", "0": "no"}
_LEFT_OUT = frozenset({"na", "n/a", "not applicable", "-", "–"})


@dataclass(frozen=True)
class Entry:
    """What a form says of one item.

    Attributes
    ----------
    item
        Its number.
    choose, points
        Names of the claimed options, or what they are worth; one of the two.
    words
        What else is said, by keys of an answers file: pointer, statement, note.
    line
        Where it stands.
    """

    item: str
    choose: tuple[str, ...] | None = None
    points: float | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    line: int | None = None


@dataclass(frozen=True)
class Form:
    """A form that was read.

    Attributes
    ----------
    entries
        By item number, in the order of the instrument.
    conditions
        yes or no, by the conditions' keys.
    total
        The percentage that the form itself gives; None if it gives none.
    passed_over
        Lines of which nothing was taken, because they name no item.
    """

    entries: Mapping[str, Entry]
    conditions: Mapping[str, str] = field(default_factory=dict)
    total: float | None = None
    passed_over: tuple[int, ...] = ()


def read_form(path: Path, shown: str, instrument: Instrument) -> Form:
    """Read a filled form.

    Parameters
    ----------
    path
        .xlsx, .csv, .tsv or .txt.
    shown
        Its name in messages.
    instrument
        The checklist that it answers.

    Raises
    ------
    DataError
        If it can't be read, is no such form, or says what the instrument doesn't allow; with every problem's line.
    """
    layout = read_layout(path, shown)
    return _understood(layout, shown, instrument)


def form_remarks(form: Form, instrument: Instrument, shown: str) -> tuple[str, ...]:
    """What whoever hands in a form should know of it, as sentences."""
    told = []
    if form.passed_over:
        lines = ", ".join(map(str, form.passed_over))
        told.append(f"{shown}: nothing was taken from lines {lines}, which name no item.")
    if form.total is None:
        return tuple(told)
    denied = sum(entry.choose == ("no",) for entry in form.entries.values())
    told.append(f"{shown}: {denied} items say no; that form starts with no, so look whether each was meant.")
    found = _own_total(form, instrument)
    if abs(found - form.total) > HALF_A_DIGIT:
        told.append(f"{shown}: it gives {form.total:g} % in total, but its answers come to {found:g} %.")
    return tuple(told)


def _own_total(form: Form, instrument: Instrument) -> float:
    """Percent of what the form's answers are worth, by the instrument's arithmetic."""
    items = [instrument.item(number) for number in form.entries]
    reached = sum(item.best for item in items if form.entries[item.number].choose == ("yes",))
    return instrument.scoring.percentage(reached, sum(item.best for item in items))


def _understood(layout: Layout, shown: str, instrument: Instrument) -> Form:
    problems: list[Problem] = []
    conditions: dict[str, str] = {}
    entries: dict[str, Entry] = {}
    for cell in (own for own in layout.cells if own.kind == "condition" or _is_condition(own, instrument)):
        try:
            conditions |= _condition(cell, instrument)
        except Illegal as fault:
            problems.append(Problem(str(fault), shown, cell.line))
    frame = Answers(instrument.id, {}, {key: said == "yes" for key, said in conditions.items()})
    for cell in (own for own in layout.cells if own.kind == "item" and not _is_condition(own, instrument)):
        try:
            entry = _entry(cell, instrument, frame)
            if entry is not None and entry.item in entries:
                raise Illegal(f"answers item {entry.item} a second time")
        except Illegal as fault:
            problems.append(Problem(str(fault), shown, cell.line))
        else:
            entries |= {entry.item: entry} if entry else {}
    if problems:
        raise DataError(problems)
    if not entries:
        raise DataError(Problem(f"answers no item of {instrument.id}", shown))
    order = [item.number for item in instrument.items if item.number in entries]
    return Form({number: entries[number] for number in order}, conditions, layout.total, layout.passed_over)


def _is_condition(cell: Cell, instrument: Instrument) -> bool:
    """A plain table names conditions by their keys."""
    return instrument.item(cell.number) is None and instrument.condition(cell.number) is not None


def _condition(cell: Cell, instrument: Instrument) -> dict[str, str]:
    keys = [own.key for own in instrument.conditions]
    key = next((key for key in keys if cell.number in (key, key.lstrip("C"))), None)
    if key is None:
        raise Illegal(f"{instrument.id} has no condition {cell.number!r}; it has: {', '.join(keys) or 'none'}")
    said = _WORDS.get(cell.said.lower(), cell.said.lower())
    if not said or said in _LEFT_OUT:
        return {}
    if said not in ("yes", "no"):
        raise Illegal(f"the condition {key} is {cell.said!r}; say yes or no")
    return {key: said}


def _entry(cell: Cell, instrument: Instrument, frame: Answers) -> Entry | None:
    """None where nothing is said, or the item is left out by a condition."""
    item = instrument.item(cell.number) or next((own for own in instrument.items if own.key == cell.number), None)
    if item is None:
        raise Illegal(f"{instrument.id} has no item {cell.number!r}; look at its numbers, and whether --id is right")
    said, excluded = cell.said.lower(), frame.excludes(item)
    if not said:
        return None
    if said in _LEFT_OUT:
        if excluded:
            return None
        if not instrument.scoring.not_applicable:
            needs = f"; what it needs ({', '.join(item.needs)}) is answered yes, or not at all" if item.needs else ""
            raise Illegal(f"item {item.number} is {cell.said!r}, but {instrument.id} doesn't leave it out{needs}")
        return Entry(item.number, (NOT_APPLICABLE,), None, cell.words, cell.line)
    if excluded:
        raise Illegal(f"item {item.number} does not apply: {excluded}; leave it empty")
    choose, points = _said(item, cell.said)
    readings_of(item, list(choose) if choose is not None else None, points)
    return Entry(item.number, choose, points, cell.words, cell.line)


def _said(item: Item, said: str) -> tuple[tuple[str, ...] | None, float | None]:
    """Names of options, or points."""
    if item.selection == "yes_no":
        word = _WORDS.get(said.lower(), said.lower())
        weight = {f"{item.best:g}": "yes", f"{item.worst:g}": "no"}.get(said)
        return (weight or word,), None
    try:
        return None, float(said.replace(",", "."))
    except ValueError:
        return tuple(part for part in re.split(r"[\s,;+]+", said.lower()) if part), None
