"""From the paths of files to a pattern over the columns of the cohort table."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from radaudit.drafting.seen import Sheet

_PARTS = re.compile(r"[A-Za-z0-9]+|[^A-Za-z0-9]")
MOST_PARTS = 40


@dataclass(frozen=True)
class Fit:
    """A pattern and what it finds.

    Attributes
    ----------
    pattern
        Such as ``images/{case}.nii.gz``.
    cases
        Rows of the cohort table of which it names a file.
    files
        Those files.
    """

    pattern: str
    cases: frozenset[int] = field(repr=False)
    files: frozenset[str] = field(repr=False)


def fits(files: Iterable[str], sheet: Sheet, keys: Iterable[str]) -> list[Fit]:
    """Patterns by which files are found, those that find most cases first.

    Parameters
    ----------
    files
        Paths.
    sheet
        The cohort table.
    keys
        Its columns that may stand in a path, the most telling first.
    """
    columns = _columns(sheet, list(keys))
    places = _places(sheet, columns)
    rows: dict[str, set[int]] = {}
    found: dict[str, set[str]] = {}
    for file in files:
        for pattern, row in _generalised(file, sheet, columns, places):
            rows.setdefault(pattern, set()).add(row)
            found.setdefault(pattern, set()).add(file)
    whole = [Fit(pattern, frozenset(rows[pattern]), frozenset(found[pattern])) for pattern in rows]
    return sorted(whole, key=lambda fit: (-len(fit.cases), len(fit.pattern), fit.pattern))


def _columns(sheet: Sheet, keys: list[str]) -> list[str]:
    """The ids first, then columns that hold names of files or places."""
    told = [name for name in sheet.others if any(set(value) & {".", "/"} for value in sheet.distinct(name)[:3])]
    names = [name for name in told if name not in keys]
    return [*dict.fromkeys(keys), *(name for name in names if not sheet.has_fractions(name))]


def _places(sheet: Sheet, columns: list[str]) -> Mapping[str, list[tuple[str, int]]]:
    """Where each value stands: its column and row."""
    places: dict[str, list[tuple[str, int]]] = {}
    for column in columns:
        for row, value in enumerate(sheet.values(column)):
            if value:
                places.setdefault(value, []).append((column, row))
    return places


def _generalised(
    file: str, sheet: Sheet, columns: list[str], places: Mapping[str, list[tuple[str, int]]]
) -> list[tuple[str, int]]:
    """Patterns that a file follows, each with the row that it belongs to; several rows where it is of a patient."""
    if "{" in file:  # what the manifest would take for a column
        return []
    spans = _spans(file)
    named = [(text, own) for text in sorted(spans, key=len, reverse=True) for own in places.get(text, ())]
    if not named:
        return []
    rank = {column: place for place, column in enumerate(columns)}
    longest = max(len(text) for text, _ in named)
    hits = [own for text, own in named if len(text) == longest]
    best = min(hits, key=lambda own: rank[own[0]])
    rows = [row for column, row in hits if column == best[0]]
    return [(_pattern(file, sheet, [best[0], *(own for own in columns if own != best[0])], row), row) for row in rows]


def _pattern(file: str, sheet: Sheet, columns: list[str], row: int) -> str:
    """The path with every value of this row replaced by its column's name, long values first."""
    values = [(column, sheet.values(column)[row]) for column in columns]
    written = {value: column for column, value in reversed(values) if value}
    parts: list[str] = []
    at = 0
    while at < len(file):
        match = next((value for value in sorted(written, key=len, reverse=True) if _stands(file, at, value)), None)
        parts.append(f"{{{written[match]}}}" if match else file[at])
        at += len(match) if match else 1
    return "".join(parts)


def _stands(file: str, at: int, value: str) -> bool:
    """Whether a value stands here as a whole word."""
    end = at + len(value)
    if not file.startswith(value, at):
        return False
    before, after = file[at - 1 : at], file[end : end + 1]
    return not (before.isalnum() and value[0].isalnum()) and not (after.isalnum() and value[-1].isalnum())


def _spans(file: str) -> set[str]:
    """Every run of words and signs of a path."""
    parts = _PARTS.findall(file)[-MOST_PARTS:]
    return {"".join(parts[start:end]) for start in range(len(parts)) for end in range(start + 1, len(parts) + 1)}


def endings(files: Iterable[str]) -> str:
    """Counts of files by ending, for a sentence."""
    counts = Counter(re.sub(r".*?((?:\.nii)?\.[^./]+)$", r"\1", file.rpartition("/")[2]) for file in files)
    return ", ".join(f"{number} {ending}" for ending, number in counts.most_common(3))
