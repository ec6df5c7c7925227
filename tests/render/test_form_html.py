"""The form as a page: whole, safe and closed to the network."""

import pytest
from attacks import HOSTILE
from page import Page
from reference_form import form

from radaudit.render.form_html import form_html


@pytest.mark.parametrize("with_evidence", [False, True])
@pytest.mark.parametrize("title", ["A study", " ".join(HOSTILE)], ids=["plain", "hostile"])
def test_every_element_is_closed_and_nothing_of_the_study_runs(title, with_evidence):
    text = form_html(form(title, with_evidence))
    page = Page(text)
    assert page.faults == []
    assert "<script" not in text
    assert "script-src" in text
    assert text == form_html(form(title, with_evidence))


def test_it_shows_each_answer_once_under_the_part_it_belongs_to():
    text = form_html(form())
    assert text.count("Question ") == 5
    assert [text.index(part) for part in ("Conditions<", "Design<", "Data<")] == sorted(
        text.index(part) for part in ("Conditions<", "Design<", "Data<")
    )
    assert "not answered" in text
    assert "Basis" not in text
    assert "It is open." in form_html(form(with_evidence=True))
