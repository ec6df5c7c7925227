"""Tables as real studies write them: separator, decimal sign and encoding are found, text stays text."""

from __future__ import annotations

import contextlib
import csv
import gzip
import io
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from radaudit.core.errors import DataError, Problem
from radaudit.core.finding import Location
from radaudit.study.workbook import LARGEST_FILE, MOST_CELLS, bounded, parquet_columns, xlsx_rows

if TYPE_CHECKING:
    import numpy as np

HEAD = 2**22  # characters in which the separator is looked for
MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "#n/a", "."})
_COMMA_NUMBER = re.compile(r"[+-]?\d+,\d+(?:[eE][+-]?\d+)?")
_LONE_RETURN = re.compile(r"\r(?!\n)")
_POINT_NUMBER = re.compile(r"[+-]?\d+\.\d+(?:[eE][+-]?\d+)?")


@dataclass(frozen=True)
class Table:
    """A table of text.

    Attributes
    ----------
    path
        As the study names it.
    columns
        Names, in order, as they are written but for white space: a line break or two spaces in a header cell
        can't be seen, so nobody could name that column. A name that stands twice gets ".1", ".2" as in pandas;
        a column without a name has the name "".
    rows
        Cells as text, spaces around them kept (they matter when ids are compared).
    lines
        Line (or spreadsheet row) of each row in the file, counted from 1; empty for Parquet.
    separator, decimal, encoding
        What was detected; empty where the format has none.
    """

    path: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    lines: tuple[int, ...] = field(repr=False, default=())
    separator: str = ""
    decimal: str = "."
    encoding: str = ""

    def __len__(self) -> int:
        return len(self.rows)

    @cached_property
    def _positions(self) -> dict[str, int]:
        return {name: position for position, name in enumerate(self.columns)}

    def texts(self, column: str) -> list[str]:
        """The cells of a column as they are written."""
        position = self._positions[column]
        return [row[position] for row in self.rows]

    def values(self, column: str) -> list[str | None]:
        """The cells of a column without spaces around them; None where nothing is given."""
        stripped = (text.strip() for text in self.texts(column))
        return [None if text.lower() in MISSING else text for text in stripped]

    def numbers(self, column: str) -> tuple[np.ndarray, list[int]]:
        """A column as numbers.

        Returns
        -------
        numbers
            float64, nan where nothing is given or where the cell holds no number.
        unreadable
            Positions of the rows whose cell holds something that is not a number.
        """
        import numpy as np

        numbers = np.full(len(self), np.nan)
        unreadable = []
        for row, text in enumerate(self.values(column)):
            if text is None:
                continue
            try:
                numbers[row] = _number(text, self.decimal)
            except ValueError:
                unreadable.append(row)
        return numbers, unreadable

    def place(self, row: int) -> Location:
        """Where a row stands."""
        return Location(self.path, self.lines[row] if self.lines else None)


def _number(text: str, decimal: str) -> float:
    if "_" in text:  # Python reads 1_000 as a number; in a table it is an id
        raise ValueError(text)
    return float(text.replace(",", ".") if decimal == "," else text)


def read_table(path: Path, name: str) -> Table:
    """Read a table.

    Parameters
    ----------
    path
        .csv, .tsv or .txt (any of them also .gz), .xlsx or .parquet.
    name
        Its name in messages.

    Raises
    ------
    DataError
        If it can't be read, has no header or no rows, or a row has more cells than the header.
    """
    suffixes = [suffix.lower() for suffix in path.suffixes]
    kind = suffixes[-2] if suffixes[-1:] == [".gz"] and len(suffixes) > 1 else (suffixes or [""])[-1]
    readers = {".xlsx": _read_xlsx, ".parquet": _read_parquet}
    if kind not in {".csv", ".tsv", ".txt", *readers}:
        raise DataError(Problem(f"is a {kind or 'nameless'} file; tables are .csv, .tsv, .xlsx or .parquet", name))
    try:
        table = readers.get(kind, _read_text)(path, name)
    except DataError:
        raise
    except Exception as fault:  # a damaged file can raise anything that its library knows
        raise DataError(Problem(f"can't be read as a {kind} table: {_first_line(fault)}", name)) from fault
    if not table.rows:
        raise DataError(Problem("has a header but no rows", name))
    return table


