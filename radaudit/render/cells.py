"""Values as text, and evidence rows as a grid."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from radaudit.core.finding import Scalar
from radaudit.render.text import shortened

_LONGEST = 240


@dataclass(frozen=True)
class Cell:
    """A value as shown.

    Attributes
    ----------
    text
        What is shown.
    full
        The number with all its digits, where `text` shows fewer; else empty.
    numeric
        Whether it lines up on the right.
    """

    text: str
    full: str = ""
    numeric: bool = False


@dataclass(frozen=True)
class Grid:
    """Evidence rows under the union of their columns, in order of first appearance.

    Attributes
    ----------
    numeric
        By column: whether all that is shown in it are numbers.
    total
        Rows that there are; `rows` may hold fewer.
    """

    columns: tuple[str, ...]
    numeric: tuple[bool, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int


def number(value: float) -> str:
    """Four significant digits; whole numbers whole."""
    if math.isnan(value):
        return "not a number"
    if math.isinf(value):
        return "infinite" if value > 0 else "-infinite"
    size = abs(value)
    if isinstance(value, int) or (value.is_integer() and size < 1e15):
        return str(int(value))
    if 1e4 <= size < 1e9:
        return f"{value:.0f}"
    return f"{value:.4g}"


def cell(value: object, longest: int = _LONGEST) -> Cell:
    """A value of an evidence row, of a finding's figures or of an option."""
    if value is None:
        return Cell("–")
    if isinstance(value, bool):
        return Cell("yes" if value else "no")
    if isinstance(value, int | float):
        text, full = number(value), repr(value)
        same = text == full or (math.isfinite(value) and float(text) == value)
        return Cell(text, "" if same or not math.isfinite(value) else full, numeric=True)
    if isinstance(value, str):
        return Cell(shortened(value, longest))
    return Cell(shortened(compact(value), longest))


def compact(value: object) -> str:
    """A list or mapping in a line."""
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {compact(member)}" for key, member in value.items()) or "–"
    if isinstance(value, list | tuple):
        return ", ".join(compact(member) for member in value) or "–"
    return cell(value, longest=10_000).text


def indented(value: object) -> str:
    """Nested plain data as indented JSON, for reading."""
    return json.dumps(value, indent=2, ensure_ascii=False, default=_plain)


def grid(rows: Sequence[Mapping[str, Scalar]], limit: int) -> Grid:
    """The first rows, at most `limit`."""
    columns = tuple(dict.fromkeys(name for row in rows for name in row))
    shown = tuple(tuple(cell(row[c]) if c in row else Cell("") for c in columns) for row in rows[:limit])
    numeric = tuple(_all_numbers(row[i] for row in shown) for i in range(len(columns)))
    return Grid(columns, numeric, shown, len(rows))


def _all_numbers(cells: Iterable[Cell]) -> bool:
    filled = [c for c in cells if c.text not in ("", "–")]
    return bool(filled) and all(c.numeric for c in filled)


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else str(value)
