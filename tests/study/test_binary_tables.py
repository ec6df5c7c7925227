"""Excel and Parquet files give the same text as a CSV would."""

import datetime
import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pytest

from radaudit.study.table import read_table


@pytest.fixture
def frame():
    return pd.DataFrame(
        {
            "ID": [1, 2, 3],
            "whole": [1.0, np.nan, 3.0],
            "part": [0.1, 1e300, -0.0],
            "text": ["007", " x ", None],
            "flag": [True, False, True],
        }
    )


CELLS = (("1", "1", "0.1", "007", "True"), ("2", "", "1e+300", " x ", "False"), ("3", "3", "-0.0", "", "True"))


def test_a_spreadsheet(frame, tmp_path):
    frame.drop(columns="part").to_excel(tmp_path / "t.xlsx", index=False)
    table = read_table(tmp_path / "t.xlsx", "t.xlsx")
    assert table.columns == ("ID", "whole", "text", "flag")
    assert table.rows == tuple((row[0], row[1], *row[3:]) for row in CELLS)
    assert table.lines == (2, 3, 4)


def test_a_parquet_file(frame, tmp_path):
    frame.to_parquet(tmp_path / "t.parquet")
    table = read_table(tmp_path / "t.parquet", "t.parquet")
    assert table.columns == tuple(frame.columns)
    assert table.rows == CELLS
    assert table.lines == ()
    assert table.place(0).line is None


@pytest.mark.parametrize("ids", [[1, 2], [1.0, 2.0], ["1", "2"], pd.array([1, 2], dtype="Int64")])
def test_whole_ids_are_the_same_text_however_they_are_stored(ids, tmp_path):
    frame = pd.DataFrame({"ID": ids, "x": [0.5, 1.5]})
    frame.to_parquet(tmp_path / "t.parquet")
    frame.to_excel(tmp_path / "t.xlsx", index=False)
    for name in ("t.parquet", "t.xlsx"):
        assert read_table(tmp_path / name, name).texts("ID") == ["1", "2"]


def test_missing_ids_are_empty_and_the_others_stay_whole(tmp_path):
    pd.DataFrame({"ID": pd.array([1, None, 3], dtype="Int64"), "f": [1, np.nan, 3]}).to_parquet(tmp_path / "t.parquet")
    table = read_table(tmp_path / "t.parquet", "t.parquet")
    assert table.values("ID") == table.values("f") == ["1", None, "3"]


def test_numbers_of_a_parquet_file_come_back_bit_for_bit(tmp_path):
    numbers = np.array([0.1, 1 / 3, 1e-310, 2.0**53, 2.0**60, -0.0, np.inf])
    pd.DataFrame({"x": numbers}).to_parquet(tmp_path / "t.parquet")
    read, unreadable = read_table(tmp_path / "t.parquet", "t.parquet").numbers("x")
    assert read.tobytes() == numbers.tobytes()
    assert unreadable == []


def test_a_folder_name_adds_no_column_to_a_parquet_file(frame, tmp_path):
    (tmp_path / "centre=2").mkdir()
    frame.to_parquet(tmp_path / "centre=2" / "t.parquet")
    assert "centre" not in read_table(tmp_path / "centre=2" / "t.parquet", "t.parquet").columns


def test_a_parquet_file_without_rows(frame, tmp_path, refused):
    frame.iloc[:0].to_parquet(tmp_path / "t.parquet")
    message = refused(lambda: read_table(tmp_path / "t.parquet", "t.parquet"))
    assert message == "t.parquet: has a header but no rows"


def test_a_parquet_file_of_too_many_cells_is_refused_unread(frame, tmp_path, refused, monkeypatch):
    monkeypatch.setattr("radaudit.study.workbook.MOST_CELLS", 10)
    frame.to_parquet(tmp_path / "t.parquet")
    message = refused(lambda: read_table(tmp_path / "t.parquet", "t.parquet"))
    assert message == "t.parquet: holds 15 cells; at most 10 are read"


def _sheet(path, cells):
    book = openpyxl.Workbook()
    for place, value in cells.items():
        book.active[place] = value
    book.save(path)


def test_rows_and_columns_that_were_formatted_but_never_filled(tmp_path):
    book = openpyxl.Workbook()
    for place, value in {"A1": "ID", "B1": "x", "A3": 1, "B3": 2, "A6": 3}.items():
        book.active[place] = value
    book.active["Z2000"].font = openpyxl.styles.Font(bold=True)
    book.save(tmp_path / "t.xlsx")
    table = read_table(tmp_path / "t.xlsx", "t.xlsx")
    assert table.columns == ("ID", "x")
    assert table.rows == (("1", "2"), ("3", ""))
    assert table.lines == (3, 6)


def test_a_sheet_that_is_wrong_about_its_own_size(tmp_path):
    _sheet(tmp_path / "a.xlsx", {"A1": "ID", "B1": "x", "A2": 1, "B2": 2})
    with zipfile.ZipFile(tmp_path / "a.xlsx") as old, zipfile.ZipFile(tmp_path / "t.xlsx", "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'<dimension ref="A1:B2"', b'<dimension ref="A1"'))
    assert read_table(tmp_path / "t.xlsx", "t.xlsx").rows == (("1", "2"),)


def test_a_cell_beyond_the_header_is_not_dropped_silently(tmp_path, refused):
    _sheet(tmp_path / "t.xlsx", {"A1": "ID", "B1": "x", "A2": 1, "D2": "lost"})
    message = refused(lambda: read_table(tmp_path / "t.xlsx", "t.xlsx"))
    assert message == "t.xlsx:2: has 4 cells where the header has 2"


@pytest.mark.parametrize(
    ("cells", "said"), [({}, "its first sheet is empty"), ({"A1": "ID"}, "has a header but no rows")]
)
def test_a_spreadsheet_with_nothing_in_it(tmp_path, refused, cells, said):
    _sheet(tmp_path / "t.xlsx", cells)
    assert refused(lambda: read_table(tmp_path / "t.xlsx", "t.xlsx")) == f"t.xlsx: {said}"


def test_a_zip_archive_that_is_no_spreadsheet(tmp_path, refused):
    with zipfile.ZipFile(tmp_path / "t.xlsx", "w") as archive:
        archive.writestr("a.txt", "hello")
    message = refused(lambda: read_table(tmp_path / "t.xlsx", "t.xlsx"))
    assert message.startswith("t.xlsx: can't be read as a .xlsx table: ")
    assert "\n" not in message


def test_a_spreadsheet_that_unpacks_to_more_than_is_read(tmp_path, refused, monkeypatch):
    _sheet(tmp_path / "t.xlsx", {"A1": "ID", "A2": 1})
    monkeypatch.setattr("radaudit.study.workbook.LARGEST_FILE", 100)
    assert "bytes; at most 100 are read" in refused(lambda: read_table(tmp_path / "t.xlsx", "t.xlsx"))


def test_dates_of_a_spreadsheet_begin_with_the_day(tmp_path):
    _sheet(tmp_path / "t.xlsx", {"A1": "ID", "B1": "date", "A2": 1, "B2": datetime.date(2021, 3, 4)})
    assert read_table(tmp_path / "t.xlsx", "t.xlsx").texts("date")[0].startswith("2021-03-04")
