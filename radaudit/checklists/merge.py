"""Answers files as text: radaudit's lines are written anew, and every line of a person stays as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import yaml

from radaudit.checklists.draft import Block
from radaudit.core.errors import DataError, Problem

OURS = re.compile(r"\s*#: ?")
_EMPTY = re.compile(r"answers:\s*(\{\s*\})?\s*(#.*)?")


def merged(text: str, blocks: Iterable[Block], lines: Mapping[str, int], shown: str) -> str:
    """An answers file with what radaudit has to say of each item.

    Parameters
    ----------
    text
        The file as it is.
    blocks
        One for each item, in the instrument's order.
    lines
        Line of each key of the file, counted from 1, as `YamlFile.lines` gives them ("answers", "answers/5").
    shown
        The file's name in messages.

    Raises
    ------
    DataError
        If the answers are not written one below the other, so that nothing can be put between them.
    """
    old = text.splitlines()
    start = lines.get("answers")
    if start is None:
        raise DataError(Problem("has no key 'answers'", shown))
    answered = {key.removeprefix("answers/"): line for key, line in lines.items() if _is_answer(key)}
    if start in answered.values() or (not answered and not _EMPTY.fullmatch(old[start - 1].strip())):
        raise DataError(Problem("write each answer on a line of its own, below 'answers:'", shown, start))
    places: dict[int, list[str]] = {}
    waiting: list[str] = []
    indent = _indent(old, answered)
    for block in blocks:
        waiting += [f"{indent}#: {line}" for line in block.comments]
        if block.number in answered:
            place = _above(old, answered[block.number], start)
            places.setdefault(place, []).extend(waiting)
            waiting = []
        else:
            waiting += [f"{indent}{block.entry}" if block.entry else f"{indent}#: {block.template}", f"{indent}#:"]
    kept = _kept(old, places, start)
    new = "\n".join([*kept, *waiting]).rstrip() + "\n"
    _nothing_lost(text, new, shown)
    return new


def renumbered(text: str, numbers: Mapping[str, str], checklist: str) -> str:
    """Answers to an earlier version of an instrument, under the numbers of this one.

    An answer to an item that was dropped is kept as a comment.

    Parameters
    ----------
    text
        The earlier file.
    numbers
        Of each earlier item, its number now; empty if it was dropped.
    checklist
        Id of this instrument.
    """
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    entries = next(value for key, value in root.value if key.value == "answers").value
    starts = [key.start_mark.line for key, _ in entries]
    old = text.splitlines()
    begins = [_above(old, line + 1, 0) - 1 for line in starts]
    chunks = [old[begin:end] for begin, end in zip(begins, [*begins[1:], len(old)], strict=True)]
    head = old[: begins[0]] if begins else old
    moved, dropped = [], []
    for (key, _), chunk in zip(entries, chunks, strict=True):
        lines = [line for line in chunk if not OURS.match(line)]
        new = numbers.get(key.value, "")
        if new:
            moved.append([_with_number(line, key.value, new) for line in lines])
        else:
            dropped += [f"  # was item {key.value}, which this version dropped:", *(f"  # {line}" for line in lines)]
    head = [re.sub(r"^checklist:.*", f"checklist: {checklist}", line) for line in head if not OURS.match(line)]
    return "\n".join([*head, *(line for chunk in moved for line in chunk), *dropped]).rstrip() + "\n"


def _with_number(line: str, old: str, new: str) -> str:
    return re.sub(rf"""^(\s*)(["']?){re.escape(old)}\2(\s*:)""", rf'\g<1>"{new}"\g<3>', line)


def _is_answer(key: str) -> bool:
    return key.startswith("answers/") and key.count("/") == 1


def _indent(old: Sequence[str], answered: Mapping[str, int]) -> str:
    line = old[min(answered.values()) - 1] if answered else "  "
    return line[: len(line) - len(line.lstrip())] or "  "


def _above(old: Sequence[str], line: int, start: int) -> int:
    """The first of a person's comments right above a line, or the line itself; counted from 1."""
    while line - 1 > start and old[line - 2].lstrip().startswith("#") and not OURS.match(old[line - 2]):
        line -= 1
    return line


def _kept(old: Sequence[str], places: Mapping[int, list[str]], start: int) -> list[str]:
    """The old lines without ours, and with what is new put above its place."""
    kept: list[str] = []
    for number, line in enumerate(old, start=1):
        kept += places.get(number, ())
        if number == start and not places and _EMPTY.fullmatch(line.strip()):
            kept.append("answers:")
        elif number < start or not OURS.match(line):
            kept.append(line)
    while kept and not kept[-1].strip():
        kept.pop()
    return kept


def _nothing_lost(old: str, new: str, shown: str) -> None:
    """Refuse to write what would change an answer, or drop a line of a person."""
    before, after = (yaml.safe_load(text) for text in (old, new))
    own = before.get("answers") or {}
    found = after.get("answers") or {}
    mine = [line for line in old.splitlines() if line.strip() and not OURS.match(line) and not _EMPTY.fullmatch(line)]
    left = set(new.splitlines())
    if any(found.get(key) != value for key, value in own.items()) or not all(line in left for line in mine):
        raise DataError(Problem("can't be merged without a loss; nothing was written", shown))
