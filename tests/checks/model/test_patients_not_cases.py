import numpy as np
import pytest

from radaudit.checks.model.patients_not_cases import patients_not_cases
from radaudit.core.errors import NotApplicable
from radaudit.core.finding import Tier
from radaudit.statistics.clustered_auc import clustered_auc_interval
from radaudit.statistics.delong import delong_interval
from tests.checks.model.test_claims_are_possible import a_set
from tests.made_evidence import a_cohort, a_split, only, told
from tests.made_scores import a_scored_set

PATIENTS = np.repeat(np.arange(40), 3)
EVENTS = PATIENTS % 2 == 0
RNG = np.random.default_rng(5)
# Lesions of one patient score alike.
SCORED = a_scored_set(EVENTS + RNG.normal(size=40)[PATIENTS] + 0.2 * RNG.normal(size=120), EVENTS, patients=PATIENTS)
COHORT = a_cohort(SCORED.cases, [f"p{number}" for number in PATIENTS])
ALONE = delong_interval(SCORED.scores, EVENTS)
WHOLE = clustered_auc_interval(SCORED.scores, EVENTS, PATIENTS)


def judge(interval, scored=(SCORED,), cohort=COHORT, split=None):
    claims = a_set(60, 60, auc=f"{ALONE.estimate:.2f}", intervals={"auc": interval} if interval else None)
    return list(patients_not_cases(cohort, split, (claims,), scored, None))


def test_an_interval_that_takes_lesions_as_patients():
    finding = only(judge((ALONE.low, ALONE.high)))
    assert (finding.code, finding.tier) == ("cases-as-patients", Tier.HEURISTIC)
    assert finding.values["wider"] == pytest.approx((WHOLE.high - WHOLE.low) / (ALONE.high - ALONE.low))
    assert finding.values["wider"] > 1.4
    assert "120 cases of 40 patients" in finding.message


def test_an_interval_that_keeps_patients_whole():
    assert "about as wide" in only(judge((WHOLE.low, WHOLE.high)), "pass").message


def test_lesions_that_do_not_resemble_each_other_do_no_harm():
    loose = a_scored_set(EVENTS + np.random.default_rng(8).normal(size=120), EVENTS, patients=PATIENTS)
    found = delong_interval(loose.scores, EVENTS)
    finding = only(judge((found.low, found.high), (loose,)), "pass")
    assert finding.values["wider"] < 1.1


def test_one_case_a_patient_is_no_question():
    assert "has one case" in only(judge(None, None, a_cohort(["a", "b"])), "pass").message
    mixed = a_cohort([*SCORED.cases, "x", "y"], [*SCORED.cases, "one", "one"])
    assert (
        "each patient has one case" in only(judge((0.6, 0.9), None, mixed, a_split(test=SCORED.cases)), "pass").message
    )


def test_what_cannot_be_told():
    assert "without scores" in only(judge((0.6, 0.9), None), "unknown").message
    assert told(judge((0.6, 0.9), cohort=a_cohort(["a", "b"], ["p", None]))) == [("unknown", "")]
    with pytest.raises(NotApplicable):
        judge(None)
