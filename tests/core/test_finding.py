"""Findings and their order."""

import pytest

from radaudit.core.finding import (
    Finding,
    Location,
    Outcome,
    Severity,
    Tier,
    failed,
    not_applicable,
    passed,
    unknown,
    worst,
)


def test_words_are_ordered_by_rank_and_not_by_alphabet():
    assert Outcome.NOT_APPLICABLE < Outcome.PASS < Outcome.UNKNOWN < Outcome.FAIL < Outcome.ERROR
    assert Severity.NOTE < Severity.MINOR < Severity.MAJOR < Severity.CRITICAL
    assert Tier.HEURISTIC < Tier.TESTED < Tier.PROVED
    assert max(Severity) is Severity.CRITICAL
    assert Severity.CRITICAL >= "major"
    assert Severity.MAJOR <= "major"


def test_words_are_plain_text_in_a_report():
    assert f"{Outcome.NOT_APPLICABLE}" == "not_applicable"
    assert Severity("major") is Severity.MAJOR


def test_the_worst_outcome_decides():
    assert worst([Outcome.PASS, Outcome.FAIL, Outcome.UNKNOWN]) is Outcome.FAIL
    assert worst(iter([Outcome.NOT_APPLICABLE])) is Outcome.NOT_APPLICABLE


def test_silence_is_no_pass():
    with pytest.raises(ValueError, match="empty"):
        worst([])


def test_details_that_a_finding_knows_are_fields_and_others_values():
    finding = failed("Too many.", "too-many", rows=({"case": case} for case in "ab"), tier=Tier.TESTED, patients=3)
    assert finding.outcome is Outcome.FAIL
    assert finding.code == "too-many"
    assert finding.rows == ({"case": "a"}, {"case": "b"})
    assert finding.tier is Tier.TESTED
    assert finding.values == {"patients": 3}


@pytest.mark.parametrize(
    ("make", "outcome"),
    [(passed, Outcome.PASS), (unknown, Outcome.UNKNOWN), (not_applicable, Outcome.NOT_APPLICABLE)],
)
def test_each_short_form_gives_its_outcome(make, outcome):
    assert make("Said.", n=1) == Finding(outcome, "Said.", values={"n": 1})


def test_places_are_added_to_a_copy():
    first = passed("Said.", where=[Location("a.csv", 2)])
    second = first.at(Location("b.csv"))
    assert first.where == (Location("a.csv", 2),)
    assert second.where == (Location("a.csv", 2), Location("b.csv"))
