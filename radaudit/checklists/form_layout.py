"""How forms are laid out: which cell is about which item, before anything is understood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from radaudit.core.errors import DataError, Problem
from radaudit.study.table import read_table
from radaudit.study.workbook import xlsx_rows

_NUMBERED = re.compile(r"(item|condition)\s*#?\s*(\w+)", re.IGNORECASE)
_TOTAL = re.compile(r"total metrics score", re.IGNORECASE)
FEWEST_NUMBERED = 5  # cells such as "Item#1" by which the web form is known
COLUMNS = {
    "item": ("item", "item number", "number", "no", "no.", "#"),
    "score": ("score", "choose", "points", "answer", "decision", "user decision", "rating", "value"),
    "comment": ("comment", "comments", "note", "notes", "remark"),
    "pointer": ("pointer", "page", "pages", "where", "location", "section", "reported on page"),
    "statement": ("statement",),
}


@dataclass(frozen=True)
class Cell:
    """What a form says of one number.

    Attributes
    ----------
    kind
        "item" or "condition".
    number
        As it is written.
    said
        The answer, as it is written.
    words
        What else is said, by keys of an answers file: pointer, statement, note.
    line
        Where it stands.
    """

    kind: str
    number: str
    said: str
    words: Mapping[str, str]
    line: int


@dataclass(frozen=True)
class Layout:
    """A form taken apart.

    Attributes
    ----------
    total
        The percentage that the form itself gives; None if it gives none.
    passed_over
        Lines that say yes or no, but of no item.
    """

    cells: tuple[Cell, ...]
    total: float | None
    passed_over: tuple[int, ...] = ()


def read_layout(path: Path, shown: str) -> Layout:
    """Take a form apart: the METRICS form's spreadsheet, the same with a column for each item, or a plain table.

    Raises
    ------
    DataError
        If it can't be read, or is none of them.
    """
    rows = _rows(path, shown)
    if sum(bool(row and _numbered(row[0])) for _, row in rows) >= FEWEST_NUMBERED:
        passed_over = tuple(line for line, row in rows[1:] if _unknown(row))
        return Layout(tuple(_long(rows)), _total(rows), passed_over)
    if sum(bool(_numbered(cell)) for cell in rows[0][1]) >= FEWEST_NUMBERED:
        return Layout(tuple(_wide(rows, shown)), _total(rows))
    return Layout(tuple(_plain(rows, shown)), None)


def _numbered(cell: str) -> re.Match | None:
    return _NUMBERED.fullmatch(cell.strip())


_Rows = Sequence[tuple[int, Sequence[str]]]


def _rows(path: Path, shown: str) -> _Rows:
    if not path.is_file():
        raise DataError(f"there is no file {shown}")
    if path.suffix.lower() == ".xlsx":
        try:
            return xlsx_rows(path, shown)
        except DataError:
            raise
        except Exception as fault:  # a damaged file can raise anything that its library knows
            raise DataError(Problem(f"can't be read as a spreadsheet: {fault}", shown)) from fault
    table = read_table(path, shown)
    return [(1, table.columns), *zip(table.lines, table.rows, strict=True)]


def _long(rows: _Rows) -> Iterator[Cell]:
    """A row for each item: its name first, what was decided last."""
    for line, row in rows:
        found = _numbered(row[0]) if row else None
        if found:
            said = row[-1].strip() if len(row) > 1 else ""
            yield Cell(found[1].lower(), found[2], said, {}, line)


def _wide(rows: _Rows, shown: str) -> Iterator[Cell]:
    """A column for each item, and one row."""
    (_, header), *others = rows
    if len(others) != 1:
        message = f"holds {len(others)} studies, one a row; leave the header and the row of this study"
        raise DataError(Problem(message, shown))
    line, row = others[0]
    for name, said in zip(header, row, strict=False):
        found = _numbered(name)
        if found:
            yield Cell(found[1].lower(), found[2], said.strip(), {}, line)


def _plain(rows: _Rows, shown: str) -> Iterator[Cell]:
    """A header that names the columns."""
    line, header = rows[0]
    names = [cell.strip().lower() for cell in header]
    columns = {
        key: next((names.index(alias) for alias in aliases if alias in names), None) for key, aliases in COLUMNS.items()
    }
    if columns["item"] is None or columns["score"] is None:
        message = (
            "is neither the METRICS form's spreadsheet (rows 'Item#1', 'Item#2', ...) nor a table with the columns "
            f"'item' and 'score'; its first row holds: {', '.join(header)[:120]}"
        )
        raise DataError(Problem(message, shown, line))
    for number, row in rows[1:]:
        given = {key: row[at].strip() if at is not None and at < len(row) else "" for key, at in columns.items()}
        words = {"pointer": given["pointer"], "statement": given["statement"], "note": given["comment"]}
        found = _numbered(given["item"])
        kind, item = (found[1].lower(), found[2]) if found else ("item", given["item"].lstrip("#"))
        yield Cell(kind, item, given["score"], {key: word for key, word in words.items() if word}, number)


def _unknown(row: Sequence[str]) -> bool:
    """Whether a row says something at its end, but of no item; headings and totals say nothing that is missed."""
    filled = [cell for cell in row if cell.strip()]
    if _numbered(row[0]) or any(_TOTAL.search(cell) for cell in row):
        return False
    return len(filled) > 1 and row[-1].strip().lower() in {"yes", "no"}


def _total(rows: _Rows) -> float | None:
    """The percentage beside the words "Total METRICS score", or below them."""
    for index, (_, row) in enumerate(rows):
        for place, cell in enumerate(row):
            if _TOTAL.search(cell):
                below = rows[index + 1][1][place : place + 1] if index + 1 < len(rows) else ()
                return next((float(said[1]) for said in map(_percent, (*row[place:], *below)) if said), None)
    return None


def _percent(cell: str) -> re.Match | None:
    return re.search(r"(\d+(?:\.\d+)?)\s*%", cell)
