"""Change some cells of a text table and leave every other byte as it is."""

from __future__ import annotations

import gzip
import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class Dealt:
    """Cells that change places within their columns. Rows and columns are positions, as `table.Table` has them.

    Attributes
    ----------
    rows
        int64, shape (rows,): whose cells are replaced.
    columns
        int64, shape (columns,).
    order
        int64, shape (rows, columns), or (rows, 1) for all columns alike: the row whose cell is put there.
    """

    rows: np.ndarray = field(repr=False)
    columns: np.ndarray = field(repr=False)
    order: np.ndarray = field(repr=False)


@dataclass(frozen=True)
class Written:
    """Cells of one row that are written anew; texts without separators, quotation marks and line ends."""

    row: int
    columns: np.ndarray = field(repr=False)
    texts: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True)
class Altered:
    """What changes in a table, one change after the other.

    Attributes
    ----------
    path, separator
        As `table.Table` has them.
    changes
        What is done.
    """

    path: str
    separator: str
    changes: tuple[Dealt | Written, ...]


def altered(raw: bytes, what: Altered) -> bytes:
    """The bytes of the table with these cells changed: marks, line ends, digits and all other cells stay.

    Parameters
    ----------
    raw
        The file; unpacked first and packed again where its name ends in .gz.
    what
        The changes.

    Raises
    ------
    ValueError
        If a change names a cell that the table doesn't have.
    """
    packed = what.path.lower().endswith(".gz")
    raw = gzip.decompress(raw) if packed else raw
    mark = raw[: len(BOM_UTF8)] if raw.startswith(BOM_UTF8) else b""
    # Separators are ASCII, so that UTF-8 and its kin may pass for Latin 1, in which every byte stays what it is.
    encoding = "utf-16" if raw[:2] in (BOM_UTF16_LE, BOM_UTF16_BE) else "latin-1"
    text = raw[len(mark) :].decode(encoding)
    header, *spans = _cells(text, what.separator)
    texts = [[text[start:end] for start, end in row] for row in spans]
    touched: set[tuple[int, int]] = set()
    for change in what.changes:
        touched |= _apply(change, texts, len(header))
    parts, done = [], 0
    for row, column in sorted(touched):
        start, end = spans[row][column]
        parts += [text[done:start], texts[row][column]]
        done = end
    changed = mark + "".join([*parts, text[done:]]).encode(encoding)
    return gzip.compress(changed, mtime=0) if packed else changed


def _cells(text: str, separator: str) -> list[list[tuple[int, int]]]:
    """Where the cells of each row begin and end, quotation marks included; rows with nothing in them are left out."""
    stop, returns = re.escape(separator), len(re.findall(r"\r(?!\n)", text))
    if 0 < returns < text.count("\n"):  # as `table` has it: lone returns are part of a cell
        plain, ends = rf"(?!\r\n)[^{stop}\n]", r"\r\n|\n"
    else:
        plain, ends = rf"[^{stop}\r\n]", r"\r\n|\n|\r"
    cell = re.compile(rf'((?:"(?:[^"]|"")*"(?:{plain})*)|(?:{plain})*)({stop}|{ends}|\Z)')
    rows: list[list[tuple[int, int]]] = []
    row: list[tuple[int, int]] = []
    for found in cell.finditer(text):
        row.append(found.span(1))
        if found[2] != separator:
            if any(text[start:end].strip().strip('"').strip() for start, end in row):
                rows.append(row)
            row = []
            if found.end() == len(text):
                break
    return rows


def _apply(change: Dealt | Written, texts: list[list[str]], width: int) -> set[tuple[int, int]]:
    """Make one change; gives the cells that it touched."""
    columns = change.columns.tolist()
    rows = change.rows.tolist() if isinstance(change, Dealt) else [change.row]
    named = [*rows, *change.order.ravel().tolist()] if isinstance(change, Dealt) else rows
    if any(not 0 <= row < len(texts) for row in named) or any(not 0 <= own < width for own in columns):
        raise ValueError("a change names a cell that the table doesn't have")
    if isinstance(change, Written):
        for column, own in zip(columns, change.texts, strict=True):
            texts[change.row][column] = own
        return {(change.row, column) for column in columns}
    order = np.broadcast_to(change.order, (len(rows), len(columns)))
    put = [[texts[source][column] for source, column in zip(own, columns, strict=True)] for own in order.tolist()]
    for row, own in zip(rows, put, strict=True):
        for column, new in zip(columns, own, strict=True):
            texts[row][column] = new
    return {(row, column) for row in rows for column in columns}
