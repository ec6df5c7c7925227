import numpy as np
import pytest

from radaudit.checks.model.performance_by_group import performance_by_group
from radaudit.core.finding import Tier
from radaudit.evidence.groups import Grouping
from tests.made_evidence import a_cohort, only, told
from tests.made_scores import a_scored_set

EVENTS = np.arange(160) % 2 == 0
SITES = ["A"] * 80 + ["B"] * 80


def judge(strength_in_b, fewest=10):
    strength = np.where(np.array(SITES) == "A", 2.0, strength_in_b)
    scored = a_scored_set(strength * EVENTS + np.random.default_rng(3).normal(size=160), EVENTS)
    division = Grouping("site", dict(zip(scored.cases, SITES, strict=True)))
    return list(performance_by_group((scored,), (division,), a_cohort(scored.cases), fewest=fewest))


def test_a_model_that_fails_at_one_site():
    finding = only(judge(0.0))
    assert (finding.code, finding.tier) == ("differs", Tier.TESTED)
    assert [row["site"] for row in finding.rows] == ["A", "B"]
    assert finding.plots[0].labels == ("all held-out cases", "site: A", "site: B")
    assert "(B) to" in finding.message


def test_a_model_that_works_alike():
    assert only(judge(2.0), "pass").values["p"] > 0.05


def test_a_group_without_a_single_error_is_not_taken_as_certain():
    """DeLong's variance would be 0 there, and any other AUC significant."""
    finding = only(judge(20.0), "pass")
    assert [row["AUC"] for row in finding.rows] == pytest.approx([0.91, 1.0], abs=0.005)
    assert 0.05 < finding.values["p"] < 0.5


def test_patients_with_several_cases_count_once():
    """Every case three times tells no more than once."""
    scores = np.where(np.array(SITES) == "A", 2.0, 0.9) * EVENTS + np.random.default_rng(3).normal(size=160)
    scored = a_scored_set(np.repeat(scores, 3), np.repeat(EVENTS, 3))
    division = Grouping("site", dict(zip(scored.cases, np.repeat(SITES, 3).tolist(), strict=True)))
    p = []
    for patients in (None, [f"p{row // 3}" for row in range(480)]):
        [finding] = performance_by_group((scored,), (division,), a_cohort(scored.cases, patients))
        p.append(finding.values["p"])
    assert p[0] < 0.001
    assert p[1] == pytest.approx(judge(0.9)[0].values["p"], rel=0.2)


def test_small_groups_are_left_out():
    assert told(judge(0.0, fewest=41)) == [("unknown", "")]


def test_the_time_to_an_event_is_not_compared():
    scored = a_scored_set([1, 2], [[1, 1], [2, 0]])
    assert told(performance_by_group((scored,), (), a_cohort(scored.cases))) == [("unknown", "")]


def test_groups_come_from_site_and_covariates(make_study):
    bench = make_study().bench()
    found = {own.name: own.of for own in bench.get("groupings")}
    assert set(found) == {"site", "age", "sex"}
    assert set(found["age"].values()) == {"below 66.5", "66.5 or more"}  # 50 to 83 in steps of 3
    assert list(found["age"].values()).count("below 66.5") == 6


@pytest.mark.parametrize("honest", range(3))
def test_equal_groups_seldom_differ(honest):
    """Of 60 made studies with equal groups, 20 a run: about one in twenty at most."""
    alarms = 0
    for seed in range(20):
        rng = np.random.default_rng([honest, seed])
        scored = a_scored_set(1.2 * EVENTS + rng.normal(size=160), EVENTS)
        division = Grouping("site", dict(zip(scored.cases, rng.permutation(SITES), strict=True)))
        [finding] = performance_by_group((scored,), (division,), a_cohort(scored.cases))
        alarms += finding.outcome == "fail"
    assert alarms <= 3
