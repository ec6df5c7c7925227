import pytest

from radaudit.checks.model.discrimination_reported import discrimination_reported
from tests.made_evidence import a_claim, only

CI = {"ci": (0.6, 0.9)}


@pytest.mark.parametrize(
    ("claims", "outcome", "said"),
    [
        ((a_claim(**CI),), "pass", "comes out again"),
        ((a_claim("within the interval", **CI), a_claim("not reproduced")), "pass", "comes out again"),
        ((a_claim(**CI), a_claim("not reproduced", **CI)), "fail", "is not reproduced"),
        ((a_claim(),), "fail", "without an interval"),
        ((a_claim(**CI, set="train"),), "fail", "not at all"),
        ((a_claim(metric="accuracy", **CI),), "fail", "not at all"),
        ((a_claim("not assessable", reason="no trust", **CI),), "unknown", "can't be assessed: no trust."),
    ],
)
def test_each_answer(claims, outcome, said):
    finding = only(discrimination_reported(claims), outcome)
    assert said in finding.message
    codes = {"pass": "with-interval", "unknown": "", "fail": "not-reported"}
    assert finding.code == ("not-reproduced" if "not reproduced" in said else codes[outcome])


def test_claims_have_places():
    assert only(discrimination_reported((a_claim(),))).where[0].path == "radaudit.yaml"
