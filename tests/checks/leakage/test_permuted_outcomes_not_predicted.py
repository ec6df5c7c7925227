import numpy as np
import pytest

from radaudit.checks.leakage.permuted_outcomes_not_predicted import permuted_outcomes_not_predicted
from radaudit.core.finding import Severity, Tier
from radaudit.evidence.null_runs import NullRuns, NullSet
from radaudit.evidence.permuted_outcomes import PermutedOutcomes
from radaudit.statistics.sequential_t import race
from tests.made_evidence import only, told


def runs(middle, number=24, spread=0.03, problem=""):
    found = tuple(np.random.default_rng(0).normal(middle, spread, number).tolist())
    part = NullSet("test", 0.9, found, race(found))
    return NullRuns("m", problem, () if problem else (part,), number, altered="outcomes among patients")


def judge(free, within=None):
    return list(permuted_outcomes_not_predicted((PermutedOutcomes("m", free, within),)))


@pytest.mark.parametrize(
    ("middle", "outcome", "severity"),
    [(0.8, "fail", Severity.CRITICAL), (0.5, "pass", None)],
)
def test_what_the_command_makes_of_permuted_outcomes(middle, outcome, severity):
    finding = only(judge(runs(middle)), outcome)
    assert (finding.tier, finding.severity) == (Tier.TESTED, severity)
    assert finding.values["runs"] == 24
    assert "24 runs" in finding.message
    assert len(finding.plots[0].series[0].y) == 24


def test_a_small_leak_weighs_less():
    finding = only(judge(runs(0.53, spread=0.005)))
    assert (finding.code, finding.severity) == ("held-out-outcomes-seen", Severity.MAJOR)


def test_what_was_not_settled_is_unknown_and_may_go_on():
    finding = only(judge(runs(0.52, 8, 0.2)), "unknown")
    assert "not settled after 8 runs" in finding.message
    assert "effort.probes" in finding.values["add"]


def test_sites_are_told_apart_from_outcomes_seen():
    assert told(judge(runs(0.5), runs(0.8))) == [("pass", ""), ("fail", "site-carries-outcome")]
    assert told(judge(runs(0.5), runs(0.5))) == [("pass", ""), ("pass", "")]
    assert told(judge(runs(0.5), runs(0.5, problem="it broke"))) == [("pass", ""), ("unknown", "")]


def test_what_could_not_be_done_is_unknown():
    assert "it broke" in only(judge(runs(0.5, problem="it broke")), "unknown").message
