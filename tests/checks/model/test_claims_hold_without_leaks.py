import pytest

from radaudit.checks.model.claims_hold_without_leaks import claims_hold_without_leaks
from radaudit.core.finding import Severity, Tier
from radaudit.evidence.flaws import Flaw
from radaudit.evidence.waterfalls import Cost, Waterfall
from radaudit.statistics.interval import Interval
from tests.checks.model.test_claims_are_possible import a_set
from tests.made_evidence import only, told

[CLAIM] = a_set(auc="0.90", intervals={"auc": (0.8, 0.97)}).claims
SELECTION = Flaw("selection", "selection on all rows", "declared")


def around(value, reach=0.05):
    return Interval(value, value - reach, value + reach, 0.95, "bootstrap")


def fall(clean, worth, **changes):
    costs = (Cost(SELECTION, worth),)
    made = {"rerun": around(0.89), "clean": clean, "costs": costs, "total": worth, "cases": 60, "events": 30}
    return Waterfall("m", CLAIM, **made | changes)


def judge(*waterfalls, **options):
    return list(claims_hold_without_leaks(waterfalls, **options))


@pytest.mark.parametrize(
    ("clean", "code", "severity"),
    [
        (0.53, "nothing-left", Severity.CRITICAL),
        (0.7, "flattered", Severity.CRITICAL),
        (0.86, "flattered", Severity.MAJOR),
    ],
)
def test_a_leak_that_was_worth_something(clean, code, severity):
    finding = only(judge(fall(around(clean), around(0.89 - clean, 0.02))))
    assert (finding.code, finding.severity, finding.tier) == (code, severity, Tier.TESTED)
    assert finding.rows[0]["flaw"] == "selection on all rows"
    assert "claimed 0.9, re-run 0.89" in finding.message


def test_the_waterfall_is_drawn_from_claim_to_rest():
    [plot] = judge(fall(around(0.7), around(0.19, 0.02)))[0].plots
    assert plot.labels == ("claimed", "re-run", "selection on all rows -0.19", "without the leaks")
    steps, intervals = plot.series
    assert (steps.low[2], steps.high[2]) == (0.89, 0.7)
    assert (intervals.low[0], intervals.high[0]) == (0.8, 0.97)
    assert (intervals.low[2], intervals.low[3]) == (None, 0.65)


@pytest.mark.parametrize("worth", [around(0.01, 0.005), around(0.05, 0.06), around(-0.02)])
def test_a_leak_worth_nothing_measurable_does_not_fail_the_claim(worth):
    assert told(judge(fall(around(0.86), worth))) == [("pass", "")]


def test_no_leak_at_all():
    assert "no leak is declared or found" in only(judge(fall(around(0.89), around(0), costs=())), "pass").message


def test_what_could_not_be_told_or_taken_out_is_unknown():
    assert only(judge(Waterfall("m", CLAIM, "it broke")), "unknown").where == (CLAIM.place,)
    findings = judge(fall(around(0.86), around(0), left=("scaling: in the table already",)))
    assert told(findings) == [("unknown", ""), ("pass", "")]
