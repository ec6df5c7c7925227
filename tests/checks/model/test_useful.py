import numpy as np
import pytest

from radaudit.checks.model.useful import useful
from radaudit.core.finding import Severity, Tier
from tests.made_evidence import only, told
from tests.made_scores import a_scored_set, a_timed_set, risks


def judge(*sets, **options):
    return list(useful(sets, **options))


def test_a_model_that_is_worth_something():
    scores, events = risks(400)
    finding = only(judge(a_scored_set(scores, events)), "pass")
    model, everybody, nobody = finding.plots[0].series
    assert len(model.x) == 41
    assert set(nobody.y) == {0.0}
    half = finding.rows[-1]
    assert half["threshold"] == 0.5
    right, wrong = (scores >= 0.5) & events, (scores >= 0.5) & ~events  # Vickers & Elkin's net benefit, by hand
    assert half["net benefit"] == pytest.approx((right.sum() - wrong.sum()) / 400)
    assert everybody.y[0] == pytest.approx(events.mean() - (~events).mean() * 0.1 / 0.9, rel=1e-5)


def test_risks_of_nothing_are_not_shown_useful():
    events = np.arange(60) % 2 == 0
    finding = only(judge(a_scored_set(np.random.default_rng(1).uniform(0.5, 0.6, 60), events)))
    assert (finding.code, finding.severity, finding.tier) == ("not-shown-useful", Severity.MINOR, Tier.TESTED)


def test_risks_that_are_far_too_high_do_harm():
    rng = np.random.default_rng(1)
    finding = only(judge(a_scored_set(rng.uniform(0.4, 0.9, 300), rng.random(300) < 0.05)))
    assert (finding.code, finding.severity) == ("does-harm", None)
    assert finding.values["share_worse"] > 0.5


def test_the_range_is_the_auditors():
    rows = judge(a_scored_set(*risks(400)), lowest=0.2, highest=0.3)[0].rows
    assert [row["threshold"] for row in rows] == [0.2, 0.25, 0.3]


def test_scores_without_a_unit():
    assert told(judge(a_scored_set(*risks(50), probabilities=False))) == [("unknown", "")]


class TestOfATime:
    """Risks by a time, some cases censored before it."""

    def test_a_model_that_is_worth_something(self):
        finding = only(judge(a_timed_set(300)), "pass")
        assert "by 1: worth more than treating all or none" in finding.message
        assert finding.plots[0].title.endswith("by 1")

    def test_risks_that_are_far_too_high_do_harm(self):
        assert only(judge(a_timed_set(300, 0.0, -3.0))).code == "does-harm"

    def test_without_an_answer(self):
        assert "Nobody was followed" in only(judge(a_timed_set(100, horizons=(9.0,))), "unknown").message
        finding = only(judge(a_timed_set(50, by_time=None)), "unknown")
        assert "models[].probabilities" in finding.values["add"]
