"""Tables as real studies write them."""

import gzip
import io

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from radaudit.core.finding import Location
from radaudit.study.table import read_table


@pytest.fixture
def read(tmp_path):
    def read(data, name="t.csv"):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return read_table(path, f"data/{name}")

    return read


def test_a_plain_table(read):
    table = read("ID,age\na,50\nb,\n")
    assert table.columns == ("ID", "age")
    assert table.rows == (("a", "50"), ("b", ""))
    assert len(table) == 2
    assert table.values("age") == ["50", None]
    assert (table.separator, table.decimal, table.encoding) == (",", ".", "utf-8")
    assert table.place(1) == Location("data/t.csv", 3)


@pytest.mark.parametrize(
    ("text", "separator", "decimal"),
    [
        ("ID,x\n1,0.5\n2,1.5\n", ",", "."),
        ("ID;x\n1;0,5\n2;1,5\n", ";", ","),
        ("ID;x\n1;0.5\n2;1.5\n", ";", "."),
        ("ID\tx\n1\t0,5\n2\t1,5\n", "\t", ","),
        ("ID|x\n1|0.5\n2|1.5\n", "|", "."),
        ('ID;"Age; years"\n1;0,5\n2;1,5\n', ";", ","),
        ("ID\tAge, years\n1\t0.5\n2\t1.5\n", "\t", "."),
        ("ID;note\n1;one, two\n2;0.5\n", ";", "."),
        ("ID\nfirst\nsecond\n", ",", "."),
    ],
)
def test_separator_and_decimal_sign_are_found(read, text, separator, decimal):
    table = read(text)
    assert (table.separator, table.decimal) == (separator, decimal)


def test_a_decimal_comma_is_read_as_a_number(read):
    numbers, unreadable = read("ID;x\n1;0,5\n2;-1,25e2\n3;4\n").numbers("x")
    assert numbers.tolist() == [0.5, -125.0, 4.0]
    assert unreadable == []


def test_a_comma_is_no_decimal_sign_where_another_cell_has_a_point(read):
    numbers, unreadable = read("ID;x\n1;1,234\n2;0.5\n").numbers("x")
    assert np.isnan(numbers[0])
    assert unreadable == [0]


def test_numbers_are_nan_where_nothing_or_no_number_is_given(read):
    numbers, unreadable = read("x,y\n1e300,\n NaN ,\n#N/A,\n12_3,\nhigh,\n inf,\n5%,\n").numbers("x")
    assert numbers[0] == 1e300
    assert np.isnan(numbers[[1, 2, 3, 4, 6]]).all()
    assert numbers[5] == np.inf
    assert unreadable == [3, 4, 6]


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        ("ID,Größe\n1,ü\n".encode(), "utf-8"),
        (b"\xef\xbb\xbf" + "ID,Größe\n1,ü\n".encode(), "utf-8"),
        ("ID,Größe\n1,ü\n".encode("latin-1"), "cp1252"),
        ("ID,Größe\n1,ü\n".encode("utf-16"), "utf-16"),
    ],
)
def test_the_encoding_is_found(read, raw, encoding):
    table = read(raw)
    assert table.columns == ("ID", "Größe")
    assert table.texts("Größe") == ["ü"]
    assert table.encoding == encoding


