import numpy as np
import pytest

from radaudit.checks.leakage.no_feature_is_the_outcome import no_feature_is_the_outcome
from radaudit.core.finding import Severity, Tier
from radaudit.evidence.target import Target
from tests.made_evidence import a_cohort, a_table, a_target, only, told

CASES = [f"c{n:02d}" for n in range(40)]
EVENTS = np.arange(40) % 2 == 0
VALUES = np.random.default_rng(0).normal(size=(40, 4))
NAMES = ("original_glcm_Contrast", "volume", "code", "texture")


def judge(column, target=None, names=NAMES):
    values = VALUES.copy()
    values[:, 2] = column
    table = a_table(dict(zip(CASES, values, strict=True)), names)
    return list(no_feature_is_the_outcome(a_cohort(CASES), target or a_target(EVENTS.tolist()), table))


def test_features_pass():
    assert told(judge(VALUES[:, 2])) == [("pass", "")]


def test_the_outcome_under_another_name():
    finding = only(judge(5 - 3.0 * EVENTS))
    assert (finding.code, finding.tier, finding.severity) == ("outcome-among-features", Tier.PROVED, None)
    assert finding.message == "code has one value for each outcome in 40 cases."


def test_a_complete_separation_may_be_innocent():
    finding = only(judge(VALUES[:, 2] + 20 * EVENTS))
    assert (finding.code, finding.severity) == ("separates-the-classes", Severity.MINOR)
    assert "limit of size" in finding.benign[0]


@pytest.mark.parametrize("column", [lambda t: 30 * t[:, 0], lambda t: t[:, 1] + 1])
def test_time_and_event_of_a_survival_study(column):
    times = np.column_stack([np.random.default_rng(1).exponential(size=40), EVENTS])
    assert told(judge(column(times), Target("survival", "event", times))) == [("fail", "outcome-among-features")]


def test_a_column_named_like_an_outcome_is_a_hint():
    finding = only(judge(VALUES[:, 2], names=(*NAMES[:2], "Recurrence", "texture")))
    assert (finding.code, finding.tier) == ("named-like-the-outcome", Tier.HEURISTIC)