def _read_text(path: Path, name: str) -> Table:
    text, encoding = _decoded(_bytes(path, name), name)
    if not text.strip():
        raise DataError(Problem("is empty", name))
    lone = len(_LONE_RETURN.findall(text))
    if 0 < lone < text.count("\n"):  # not this file's line ends: pandas writes them into cells without quotes
        text = _LONE_RETURN.sub(" ", text)
    separator = _separator(text)
    records, lines, cells = [], [], 0
    for line, record in _records(text, separator, name):
        if any(cell.strip() for cell in record):
            records.append(tuple(record))
            lines.append(line)
            cells += len(record)
            bounded(cells, MOST_CELLS, "cells", name)
    if not records:
        raise DataError(Problem("is empty", name))
    columns, rows = _unique(records[0]), tuple(records[1:])
    for record, line in zip(rows, lines[1:], strict=True):
        if len(record) != len(columns):
            message = f"has {len(record)} cells where the header has {len(columns)} (separator {separator!r})"
            raise DataError(Problem(message, name, line))
    return Table(name, columns, rows, tuple(lines[1:]), separator, _decimal(rows, separator), encoding)


def _records(text: str, separator: str, name: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line each starts in: a cell in quotation marks may go on over several."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for record in reader:
            yield line, record
            line = reader.line_num + 1
    except csv.Error as fault:
        what = str(fault)
        if "unexpected end" in what:
            what = "a quotation mark is never closed"
        elif "field limit" in what:
            what = f"a cell is longer than {csv.field_size_limit()} characters (a quotation mark that is never closed?)"
        raise DataError(Problem(f"is not a table: {what}", name, line)) from fault


def _bytes(path: Path, name: str) -> bytes:
    opened = gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb")
    with opened as stream:
        raw = stream.read(LARGEST_FILE + 1)
    bounded(len(raw), LARGEST_FILE, "bytes", name)
    return raw


def _decoded(raw: bytes, name: str) -> tuple[str, str]:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            text = raw.decode("utf-16")
        except UnicodeDecodeError as fault:
            raise DataError(Problem(f"is broken UTF-16 text (byte {fault.start}); save it as UTF-8", name)) from fault
        if "\0" not in text:
            return text, "utf-16"
    if b"\0" in raw:
        line = raw.count(b"\n", 0, raw.index(b"\0")) + 1
        raise DataError(Problem("holds a zero byte, so it is not text; save it as UTF-8 text", name, line))
    try:
        return raw.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace"), "cp1252"


def _separator(text: str) -> str:
    """The separator that cuts the first lines into the same number (> 1) of cells most often."""
    head = text[:HEAD]

    def score(separator: str) -> tuple[int, int]:
        reader = csv.reader(io.StringIO(head, newline=""), delimiter=separator)
        counts: list[int] = []
        with contextlib.suppress(csv.Error):
            counts.extend(itertools.islice((len(record) for record in reader if record), 20))
        same = sum(count == counts[0] for count in counts) if counts and counts[0] > 1 else 0
        return same, counts[0] if counts else 0

    best = max((",", ";", "\t", "|"), key=score)
    return best if score(best)[0] else ","


def _decimal(rows: Sequence[Sequence[str]], separator: str) -> str:
    """The decimal sign: a comma only where no cell has a point, and cells are not parted by commas."""
    if separator == ",":
        return "."
    comma = 0
    for row in rows:
        for cell in row:
            text = cell.strip()
            if _POINT_NUMBER.fullmatch(text):
                return "."
            comma += bool(_COMMA_NUMBER.fullmatch(text))
    return "," if comma else "."


def _unique(header: Sequence[str]) -> tuple[str, ...]:
    written = [" ".join(cell.split()) for cell in header]
    taken, counts = set(written), dict.fromkeys(written, 0)
    names = []
    for name in written:
        own = f"{name}.{counts[name]}" if counts[name] else name
        while counts[name] and own in taken:  # "a", "a", "a.1": the second is not "a.1"
            counts[name] += 1
            own = f"{name}.{counts[name]}"
        counts[name] += 1
        taken.add(own)
        names.append(own)
    return tuple(names)


def _read_xlsx(path: Path, name: str) -> Table:
    filled = xlsx_rows(path, name)
    columns = _unique(filled[0][1])
    for number, row in filled:
        if len(row) > len(columns):
            message = f"has {len(row)} cells where the header has {len(columns)}"
            raise DataError(Problem(message, name, number))
    bounded(len(filled) * len(columns), MOST_CELLS, "cells", name)
    rows = tuple((*row, *[""] * (len(columns) - len(row))) for _, row in filled[1:])
    return Table(name, columns, rows, tuple(number for number, _ in filled[1:]))


def _read_parquet(path: Path, name: str) -> Table:
    header, columns = parquet_columns(path, name)
    return Table(name, _unique(header), tuple(zip(*columns, strict=True)))


def _first_line(fault: Exception) -> str:
    said = getattr(fault, "strerror", None) or str(fault)
    return (said.strip().splitlines() or [type(fault).__name__])[0][:200]
