import numpy as np
import pytest

from radaudit.checks.model.calibrated import calibrated
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Severity, Tier
from tests.made_evidence import only, told
from tests.made_scores import a_scored_set, a_timed_set, risks


def judge(*sets, **options):
    return list(calibrated(sets, **options))


def test_risks_that_mean_what_they_say():
    finding = only(judge(a_scored_set(*risks(800))), "pass")
    assert [(row["measure"], row["ideal"]) for row in finding.rows] == [("slope", 1.0), ("intercept", 0.0)]
    assert all(row["low"] < row["ideal"] < row["high"] for row in finding.rows)
    smooth, groups = finding.plots[0].series
    assert len(smooth.x) == len(smooth.low) == 101
    assert len(groups.x) == 10


@pytest.mark.parametrize(
    ("cases", "slope", "shift", "said", "severity"),
    [
        (800, 0.3, 0.0, "too extreme", Severity.MAJOR),
        (800, 2.5, 0.0, "not extreme enough", Severity.MAJOR),
        (800, 1.0, -2.0, "too high", Severity.MAJOR),
        (800, 0.7, 0.0, "too extreme", Severity.MINOR),  # significant, but the curve is near
        (100, 0.2, 0.0, "too extreme", Severity.MINOR),  # far, but with few events
    ],
)
def test_risks_that_do_not(cases, slope, shift, said, severity):
    finding = only(judge(a_scored_set(*risks(cases, slope, shift))))
    assert (finding.code, finding.tier, finding.severity) == ("miscalibrated", Tier.TESTED, severity)
    assert f"the risks are {said}" in finding.message


def test_a_small_set_proves_nothing():
    finding = only(judge(a_scored_set(*risks(30))), "unknown")
    assert "too few to tell" in finding.message


def test_patients_with_several_cases_widen_the_interval():
    scores, events = (np.repeat(values, 3) for values in risks(60))
    alone, whole = (
        judge(a_scored_set(scores, events, patients=patients))[0].rows[0]
        for patients in (None, np.repeat(np.arange(60), 3))
    )
    assert whole["high"] - whole["low"] > 1.3 * (alone["high"] - alone["low"])


def test_certain_risks_have_a_curve_but_no_slope():
    scores, events = risks(200)
    scores[0] = 0.0
    finding = only(judge(a_scored_set(scores, events)), "unknown")
    assert "exactly 0 or 1" in finding.message
    assert finding.plots


def test_scores_without_a_unit_and_the_training_set():
    scores, events = risks(100)
    assert told(judge(a_scored_set(scores, events, probabilities=False))) == [("unknown", "")]
    with pytest.raises(Unavailable, match="held out"):
        judge(a_scored_set(scores, events, "train"))


class TestOfATime:
    """Risks by a time, some cases censored before it."""

    def test_risks_that_mean_what_they_say(self):
        finding = only(judge(a_timed_set(500)), "pass")
        assert [row["measure"] for row in finding.rows] == ["slope", "observed over expected"]
        assert all(row["low"] < row["ideal"] == 1 < row["high"] for row in finding.rows)
        assert finding.values["mean_distance"] < 0.05
        smooth, groups = finding.plots[0].series
        assert (len(smooth.x), len(groups.x)) == (101, 10)
        assert finding.plots[0].title.endswith("by 1")

    @pytest.mark.parametrize(
        ("cases", "slope", "shift", "said", "severity"),
        [
            (800, 0.3, -0.5, "too extreme", Severity.MAJOR),
            (800, 1.0, -1.5, "too high", Severity.MAJOR),
            (800, 0.9, 1.0, "too low", Severity.MAJOR),
            (100, 0.0, -1.0, "too extreme and too high", Severity.MINOR),  # with few events
        ],
    )
    def test_risks_that_do_not(self, cases, slope, shift, said, severity):
        finding = only(judge(a_timed_set(cases, slope, shift)))
        assert (finding.code, finding.severity) == ("miscalibrated", severity)
        assert f"the risks are {said}" in finding.message

    def test_each_time_is_judged(self):
        found = judge(a_timed_set(500, horizons=(0.5, 2.0)))
        assert [(finding.outcome, finding.values["horizon"]) for finding in found] == [("pass", 0.5), ("pass", 2.0)]
        [alone] = judge(a_timed_set(500, horizons=(0.5,)))
        assert found[0].rows[0]["low"] < alone.rows[0]["low"]  # together at the level

    def test_a_small_set_and_a_time_that_nobody_outlasted(self):
        assert "too few to tell" in only(judge(a_timed_set(30)), "unknown").message
        assert "Nobody was followed" in only(judge(a_timed_set(100, horizons=(9.0,))), "unknown").message

    def test_without_probabilities_it_says_what_to_add(self):
        finding = only(judge(a_timed_set(50, by_time=None, unanswered="it has no curves")), "unknown")
        assert "no probabilities by a time (it has no curves)" in finding.message
        assert "models[].probabilities" in finding.values["add"]
