"""requirements.txt with what it includes, by pip's rules (https://pip.pypa.io/en/stable/reference/requirements-file-format/)."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from radaudit.core.errors import DataError
from radaudit.core.finding import Location
from radaudit.environment.line import Read, read_line
from radaudit.environment.stated import Remark, Stated
from radaudit.environment.text_file import read_text

DEEPEST = 10  # files that include files
MOST_FILES = 50
_INCLUDE = re.compile(r"^(?P<option>-r|--requirement|-c|--constraint)(?:\s+|=|(?=[^\s-]))(?P<name>.+)$")
_INDEX = re.compile(r"^(?P<option>-i|--index-url|--extra-index-url|-f|--find-links|--trusted-host|--no-index)\b")
_HARMLESS = re.compile(r"^--(?:pre|prefer-binary|no-binary|only-binary|require-hashes|use-feature|no-use-wheel)\b")


def read_requirements(root: Path, name: str) -> tuple[Read, ...]:
    """Everything that a requirements file, and those it includes, say.

    Parameters
    ----------
    root
        The study's folder; nothing outside it is read.
    name
        The file, relative to it.

    Raises
    ------
    DataError
        If the file itself can't be read; for one that it includes a remark is made.
    """
    return tuple(_file(root, name, (), set()))


def _file(root: Path, name: str, above: tuple[str, ...], seen: set[str]) -> Iterator[Read]:
    seen.add(name)
    for number, line in joined_lines(read_text(root, name)):
        place = Location(name, number)
        include = _INCLUDE.match(line)
        if include:
            yield from _included(root, include, place, (*above, name), seen)
        elif _INDEX.match(line):
            option = _INDEX.match(line)["option"]
            yield Remark("not followed", f"{option} names a package index or server; it is not asked.", place)
        elif _HARMLESS.match(line):
            continue
        else:
            yield from read_line(line, place)


def _included(root: Path, include: re.Match, place: Location, above: tuple[str, ...], seen: set[str]) -> Iterator[Read]:
    named = include["name"].strip().strip("\"'")
    if "://" in named:
        yield Remark("not followed", "It includes a file from an address, which is not followed.", place)
        return
    name = posixpath.normpath(posixpath.join(posixpath.dirname(place.path), named.replace("\\", "/")))
    if name in seen or len(above) >= DEEPEST or len(seen) >= MOST_FILES:
        return  # twice the same says nothing new
    try:
        found = tuple(_file(root, name, above, seen))
    except DataError as fault:
        yield Remark("unreadable", f"It includes a file that can't be read: {fault.problems[0].message}.", place)
        return
    limits = include["option"] in ("-c", "--constraint")
    for own in found:
        yield replace(own, constraint=True) if limits and isinstance(own, Stated) else own


def joined_lines(text: str) -> Iterator[tuple[int, str]]:
    """Lines with content and their numbers: those that end in a backslash joined, comments left out."""
    waiting, start = "", 0
    for number, raw in enumerate(text.split("\n"), start=1):
        comment = re.match(r"^\s*#", raw)
        start = start or number
        if raw.endswith("\\") and not comment:
            waiting += raw[:-1]
            continue
        line = re.sub(r"(^|\s+)#.*$", "", waiting + ("" if comment else raw)).strip()
        if line:
            yield start, line
        waiting, start = "", 0
    if waiting.strip():
        yield start, waiting.strip()
