"""The cells of Excel and Parquet files as text."""

from __future__ import annotations

from pathlib import Path

from radaudit.core.errors import DataError, Problem

LARGEST_FILE = 2**28  # bytes, unpacked: some 9000 cases of 1500 features; an archive may claim anything
MOST_CELLS = 2**25


def xlsx_rows(path: Path, name: str) -> list[tuple[int, list[str]]]:
    """Rows of the first sheet that hold anything, each with its number.

    Raises
    ------
    DataError
        If none does, or if it would unpack to more than is read. A damaged file raises what openpyxl raises.
    """
    import zipfile

    import openpyxl

    with zipfile.ZipFile(path) as archive:
        bounded(sum(member.file_size for member in archive.infolist()), LARGEST_FILE, "bytes", name)
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a sheet says of its own size is often wrong, and would cut cells off
        filled = [
            (number, row)
            for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1)
            if (row := _trimmed([cell_text(value) for value in cells]))
        ]
    finally:
        book.close()
    if not filled:
        raise DataError(Problem("its first sheet is empty", name))
    return filled


def parquet_columns(path: Path, name: str) -> tuple[list[str], list[list[str]]]:
    """Names and cells of the columns.

    Raises
    ------
    DataError
        If it holds more than is read. A damaged file raises what pyarrow raises.
    """
    import pyarrow.parquet as parquet

    with path.open("rb") as stream:  # by its path, folders like "site=2" would become columns
        file = parquet.ParquetFile(stream)
        bounded(file.metadata.num_rows * file.metadata.num_columns, MOST_CELLS, "cells", name)
        data = file.read()
    return data.column_names, [[cell_text(value) for value in column.to_pylist()] for column in data.columns]


def bounded(number: int, most: int, unit: str, name: str) -> None:
    """Refuse a table that is larger than is read.

    Raises
    ------
    DataError
        With both numbers.
    """
    if number > most:
        raise DataError(Problem(f"holds {number} {unit}; at most {most} are read", name))


def cell_text(value: object) -> str:
    """A cell as a CSV would write it: spreadsheets and missing values turn the id 1 into the number 1.0."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53 and str(value) != "-0.0":
        return str(int(value))
    return str(value)


def _trimmed(row: list[str]) -> list[str]:
    """A row without the cells at its end that were formatted but never filled."""
    while row and not row[-1].strip():
        row.pop()
    return row
