"""What the authors claim of a checklist, item by item, each with a pointer into the manuscript."""

from __future__ import annotations

import dataclasses
import difflib
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from radaudit.checklists.instrument import Instrument
from radaudit.checklists.item import Item
from radaudit.checklists.pointers import NOTHING_SAID, Statement, looked_up
from radaudit.core.errors import DataError, Problem
from radaudit.study.manifest import Names, Part, Word
from radaudit.study.validate import validated
from radaudit.study.yaml_file import YamlFile, read_yaml

NOT_APPLICABLE = "na"


@dataclass(frozen=True)
class Choice:
    """What is claimed of one item.

    Attributes
    ----------
    item
        Its number.
    readings
        Keys of the claimed options. Several readings where the authors gave points that more than one set of
        boxes adds up to.
    points
        What the claimed options are worth; None if the authors say that the item does not apply.
    said
        What they state for it, and where it is written.
    note
        What else they add; counts for nothing.
    """

    item: str
    readings: tuple[tuple[str, ...], ...]
    points: float | None
    said: Statement = NOTHING_SAID
    note: str = ""


@dataclass(frozen=True)
class Answers:
    """An answers file. An item that is left out is unanswered, which is not zero.

    Attributes
    ----------
    choices
        What is claimed, by item number.
    conditions
        Whether each condition of the instrument holds, by its key.
    level
        The level of readiness that is claimed; None where the instrument has none.
    """

    checklist: str
    choices: Mapping[str, Choice]
    conditions: Mapping[str, bool] = field(default_factory=dict)
    level: int | None = None

    def excludes(self, item: Item) -> str:
        """Why an item does not apply, by these conditions and this level; empty if it does."""
        unmet = next((need for need in item.needs if self.conditions.get(need) is False), None)
        if unmet:
            return f"condition {unmet} is answered no"
        if self.level is not None and item.level is not None and item.level > self.level:
            return f"it belongs to level {item.level}, and level {self.level} is claimed"
        return ""


class _Entry(Part):
    choose: Names | None = None
    points: float | None = Field(None, allow_inf_nan=False)
    pointer: Word = ""
    statement: Word = ""
    file: str = ""
    quote: Word = ""
    note: Word = ""

    @model_validator(mode="after")
    def _one_claim(self):
        if (self.choose is None) == (self.points is None):
            raise ValueError("needs 'choose' (names of options) or 'points' (a number), one of the two")
        return self


class _AnswersFile(Part):
    checklist: str
    conditions: dict[str, Literal["yes", "no"]] = Field(default_factory=dict)
    level: int | None = None
    answers: dict[str, _Entry]


def load_answers(path: Path, shown: str, instrument: Instrument, root: Path | None = None) -> Answers:
    """Read an answers file.

    Parameters
    ----------
    path
        The file.
    shown
        Its name in messages.
    instrument
        The checklist that it should answer.
    root
        The study's folder, in which files that answers point to are looked for; default: that of the answers file.

    Raises
    ------
    DataError
        With every problem found, each with file:line; for an illegal value the legal ones are listed.
    """
    file = _as_written(read_yaml(path, shown, DataError))
    file = dataclasses.replace(file, data=_begun(file.data))
    given = validated(file, _AnswersFile, DataError)
    if given.checklist != instrument.id:
        message = f"answers the checklist {given.checklist!r}, but was given for {instrument.id!r}"
        raise DataError(Problem(message, shown, file.line(("checklist",))))
    choices: dict[str, Choice] = {}
    problems = [Problem(text, shown, file.line(keys)) for keys, text in _misconditioned(instrument, given)]
    conditions = {key: value == "yes" for key, value in given.conditions.items()}
    frame = Answers(instrument.id, {}, conditions, given.level)
    for number, entry in given.answers.items():
        try:
            choices[number] = _choice(instrument, number, entry, frame, root or path.parent)
        except Illegal as fault:
            line = file.line(("answers", number, *fault.keys))
            problems.append(Problem(str(fault), shown, line))
    if problems:
        raise DataError(sorted(problems, key=lambda problem: problem.line or 0))
    order = [item.number for item in instrument.items if item.number in choices]
    return dataclasses.replace(frame, choices={number: choices[number] for number in order})


def _begun(data: object) -> object:
    """Nothing but comments may stand below these keys yet."""
    if not isinstance(data, dict):
        return data
    return {key: {} if value is None and key in ("answers", "conditions") else value for key, value in data.items()}


def _misconditioned(instrument: Instrument, given: _AnswersFile) -> Iterator[tuple[tuple, str]]:
    """Conditions and levels that the instrument doesn't have, or that are missing: keys and a sentence each."""
    known = [own.key for own in instrument.conditions]
    for key in given.conditions:
        if key not in known:
            yield ("conditions", key), f"{instrument.id} has no condition {key!r}; it has: {', '.join(known) or 'none'}"
    for own in instrument.conditions:
        asked = own.only_if is None or given.conditions.get(own.only_if) == "yes"
        if asked and own.key not in given.conditions:
            yield ("conditions",), f"the condition {own.key} ({own.label}) is not answered; say yes or no"
        elif not asked and given.conditions.get(own.key) == "yes":
            yield ("conditions", own.key), f"the condition {own.key} is asked only where {own.only_if} is yes; say no"
    levels = [own.number for own in instrument.levels]
    if (given.level in levels) != bool(levels):
        legal = f"{levels[0]} to {levels[-1]}" if levels else "none: leave the key out"
        yield ("level",), f"the level of {instrument.id} is {given.level}; legal are: {legal}"