def test_signs_of_windows_1252_are_kept(read):
    assert read("ID,x\n1,5 € – “ok”\n".encode("cp1252")).texts("x") == ["5 € – “ok”"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system(read, end):
    table = read(end.join(["ID,x", "1,2", "", "3,4"]))
    assert table.rows == (("1", "2"), ("3", "4"))
    assert table.lines == (2, 4)


def test_line_breaks_inside_cells_do_not_shift_line_numbers(read):
    table = read('ID,"Tumour\r\nvolume (ml)",z\n1,"a\nb\nc",3\n\n2,b,4\n')
    assert table.columns == ("ID", "Tumour volume (ml)", "z")
    assert table.texts("Tumour volume (ml)") == ["a\nb\nc", "b"]
    assert table.lines == (3, 7)


@pytest.mark.parametrize("cell", ['"Tumour\rvolume"', "Tumour\rvolume"])
def test_a_carriage_return_in_a_header_cell(read, cell):
    table = read(f"ID,{cell}\n1,2\n")
    assert table.columns == ("ID", "Tumour volume")
    assert table.lines == (2,)


def test_carriage_returns_that_were_doubled_on_the_way(read):
    table = read("ID,x\r\r\n1,2\r\r\n3,4\r\r\n")
    assert table.columns == ("ID", "x")
    assert table.values("x") == ["2", "4"]


def test_a_line_break_in_a_cell_of_an_old_mac_file(read):
    assert read('ID,x\r1,"a\nb"\r2,c\r').rows == (("1", "a\nb"), ("2", "c"))


def test_a_header_cell_changes_in_nothing_but_white_space(read):
    header = "ID,  Id ,id,wavelet-LLH_glcm_Id,MEAN.CC,é%,Unnamed: 0,0.5"
    assert read(f"{header}\n1,2,3,4,5,6,7,8\n").columns == tuple(cell.strip() for cell in header.split(","))


def test_a_feature_called_id_beside_the_id_column(read):
    table = read("ID,original_glcm_Id,Id\np1,0.5,0.6\n")
    assert table.texts("ID") == ["p1"]
    assert table.texts("Id") == ["0.6"]


@pytest.mark.parametrize(
    "header",
    ["a,a,a", "a,a,a.1", "a,a.1,a", "a,a,a.1,a.2,a", "a.1,a,a,a.1", "x,x.1,x.1,x"],
)
def test_a_column_that_stands_twice_gets_the_name_that_pandas_gives_it(read, header):
    cells = ",".join("1" for _ in header.split(","))
    columns = read(f"{header}\n{cells}\n").columns
    assert columns == tuple(pd.read_csv(io.StringIO(f"{header}\n{cells}\n")).columns)


@given(st.lists(st.sampled_from(["a", "a.1", "a.1.1", "b", " a ", ""]), min_size=1, max_size=12))
def test_names_of_columns_are_always_unique(tmp_path_factory, header):
    path = tmp_path_factory.mktemp("names") / "t.csv"
    path.write_text(",".join([*header, "end"]) + "\n" + ",".join("1" for _ in range(len(header) + 1)) + "\n")
    columns = read_table(path, "t.csv").columns
    assert len(set(columns)) == len(columns) == len(header) + 1


def test_an_index_column_without_a_name(read):
    table = read(",ID,x\n0,a,1\n1,b,2\n")
    assert table.columns == ("", "ID", "x")
    assert table.texts("") == ["0", "1"]


def test_ids_keep_zeros_and_spaces(read):
    table = read("ID,x\n007,1\n 8 ,2\n09 ,3\n")
    assert table.texts("ID") == ["007", " 8 ", "09 "]
    assert table.values("ID") == ["007", "8", "09"]


def test_rows_without_any_cell_are_left_out(read):
    assert read("ID,x\n1,2\n,\n  , \n3,4\n,\n").lines == (2, 5)


@pytest.mark.parametrize("name", ["t.csv.gz", "t.TSV.GZ"])
def test_a_compressed_table(read, name):
    assert read(gzip.compress(b"ID\tx\n1\t2\n", mtime=0), name).rows == (("1", "2"),)


TEXTS = st.text(st.characters(codec="utf-8", exclude_characters="\0\r"), max_size=8)


@settings(max_examples=60)
@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_any_text_comes_back_as_it_was_written(tmp_path_factory, cells):
    path = tmp_path_factory.mktemp("texts") / "t.csv"
    pd.DataFrame({"ID": [f"id{n}" for n in range(len(cells))], "x": cells}).to_csv(path, index=False)
    assert read_table(path, "t.csv").texts("x") == cells


@pytest.mark.parametrize(
    ("name", "raw", "said"),
    [
        ("t.csv", b"", "data/t.csv: is empty"),
        ("t.csv", b" \n\n", "data/t.csv: is empty"),
        ("t.csv", b",,\n,,\n", "data/t.csv: is empty"),
        ("t.csv", b"ID,x\n", "data/t.csv: has a header but no rows"),
        ("t.csv", b'ID,"a\nb"\n1,2\n\n1,2,3\n', "data/t.csv:5: has 3 cells where the header has 2 (separator ',')"),
        ("t.csv", b"ID;x\n1;2\n1\n", "data/t.csv:3: has 1 cells where the header has 2 (separator ';')"),
        ("t.csv", b'ID,x\n1,2\n3,"4\n5,6\n7,8\n', "data/t.csv:3: is not a table: a quotation mark is never closed"),
        ("t.csv", b'ID,"x\n1,2\n', "data/t.csv:1: is not a table: a quotation mark is never closed"),
        ("t.csv", b'ID,x\n1,"a"b\n', "data/t.csv:2: is not a table: ',' expected after '\"'"),
        ("t.csv", b"\x89PNG\r\n\x1a\n\0\0", "data/t.csv:3: holds a zero byte, so it is not text; save it as UTF-8"),
        ("t.csv", b"a,b\n" * 5000 + b"\0,1\n", "data/t.csv:5001: holds a zero byte"),
        ("t.csv", "ID,x\n1,2\n".encode("utf-16-le"), "data/t.csv:1: holds a zero byte, so it is not text"),
        ("t.csv", "ID,x\n1,2\n".encode("utf-32"), "data/t.csv:1: holds a zero byte, so it is not text"),
        ("t.csv", "ID,x\n1,2\n".encode("utf-16")[:-1], "data/t.csv: is broken UTF-16 text (byte 18)"),
        (
            "t.csv",
            b"ID,x\n1," + b"y" * 140_000,
            "data/t.csv:2: is not a table: a cell is longer than 131072 characters",
        ),
        ("t.csv.gz", b"ID,x\n1,2\n", "data/t.csv.gz: can't be read as a .csv table: Not a gzipped file"),
        (
            "t.csv.gz",
            gzip.compress(b"ID,x\n1,2\n" * 9, mtime=0)[:-9],
            "data/t.csv.gz: can't be read as a .csv table: Compressed f",
        ),
        ("t.xlsx", b"PK\x03\x04 no", "data/t.xlsx: can't be read as a .xlsx table: File is not a zip file"),
        ("t.parquet", b"PAR1 no PAR1", "data/t.parquet: can't be read as a .parquet table: Parquet file size is 12"),
        ("t.mat", b"MATLAB", "data/t.mat: is a .mat file; tables are .csv, .tsv, .xlsx or .parquet"),
        ("table", b"ID,x\n1,2\n", "data/table: is a nameless file; tables are"),
    ],
)
def test_a_broken_file_is_refused_in_one_sentence(read, name, raw, said, refused, tmp_path):
    message = refused(lambda: read(raw, name))
    assert message.startswith(said)
    assert "\n" not in message
    assert str(tmp_path) not in message


def test_a_file_that_is_not_there(refused, tmp_path):
    message = refused(lambda: read_table(tmp_path / "t.csv", "t.csv"))
    assert message == "t.csv: can't be read as a .csv table: No such file or directory"


def test_archives_that_unpack_to_more_than_is_read(read, refused, monkeypatch):
    monkeypatch.setattr("radaudit.study.table.LARGEST_FILE", 1000)
    raw = gzip.compress(b"ID,x\n" + b"1,2\n" * 1000)
    assert refused(lambda: read(raw, "t.csv.gz")) == "data/t.csv.gz: holds 1001 bytes; at most 1000 are read"


def test_more_cells_than_are_read(read, refused, monkeypatch):
    monkeypatch.setattr("radaudit.study.table.MOST_CELLS", 100)
    assert "at most 100 are read" in refused(lambda: read("ID,x\n" + "1,2\n" * 100))


def test_one_quotation_mark_in_a_large_file_does_not_take_forever(read, refused):
    text = 'ID,size (5")\n' + "1,2\n" * 30_000
    assert len(read(text)) == 30_000
    assert refused(lambda: read('ID,"size\n' + "1,2\n" * 30_000)).startswith("data/t.csv:1: is not a table: ")
