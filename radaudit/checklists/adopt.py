"""A form's answers put into an answers file: as text, so that no line of a person is lost.

What nobody answered is taken over. What was pre-filled from the evidence gives way. Where a person's answer differs,
it stays, and the difference is told; or, if so asked, the form's answer takes its place and the old one stays as a
comment.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import yaml

from radaudit.checklists.answers import NOT_APPLICABLE, Illegal, readings_of
from radaudit.checklists.draft import PREFILLED, unanswered_condition
from radaudit.checklists.forms import Entry, Form
from radaudit.checklists.instrument import Instrument
from radaudit.checklists.item import Item
from radaudit.core.errors import DataError, Problem

_NOT_IN_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")  # JSON leaves them as they are


@dataclass(frozen=True)
class Adopted:
    """An answers file after a form was put into it.

    Attributes
    ----------
    text
        The whole file.
    taken, conditions
        Numbers of the items and keys of the conditions that come from the form.
    agreeing
        Items that the file answered alike; they are left as they are.
    differing
        A sentence for each answer that the file and the form give differently.
    """

    text: str
    taken: tuple[str, ...]
    conditions: tuple[str, ...]
    agreeing: tuple[str, ...]
    differing: tuple[str, ...]


@dataclass(frozen=True)
class _Edit:
    """New text for a part of the file, by places of its characters."""

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class _Held:
    """What the file says of one item: where it stands, and its keys as they are written."""

    line: int
    start: int
    end: int
    said: Mapping[str, object]


def adopted(
    text: str, form: Form, instrument: Instrument, shown: tuple[str, str], fresh: bool, overwrite: bool
) -> Adopted:
    """Put a form's answers into an answers file.

    Parameters
    ----------
    text
        The file as it is; it must be readable.
    form
        What `read_form` gave.
    shown
        Names of the file and of the form in messages.
    fresh
        Nobody has written anything into the file yet.
    overwrite
        Where a person's answer differs, the form's takes its place.

    Raises
    ------
    DataError
        If the answers are not written one below the other, so that nothing can be put between them.
    """
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    parts = {key.value: (key, value) for key, value in root.value}
    if "answers" not in parts:
        raise DataError(Problem("has no key 'answers'", shown[0]))
    key, answers = parts["answers"]
    held = dict(_held(text, answers))
    if any(own.line == key.start_mark.line + 1 for own in held.values()):
        message = "write each answer on a line of its own, below 'answers:'"
        raise DataError(Problem(message, shown[0], key.start_mark.line + 1))
    edits, taken, agreeing, differing = [], [], [], []
    for number, entry in form.entries.items():
        item, own = instrument.item(number), held.get(number)
        if own is None:
            taken.append(number)
        elif _alike(item, own, entry):
            agreeing.append(number)
        elif own.said.get("note") == PREFILLED or overwrite:
            edits.append(_Edit(own.start, own.end, _replacement(text, own, entry)))
            taken.append(number)
        if own is not None and number not in agreeing and own.said.get("note") != PREFILLED:
            differing.append(_difference(number, own, entry, shown, overwrite))
    edits += _insertions(text, key, answers, held, [form.entries[n] for n in taken if n not in held], instrument)
    changed, keys, told = _conditions(text, parts, form, shown, fresh or overwrite)
    whole = _edited(text, [*edits, *changed])
    return Adopted(whole, tuple(taken), tuple(keys), tuple(agreeing), (*told, *differing))


def _held(text: str, answers: yaml.Node) -> Iterator[tuple[str, _Held]]:
    if not isinstance(answers, yaml.MappingNode):
        return
    for key, value in answers.value:
        start = text.rfind("\n", 0, key.start_mark.index) + 1
        end = len(text[: _end(value)].rstrip())
        yield key.value, _Held(key.start_mark.line + 1, start, end, _plain(value))


def _end(node: yaml.Node) -> int:
    """Where a part really ends: a block ends, for YAML, where the next one begins."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return node.end_mark.index


def _plain(value: yaml.Node) -> dict[str, object]:
    """The keys of an answer, their texts as they are written."""
    if not isinstance(value, yaml.MappingNode):
        return {}
    return {
        key.value: [own.value for own in node.value] if isinstance(node, yaml.SequenceNode) else node.value
        for key, node in value.value
    }


def _alike(item: Item, held: _Held, entry: Entry) -> bool:
    """Whether the file claims what the form claims; words beside it don't matter."""
    choose, points = held.said.get("choose"), held.said.get("points")
    chosen = [choose] if isinstance(choose, str) else choose
    if [NOT_APPLICABLE] in (chosen, list(entry.choose or ())):
        return chosen == list(entry.choose or ())
    try:
        own = readings_of(item, chosen, None if points is None else float(points))
        other = readings_of(item, None if entry.choose is None else list(entry.choose), entry.points)
    except (Illegal, TypeError, ValueError):
        return False
    return bool(set(own) & set(other))


