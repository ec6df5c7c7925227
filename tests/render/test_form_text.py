"""Forms as CSV and as Markdown: safe to open, whole, and readable again."""

import csv
import io

import pytest
from attacks import HOSTILE
from reference_form import form

from radaudit.render.form_text import form_csv, form_markdown


def test_the_csv_holds_a_row_for_each_item_and_no_formula():
    rows = list(csv.DictReader(io.StringIO(form_csv(form()))))
    assert [row["item"] for row in rows] == ["C1", "1", "2", "3", "4", "5"]
    assert (rows[1]["score"], rows[1]["pointer"]) == ("either", "p. 3")
    assert rows[2]["statement"] == "'=1+1, they say"
    assert "basis" not in rows[0]
    assert list(csv.DictReader(io.StringIO(form_csv(form(with_evidence=True)))))[3]["evidence"] == "It is open."


@pytest.mark.parametrize("with_evidence", [False, True])
def test_the_markdown_is_one_table_of_equal_rows(with_evidence):
    text = form_markdown(form(with_evidence=with_evidence))
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert {line.count(" | ") for line in table if "---" not in line} == {6 if with_evidence else 4}
    assert len(table) == 2 + 6
    assert ("Supported" in text) is with_evidence


def test_a_study_cannot_write_markup_into_it():
    text = form_markdown(form(title=" ".join(HOSTILE)))
    assert not any(sign in text for sign in ("<script", "](javascript", "**bold", "\x1b"))
