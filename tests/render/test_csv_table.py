"""CSV that a spreadsheet takes for text and numbers only."""

import csv
import io

import pytest

from radaudit.render.csv_table import csv_table


def cell(value):
    (_, (found,)) = csv.reader(io.StringIO(csv_table(["x"], [{"x": value}])))
    return found


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "\u00a0=1"])
def test_a_formula_becomes_text(text):
    assert cell(text)[0] in "'\\"  # an apostrophe, or a control character spelled out


@pytest.mark.parametrize("text", ["a=b", "1-2", "doi:10.1/x", "", 'über, "quoted"\nlines'])
def test_other_text_stays(text):
    assert cell(text) == text


@pytest.mark.parametrize(("value", "shown"), [(-3.0, "-3"), (0.125, "0.125"), (None, ""), (True, "yes"), (False, "no")])
def test_values(value, shown):
    assert cell(value) == shown


def test_unseen_characters_are_spelled_out_and_missing_columns_are_empty():
    assert cell("a\u202eb") == r"a\u202eb"
    assert csv_table(["a", "b"], [{"b": 1}]) == "a,b\r\n,1\r\n"
