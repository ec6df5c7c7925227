"""Rows from one report."""

from dataclasses import replace

import pytest
from reference import make_result, reference_report

from radaudit.core.finding import Severity, failed, passed
from radaudit.core.report import Answer
from radaudit.surveying import rows


@pytest.fixture(scope="module")
def report():
    return reference_report()


def test_scores_are_those_of_the_report(report):
    told = {own.checklist: own for own in rows.scores("s", report)}
    assert list(told) == ["rqs-2017", "claim-2024", "metrics"]
    assert (told["rqs-2017"].claimed, told["rqs-2017"].supported, told["rqs-2017"].not_contradicted) == (15, 6, 11)
    assert (told["metrics"].band, told["metrics"].claimed_band) == ("Low", "Good")
    assert told["claim-2024"].claimed is None


def test_a_lenient_reading_is_an_instrument_of_its_own(report):
    lenient = replace(report.scores[0], title="Radiomics Quality Score (lenient reading)")
    assert rows.reading(report.scores[0]) == "rqs-2017"
    assert rows.reading(lenient) == "rqs-2017 (lenient)"


def told(report, **fields):
    base = {"claimed": 1, "points": None, "lowest": 0, "highest": 1, "basis": "unknown", "ends": (0.0, 1.0)}
    answer = Answer("1", "Item", **(base | fields))
    score = replace(report.scores[0], answers=(answer,))
    results = (
        make_result("leakage/a", Severity.MAJOR, "A holds.", [failed("Case c12 is in both.", "shared-patient")]),
        make_result("model/b", Severity.MAJOR, "B holds.", [passed("It does for c12.")]),
    )
    (row,) = rows.items("s", replace(report, scores=(score,), results=results))
    return row


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"basis": "contradicted", "checks": ("leakage/a", "model/b")}, "contradicted by leakage/a"),
        ({"basis": "supported", "checks": ("model/b",)}, "supported by model/b"),
        ({"basis": "supported"}, "supported by what the study gives"),
        ({"basis": "declared", "pointer": "page 2"}, "the authors' word, with a place"),
        ({"basis": "declared", "claimed": 0}, "nothing is claimed"),
        ({"claimed": None}, "not answered"),
        ({}, "nothing settles it yet"),
        ({"applies": False}, "does not apply"),
    ],
)
def test_a_reason_says_what_the_points_rest_on(report, fields, reason):
    assert told(report, **fields).reason == reason


def test_codes_are_told_and_no_sentence_that_could_name_a_case(report):
    row = told(report, checks=("leakage/a", "model/b", "gone/c"), evidence=("Case c12 is in both.",))
    assert row.evidence == ("leakage/a: fail (shared-patient)", "model/b: pass", "gone/c")
    assert "c12" not in repr(row)


def test_every_check_has_a_row(report):
    found = rows.checks("s", report)
    assert [own.check for own in found] == [result.check for result in report.results]
    assert {own.check: own.waived for own in found}["leakage/near-duplicates"]
