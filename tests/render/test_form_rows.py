"""The rows of a form: what is claimed, in words and as it is read back."""

from dataclasses import replace

import pytest
from reference_form import form

from radaudit.render.form_rows import form_rows, parts_are_headings


def test_answers_in_words_and_as_they_are_read_back():
    assert [(row.item, row.score, row.answer) for row in form_rows(form().score)] == [
        ("C1", "yes", "yes"),
        ("1", "either", "at least one done (3 points)"),
        ("2", "neither", "neither done (-3 points)"),
        ("3", "2", "2 points"),
        ("4", "na", "not applicable"),
        ("5", "", "not answered"),
    ]


def test_percentages_and_items_stand_in_no_answer():
    assert form_rows(form(unit="%").score)[1].answer == "at least one done"


def test_a_basis_is_told_of_answers_only_and_nothing_twice():
    rows = form_rows(form().score)
    assert [row.basis for row in rows[1:]] == ["Supported", "Declared", "Unknown", "Declared", ""]
    assert rows[3].evidence == ("It is open.",)
    assert "basis" not in rows[1].cells(False)
    assert rows[1].cells(True)["basis"] == "Supported"


@pytest.mark.parametrize(("order", "whole"), [("aabb", True), ("aba", False), ("", True)])
def test_parts_are_headings_where_each_stands_in_one_piece(order, whole):
    row = form_rows(form().score)[0]
    assert parts_are_headings([replace(row, part=part) for part in order]) is whole
