import pytest

from radaudit.checks.model.calibration_reported import calibration_reported
from tests.made_evidence import a_claim, only

BRIER = {"metric": "brier", "value": 0.15}


@pytest.mark.parametrize(
    ("claims", "outcome", "code"),
    [
        ((a_claim(**BRIER, ci=(0.1, 0.2)),), "pass", "with-interval"),
        ((a_claim(**BRIER),), "pass", "without-interval"),
        ((a_claim("within the interval", **BRIER),), "pass", "without-interval"),
        ((a_claim(**BRIER), a_claim("not reproduced", metric="calibration_slope")), "fail", "not-reproduced"),
        ((a_claim("not assessable", reason="no trust", **BRIER),), "unknown", ""),
        ((a_claim(), a_claim(**(BRIER | {"set": "train"}))), "fail", "not-reported"),
    ],
)
def test_each_answer(claims, outcome, code):
    finding = only(calibration_reported(claims), outcome)
    assert finding.code == code
    assert ("no trust" in finding.message) == (outcome == "unknown")


def test_without_claims_the_question_makes_no_sense(make_study):
    [result] = make_study().audit(select=["model/calibration-reported"], trust=True).results
    assert result.outcome == "not_applicable"
