"""Tables as real studies write them: separator, decimal sign and encoding are found, text stays text."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from radaudit.core.errors import DataError, Problem
from radaudit.core.finding import Location

if TYPE_CHECKING:
    import numpy as np

LARGEST_FILE = 2**31
MISSING = frozenset({"", "na", "n/a", "nan", "null", "none", "#n/a", "."})
_COMMA_NUMBER = re.compile(r"[+-]?\d+,\d+(?:[eE][+-]?\d+)?")
_POINT_NUMBER = re.compile(r"[+-]?\d+\.\d+(?:[eE][+-]?\d+)?")


@dataclass(frozen=True)
class Table:
    """A table of text.

    Attributes
    ----------
    path
        As the study names it.
    columns
        Names, in order; a name that stands twice gets ".1", ".2" as pandas does.
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
                numbers[row] = float(text.replace(",", ".") if self.decimal == "," else text)
            except ValueError:
                unreadable.append(row)
        return numbers, unreadable

    def place(self, row: int) -> Location:
        """Where a row stands."""
        return Location(self.path, self.lines[row] if self.lines else None)


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
        raise DataError(Problem(f"can't be read as a {kind[1:]} table: {_first_line(fault)}", name)) from fault
    if not table.rows:
        raise DataError(Problem("has a header but no rows", name))
    return table


def _read_text(path: Path, name: str) -> Table:
    text, encoding = _decoded(_bytes(path, name), name)
    if not text.strip():
        raise DataError(Problem("is empty", name))
    separator = _separator(text)
    records: list[list[str]] = []
    lines: list[int] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    start = 1
    try:
        for record in reader:
            if any(cell.strip() for cell in record):
                records.append(record)
                lines.append(start)
            start = reader.line_num + 1
    except csv.Error as fault:
        raise DataError(Problem(f"is not a table: {fault}", name, reader.line_num)) from fault
    header, rows = records[0], records[1:]
    columns = _unique(header)
    for record, line in zip(rows, lines[1:], strict=True):
        if len(record) != len(columns):
            raise DataError(
                Problem(
                    f"has {len(record)} cells where the header has {len(columns)} (separator {separator!r})", name, line
                )
            )
    frozen = tuple(tuple(record) for record in rows)
    return Table(name, columns, frozen, tuple(lines[1:]), separator, _decimal(frozen, separator), encoding)


def _bytes(path: Path, name: str) -> bytes:
    opened = gzip.open(path) if path.suffix.lower() == ".gz" else path.open("rb")
    with opened as stream:
        raw = stream.read(LARGEST_FILE + 1)
    if len(raw) > LARGEST_FILE:
        raise DataError(Problem(f"is larger than {LARGEST_FILE} bytes", name))
    return raw


def _decoded(raw: bytes, name: str) -> tuple[str, str]:
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return raw.decode("utf-16"), "utf-16"
    if b"\0" in raw[:4096]:
        raise DataError(Problem("holds binary data, not text", name))
    try:
        return raw.decode("utf-8-sig"), "utf-8"
    except UnicodeDecodeError:
        return raw.decode("cp1252", errors="replace"), "cp1252"


def _separator(text: str) -> str:
    """The separator that cuts the first lines into the same number (> 1) of cells most often."""
    head = list(_logical_lines(text, 20))

    def score(separator: str) -> tuple[int, int]:
        counts = [len(next(csv.reader([line], delimiter=separator), [])) for line in head]
        same = sum(count == counts[0] for count in counts) if counts[0] > 1 else 0
        return same, counts[0]

    best = max((",", ";", "\t", "|"), key=score)
    return best if score(best)[0] else ","


def _logical_lines(text: str, most: int) -> Iterator[str]:
    """The first lines; one inside quotation marks goes on over line ends."""
    buffer, found = "", 0
    for line in io.StringIO(text, newline=""):
        buffer += line
        if buffer.count('"') % 2 == 0:
            if buffer.strip():
                yield buffer.rstrip("\r\n")
                found += 1
            buffer = ""
        if found == most:
            return


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
    seen: dict[str, int] = {}
    names = []
    for cell in header:
        name = " ".join(str(cell).split())
        count = seen.get(name, 0)
        seen[name] = count + 1
        names.append(f"{name}.{count}" if count else name)
    return tuple(names)


def _read_xlsx(path: Path, name: str) -> Table:
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        records = [
            (number, [_cell_text(value) for value in row])
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1)
        ]
    finally:
        book.close()
    records = [(number, row) for number, row in records if any(cell.strip() for cell in row)]
    if not records:
        raise DataError(Problem("its first sheet is empty", name))
    header = records[0][1]
    while header and not header[-1].strip():  # columns that were formatted but never filled
        header = header[:-1]
    columns = _unique(header)
    rows = tuple(tuple((row + [""] * len(columns))[: len(columns)]) for _, row in records[1:])
    return Table(name, columns, rows, tuple(number for number, _ in records[1:]))


def _read_parquet(path: Path, name: str) -> Table:
    import pyarrow.parquet as parquet

    data = parquet.read_table(path)
    columns = [[_cell_text(value) for value in column.to_pylist()] for column in data.columns]
    return Table(name, _unique(data.column_names), tuple(zip(*columns, strict=True)))


def _cell_text(value: object) -> str:
    return "" if value is None else str(value)


def _first_line(fault: Exception) -> str:
    return (str(fault).strip().splitlines() or [type(fault).__name__])[0][:200]
