import json

import pytest

from radaudit.codebase.source import Unreadable, read_source, without_magics


def notebook(cells, counts=None):
    counts = counts or [None] * len(cells)
    listed = [
        {"cell_type": "code", "source": text, "execution_count": count}
        for text, count in zip(cells, counts, strict=True)
    ]
    return json.dumps({"cells": [{"cell_type": "markdown", "source": "# Title"}, *listed]})


def read(folder, text, name="a.py"):
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_source(file, name)


def test_lines_of_a_script(tmp_path):
    source = read(tmp_path, "x = 1\r\ny = 2\r\n")
    assert source.named(2) == "a.py:2"
    assert source.shown(2) == "y = 2"
    assert not source.out_of_order


def test_lines_of_a_notebook_are_those_of_its_cells(tmp_path):
    source = read(tmp_path, notebook(["a = 1\nb = 2", ["c = 3\n", "d = 4"]], [1, 2]), "n.ipynb")
    assert source.named(4) == "n.ipynb, cell 3, line 2"
    assert source.shown(4) == "d = 4"
    assert not source.out_of_order


def test_cells_that_were_run_in_another_order(tmp_path):
    source = read(tmp_path, notebook(["a = 1", "b = 2", "c = 3", "d = 4"], [1, 7, None, 3]), "n.ipynb")
    assert source.out_of_order
    assert [node.lineno for node in source.as_run.body] == [1, 4, 2]


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("%matplotlib inline\nx = 1", "pass\nx = 1"),
        ("!pip install x\nx = 1", "pass\nx = 1"),
        ("files = !ls\nx = 1", "pass\nx = 1"),
        ("if a:\n    %time f()", "if a:\n    pass"),
        ("%%bash\nls\nrm x", "\n\n"),
        ("%%time\nx = 1", "pass\nx = 1"),
        ("frame.head?\nx = 1", "pass\nx = 1"),
        ("x = 5 % 3", "x = 5 % 3"),
    ],
)
def test_what_ipython_adds_is_taken_out_line_by_line(cell, kept):
    assert without_magics(cell) == kept


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("a.py", "print 'old'\n", "Python 2"),
        ("a.py", "def f(:\n", "line 1"),
        ("a.py", "x = 1\0\n", "null bytes"),
        ("a.py", "x = " + "(" * 5_000 + ")" * 5_000, "no Python 3|nested too deeply"),
        ("a.py", "x = " + "-" * 3_000 + "1", "nested too deeply"),
        ("a.py", "x = " + "+".join(["1"] * 4_000), "nested too deeply"),
        ("a.py", b"x" * 2_000_001, "too large"),
        ("n.ipynb", "{", "no Jupyter notebook"),
        ("n.ipynb", "[1, 2]", "no Jupyter notebook"),
        ("n.ipynb", '{"cells": 3}', "no Jupyter notebook"),
        ("n.ipynb", "[" * 100_000, "no Jupyter notebook"),
    ],
)
def test_a_hostile_file_is_refused_with_a_reason(tmp_path, name, text, reason):
    with pytest.raises(Unreadable, match=reason):
        read(tmp_path, text, name)


def test_a_file_that_is_not_there(tmp_path):
    with pytest.raises(Unreadable, match="can't be opened"):
        read_source(tmp_path / "none.py", "none.py")


def test_latin_1_is_read(tmp_path):
    assert read(tmp_path, "# caf\xe9\nx = 1\n".encode("latin-1")).shown(2) == "x = 1"
