"""Figures over studies: those of a published review."""

from dataclasses import replace

import pytest

from radaudit.core.finding import Outcome, Severity
from radaudit.core.surveyed import StudyCheck
from radaudit.surveying.summary import failing, instruments
from tests.surveying import published


@pytest.fixture(scope="module")
def review():
    (own,) = instruments(published.scores(), published.items())
    return own


class TestPublishedReview:
    """doi:10.1186/s13018-023-03863-w, table 3."""

    @pytest.mark.parametrize("domain", published.PRINTED)
    def test_domains(self, review, domain):
        own = next(part for part in (review.whole, *review.domains) if part.domain == domain)
        found = (own.supported.median, own.supported.least, own.supported.most, round(own.supported.mean, 1))
        assert (*found, round(own.percent_of_ideal), own.met, own.asked) == published.PRINTED[domain]

    def test_items(self, review):
        printed = {item: told[3:] for own in published.DOMAINS.values() for item, told in own.items()}
        assert {own.item: (round(own.percent_of_ideal), own.supported) for own in review.items} == printed

    def test_it_answers_sixteen_items_in_nine_studies(self, review):
        assert (review.studies, review.whole.items, len(review.items), len(review.domains)) == (9, 16, 16, 6)


class TestWhatDoesNotCount:
    def summary(self, **changes):
        items = published.items()
        items[0] = replace(items[0], **changes)
        (own,) = instruments(published.scores(), items)
        return own

    def test_an_item_that_does_not_apply_is_in_no_figure_of_that_study(self):
        own = self.summary(applies=False)
        assert (own.items[0].applies, own.domains[0].asked, own.whole.asked) == (8, 35, 143)

    def test_an_item_that_is_not_essential_is_in_no_total(self):
        own = self.summary(essential=False)
        assert (own.items[0].applies, own.domains[0].asked) == (9, 35)

    def test_what_is_open_counts_its_worst(self):
        own = self.summary(supported=None, least=0)
        assert own.items[0].supported == 8
        assert own.items[0].mean == pytest.approx(8 / 9)

    def test_claims_are_counted_beside_what_is_supported(self):
        own = self.summary(claimed=2.0, supported=0.0, basis="contradicted").items[0]
        assert (own.claimed, own.supported, own.contradicted) == (1, 8, 1)


def test_bands_rise_and_count_claims_and_support():
    scores = [
        replace(own, percent=percent, band=band, claimed_percent=90.0, claimed_band="Excellent")
        for own, (percent, band) in zip(published.scores(), [(30.0, "Low"), (10.0, "Very low")] * 4, strict=False)
    ]
    (own,) = instruments(scores, [])
    assert list(own.bands.items()) == [("Very low", (0, 4)), ("Low", (0, 4)), ("Excellent", (8, 0))]


def test_checks_that_fail_most_come_first():
    def said(study, check, outcome, severity=Severity.MAJOR):
        return StudyCheck(study, check, "Title.", Outcome(outcome), severity)

    found = failing(
        [
            *(said(study, "a/minor", "fail", Severity.MINOR) for study in "xy"),
            *(said(study, "b/often", "fail") for study in "xyz"),
            said("x", "c/grave", "fail", Severity.CRITICAL),
            *(said(study, "c/grave", outcome) for study, outcome in zip("yz", ("fail", "pass"), strict=True)),
            said("x", "d/sound", "pass"),
        ]
    )
    assert [own.check for own in found] == ["b/often", "c/grave", "a/minor"]
    assert found[1].severity is Severity.CRITICAL
    assert (found[1].outcomes["fail"], found[1].outcomes["pass"], found[1].outcomes["unknown"]) == (2, 1, 0)