class Illegal(Exception):
    """A claim that the instrument doesn't know; the message says what is legal, `keys` where it stands."""

    def __init__(self, message: str, *keys: str):
        self.keys = keys
        super().__init__(message)


def _choice(instrument: Instrument, number: str, entry: _Entry, frame: Answers, root: Path) -> Choice:
    item = instrument.item(number)
    if item is None:
        named = next((other.number for other in instrument.items if other.key == number), None)
        hint = f"did you mean {named!r}?" if named else f"its items are: {_numbers(instrument)}"
        raise Illegal(f"{instrument.id} has no item {number!r}; {hint}")
    excluded = frame.excludes(item)
    if excluded:
        raise Illegal(f"item {number} does not apply: {excluded}; leave it out")
    said = _said(entry, root)
    if instrument.scoring.not_applicable and entry.choose == [NOT_APPLICABLE]:
        return Choice(number, ((NOT_APPLICABLE,),), None, said, entry.note.strip())
    readings = readings_of(item, entry.choose, entry.points)
    points = float(sum(option.points for option in item.options if option.key in readings[0]))
    return Choice(number, readings, points, said, entry.note.strip())


def _said(entry: _Entry, root: Path) -> Statement:
    words = (own.strip() for own in (entry.pointer, entry.statement, entry.file, entry.quote))
    try:
        return looked_up(Statement(*words), root)
    except DataError as fault:
        raise Illegal(fault.problems[0].message, "file") from fault


def readings_of(item: Item, choose: list[str] | None, points: float | None) -> tuple[tuple[str, ...], ...]:
    """The options that are claimed by their names, or by their points; several readings where points leave it open.

    Raises
    ------
    Illegal
        If the instrument has no such options, or they can't give these points.
    """
    return _named(item, choose) if choose is not None else _worth(item, points)


def _named(item: Item, chosen: list[str]) -> tuple[tuple[str, ...], ...]:
    keys = [option.key for option in item.options]
    for name in chosen:
        if name not in keys:
            close = difflib.get_close_matches(name, keys, n=1, cutoff=0.6)
            hint = f" (did you mean {close[0]!r}?)" if close else ""
            raise Illegal(f"item {item.number} has no option {name!r}{hint}; choose from: {_legal(item)}", "choose")
        if chosen.count(name) > 1:
            raise Illegal(f"item {item.number} names {name!r} twice", "choose")
    if item.selection != "multi" and len(chosen) != 1:
        raise Illegal(f"item {item.number} takes one option, not {len(chosen)}; choose from: {_legal(item)}", "choose")
    return (tuple(key for key in keys if key in chosen),)


def _worth(item: Item, points: float) -> tuple[tuple[str, ...], ...]:
    """The sets of options that add up to these points."""
    sets = [reading for reading in _sets(item) if sum(option.points for option in reading) == points]
    readings = tuple(tuple(option.key for option in reading) for reading in sets)
    if not readings:
        raise Illegal(f"item {item.number} can't give {points:g} points; legal are: {_legal_points(item)}", "points")
    if item.selection != "multi" and len(readings) > 1:
        names = " or ".join(repr(key) for (key,) in readings)
        raise Illegal(f"{points:g} points for item {item.number} can mean {names}; say which with 'choose'", "points")
    return readings


def _sets(item: Item) -> Iterator[tuple]:
    sizes = (1,) if item.selection != "multi" else range(len(item.options) + 1)
    for size in sizes:
        yield from itertools.combinations(item.options, size)


def _legal(item: Item) -> str:
    return ", ".join(f"{option.key} ({option.points:g})" for option in item.options)


def _legal_points(item: Item) -> str:
    if item.selection != "multi":
        return ", ".join(f"{option.points:g} ({option.key})" for option in item.options)
    sums = sorted({sum(option.points for option in reading) for reading in _sets(item)})
    return ", ".join(f"{points:g}" for points in sums)


def _numbers(instrument: Instrument) -> str:
    return ", ".join(item.number for item in instrument.items)


def _as_written(file: YamlFile) -> YamlFile:
    """The same file with its yes, no and item numbers as text, as the authors wrote them: YAML reads other types."""

    def text(node: object, place: str) -> object:
        if isinstance(node, dict):
            return {str(key): text(value, f"{place}/{key}".lstrip("/")) for key, value in node.items()}
        if isinstance(node, list):
            return [text(value, f"{place}/{index}") for index, value in enumerate(node)]
        return file.scalars.get(place, str(node)).lower() if isinstance(node, bool) else node

    return dataclasses.replace(file, data=text(file.data, ""))
