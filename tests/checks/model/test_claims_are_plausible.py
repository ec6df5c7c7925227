import numpy as np
import pytest

from radaudit.checks.model.claims_are_plausible import claims_are_plausible
from radaudit.core.errors import NotApplicable
from radaudit.core.finding import Tier
from radaudit.evidence.plain import PlainModel, PlainModels
from tests.checks.model.test_claims_are_possible import a_set
from tests.made_evidence import a_cohort, a_split, an_outcome, only

CASES = [f"c{n}" for n in range(80)]
EVENTS = np.arange(80) % 2 == 0
RNG = np.random.default_rng(0)
SCORES = dict(zip(CASES, EVENTS + RNG.normal(size=80), strict=True))
PLAIN = PlainModels((PlainModel("logistic", "logistic regression", False, 9, SCORES),), ("test",), 0, {})


def judge(*groups, split=None, **options):
    split = split or a_split(train=[], test=CASES)
    return list(claims_are_plausible(PLAIN, groups, a_cohort(CASES), an_outcome(EVENTS.tolist()), split, **options))


def test_a_claim_within_reach():
    assert only(judge(a_set(auc="0.80")), "pass").values == {"claims": 1}


def test_a_claim_far_above():
    finding = only(judge(a_set(auc="0.98")))
    assert (finding.code, finding.tier) == ("far-above", Tier.TESTED)
    assert finding.rows[0]["high"] < 0.98
    assert finding.benign


def test_a_stricter_level_needs_more():
    assert only(judge(a_set(auc="0.92"), level=0.8)).code == "far-above"
    assert only(judge(a_set(auc="0.92"), level=0.9999), "pass")


def test_sets_that_nobody_scored_are_unknown():
    assert only(judge(a_set(name="external", auc="0.9")), "unknown").where[0].line == 10


def test_without_a_claimed_auc_there_is_no_question():
    with pytest.raises(NotApplicable):
        judge(a_set(accuracy="0.9"))
