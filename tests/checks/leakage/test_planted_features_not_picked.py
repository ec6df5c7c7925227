import pytest

from radaudit.checks.leakage.planted_features_not_picked import planted_features_not_picked
from radaudit.core.finding import Tier
from radaudit.evidence.planted_features import PlantedFeatures
from tests.made_evidence import only


def judge(planted, controls, p, problem="", **options):
    own = PlantedFeatures("m", problem, 10, ((planted, controls), (0, 0), (0, 0)), p, runs=6)
    return list(planted_features_not_picked((own,), **options))


@pytest.mark.parametrize(("p", "outcome"), [(0.001, "fail"), (0.2, "pass")])
def test_planted_columns_against_controls(p, outcome):
    finding = only(judge(8, 1, p), outcome)
    assert finding.tier is Tier.TESTED
    assert "took 8 of 30 columns" in finding.message
    assert "1 of 30 controls" in finding.message
    assert finding.code == ("chosen-on-test-cases" if outcome == "fail" else "")


def test_the_level_is_an_option_and_problems_are_unknown():
    assert only(judge(8, 1, 0.02, level=0.05))
    assert "no split" in only(judge(0, 0, 1.0, "no split"), "unknown").message
