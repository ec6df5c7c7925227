"""Paths in tables that lead elsewhere: to the authors' own machine, where the images lay when the table was made."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from pathlib import PurePosixPath, PureWindowsPath

from radaudit.drafting.seen import Seen, Sheet

_SHOWN = 3  # columns that a remark names
_LOOKED_AT = 20  # distinct values of a column


def remapped(sheet: Sheet, files: Iterable[str], least: float) -> Mapping[int, str]:
    """For each row the file that its absolute path means, by the longest common end of the two.

    Parameters
    ----------
    sheet
        The cohort table.
    files
        Paths of images, or of masks, relative to the study.
    least
        The share of rows that a column must find; a row whose path means several files equally finds none.

    Returns
    -------
    Mapping
        From rows to files, by the column that finds most; empty where none finds enough.
    """
    named: dict[str, list[tuple[str, ...]]] = {}
    for file in files:
        parts = tuple(file.split("/"))
        named.setdefault(parts[-1], []).append(parts)
    best: dict[int, str] = {}
    for column in filter(lambda name: _absolute(sheet, name), sheet.others):
        found = {
            row: meant
            for row, value in enumerate(sheet.values(column))
            if value and (meant := _meant(tuple(re.split(r"[\\/]", value)), named))
        }
        best = max(best, found, key=len)
    return best if best and len(best) >= least * len(sheet.table) else {}


def told_places(seen: Seen) -> Iterator[str]:
    """What to say of absolute paths in tables: no manifest can use them, and they tell more than a place."""
    columns = [
        f"{name!r} of {sheet.path}" for sheet in seen.sheets.values() for name in sheet.others if _absolute(sheet, name)
    ]
    if columns:
        more = f" and {len(columns) - _SHOWN} more" if len(columns) > _SHOWN else ""
        yield (
            f"absolute paths in {', '.join(columns[:_SHOWN])}{more}: they work on one machine only, and often tell "
            "names of people and servers; see that you want to publish them"
        )


def _absolute(sheet: Sheet, column: str) -> bool:
    values = sheet.distinct(column)[:_LOOKED_AT]
    return bool(values) and all(
        PurePosixPath(value).is_absolute() or PureWindowsPath(value).is_absolute() for value in values
    )


def _meant(path: tuple[str, ...], named: Mapping[str, list[tuple[str, ...]]]) -> str | None:
    shared = {own: _common(path, own) for own in named.get(path[-1], ())}
    longest = [own for own, length in shared.items() if length == max(shared.values())]
    return "/".join(longest[0]) if len(longest) == 1 else None


def _common(path: tuple[str, ...], own: tuple[str, ...]) -> int:
    pairs = zip(reversed(path), reversed(own), strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