def _line(entry: Entry) -> str:
    """The answer as a line of YAML; JSON's strings are YAML's too."""
    if entry.points is not None:
        parts = [f"points: {entry.points:g}"]
    else:
        one = entry.choose[0] if len(entry.choose) == 1 else list(entry.choose)
        parts = [f"choose: {_quoted(one)}"]
    parts += [f"{key}: {_quoted(words)}" for key, words in entry.words.items()]
    return f'"{entry.item}": {{{", ".join(parts)}}}'


def _quoted(value: str | list[str]) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return _NOT_IN_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def _replacement(text: str, held: _Held, entry: Entry) -> str:
    old = text[held.start : held.end].splitlines()
    indent = old[0][: len(old[0]) - len(old[0].lstrip())]
    kept = [] if held.said.get("note") == PREFILLED else [f"{indent}# was: {line.strip()}" for line in old]
    return "\n".join([*kept, f"{indent}{_line(entry)}"])


def _difference(number: str, held: _Held, entry: Entry, shown: tuple[str, str], overwrite: bool) -> str:
    mine, theirs = (_claimed(said) for said in (held.said, {"choose": entry.choose, "points": entry.points}))
    what = "taken over, the old one is a comment now" if overwrite else "kept; --overwrite takes the other"
    return f"{shown[0]}:{held.line}: item {number} is {mine}, {shown[1]}:{entry.line} has {theirs}; {what}."


def _claimed(said: Mapping[str, object]) -> str:
    choose, points = said.get("choose"), said.get("points")
    if choose is None:
        return (
            "nothing" if points is None else f"{float(points):g} points" if isinstance(points, float) else f"{points}"
        )
    return repr(", ".join([choose] if isinstance(choose, str) else choose))


def _insertions(
    text: str,
    key: yaml.Node,
    answers: yaml.Node,
    held: Mapping[str, _Held],
    entries: list[Entry],
    instrument: Instrument,
) -> Iterator[_Edit]:
    """New answers, each below the one that precedes it in the instrument."""
    order = [item.number for item in instrument.items]
    indent = " " * answers.value[0][0].start_mark.column if held else "  "
    begin = key.end_mark.index + 1  # behind the colon
    if not held and isinstance(answers, yaml.MappingNode):
        yield _Edit(begin, answers.end_mark.index, "")  # an empty {}
    for entry in entries:
        earlier = [number for number in order[: order.index(entry.item)] if number in held]
        behind = held[earlier[-1]].end if earlier else begin
        place = text.find("\n", behind)
        place = len(text) if place < 0 else place
        yield _Edit(place, place, f"\n{indent}{_line(entry)}")


def _conditions(
    text: str, parts: Mapping[str, tuple], form: Form, shown: tuple[str, str], free: bool
) -> tuple[list[_Edit], list[str], list[str]]:
    """Edits, keys that were taken, and what differs."""
    _, node = parts.get("conditions", (None, None))
    given = node.value if isinstance(node, yaml.MappingNode) else []
    held = {key.value: value for key, value in given}
    edits, taken, told, new = [], [], [], []
    for key, said in form.conditions.items():
        own = held.get(key)
        if own is None:
            taken.append(key)
            asked = text.find(unanswered_condition(key))
            if asked >= 0:
                edits.append(_Edit(asked, asked + len(unanswered_condition(key)), f'  {key}: "{said}"'))
            else:
                new.append(f'{key}: "{said}"')
        elif own.value != said:
            place = f"{shown[0]}:{own.start_mark.line + 1}"
            if free:
                edits.append(_Edit(own.start_mark.index, own.end_mark.index, f'"{said}"'))
                taken.append(key)
            what = f"the form's {said!r} is taken" if free else "kept; --overwrite takes the other"
            told.append(f"{place}: the condition {key} is {own.value!r}, {shown[1]} has {said!r}; {what}.")
    return edits + _new_conditions(text, parts, given, new), taken, told


def _new_conditions(text: str, parts: Mapping[str, tuple], given: list, new: list[str]) -> list[_Edit]:
    if not new:
        return []
    if "conditions" not in parts:
        start = parts["answers"][0].start_mark.index
        return [_Edit(start, start, "\n".join(["conditions:", *(f"  {line}" for line in new)]) + "\n")]
    key, node = parts["conditions"]
    if given and node.flow_style:
        end = node.end_mark.index - 1
        return [_Edit(end, end, "".join(f", {line}" for line in new))]
    begin = key.end_mark.index + 1
    place = text.find("\n", begin)
    indent = " " * given[0][0].start_mark.column if given else "  "
    lines = _Edit(place, place, "".join(f"\n{indent}{line}" for line in new))
    return (
        [_Edit(begin, node.end_mark.index, ""), lines] if isinstance(node, yaml.MappingNode) and not given else [lines]
    )


def _edited(text: str, edits: list[_Edit]) -> str:
    """The text with all edits; of those at one place, the first comes first."""
    for _, edit in sorted(enumerate(edits), key=lambda own: (own[1].start, own[0]), reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text
