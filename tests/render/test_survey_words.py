"""Figures in words, and small drawings."""

import re

import pytest

from radaudit.core.finding import Severity
from radaudit.core.survey import CheckSummary, Spread
from radaudit.core.surveyed import Entry
from radaudit.render import survey_marks, survey_words

OWN = Spread(9, 11.0, 6.0, 11.5, -2.0, 16.0, 9.3333, 5.6)


def test_a_spread_is_told_as_reviews_tell_it():
    assert survey_words.quartiles(OWN) == "11 (6 to 11.5)"
    assert survey_words.ends(OWN) == "-2 to 16"
    assert survey_words.mean(OWN) == "9.3 ± 5.6"
    assert survey_words.mean(Spread(1, 1, 1, 1, 1, 1, 1.0, None)) == "1"
    assert {survey_words.quartiles(None), survey_words.ends(None), survey_words.mean(None)} == {"–"}


@pytest.mark.parametrize(("of", "said"), [(18, "13 of 18 (72 %)"), (0, "–")])
def test_a_share_has_its_count(of, said):
    assert survey_words.share(13, of) == said


def test_a_link_is_quoted():
    assert survey_words.address(Entry("a b", "included", link="studies/a b/report.html")) == "studies/a%20b/report.html"
    assert survey_words.address(Entry("a", "included")) == ""


def widths(svg):
    return [float(width) for width in re.findall(r'width="([0-9.]+)"', str(svg))]


def test_shares_are_as_wide_as_they_are():
    assert widths(survey_marks.share_bars(3, 1, 4)) == [75.0, 25.0]
    assert widths(survey_marks.share_bars(0, 0, 0)) == []


def test_a_spread_stays_on_its_axis():
    svg = str(survey_marks.spread_mark(OWN))
    assert 'd="M0.00 6H16.00' in svg
    assert 'x="6.00"' in svg
    assert widths(svg) == [5.5]
    assert "box" not in str(survey_marks.spread_mark(None))


def test_outcomes_fill_the_bar():
    own = CheckSummary("a/b", "T.", Severity.MAJOR, {"fail": 1, "pass": 2, "unknown": 1, "error": 0})
    svg = survey_marks.outcome_bar(own)
    assert widths(svg) == [25.0, 25.0, 50.0]
    assert re.findall(r"is-(\w+)", str(svg)) == ["fail", "unknown", "pass"]
