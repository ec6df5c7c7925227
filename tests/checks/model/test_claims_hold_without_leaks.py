import pytest

from radaudit.checks.model.claims_hold_without_leaks import claims_hold_without_leaks
from radaudit.core.finding import Severity, Tier
from radaudit.evidence.flaws import Flaw
from radaudit.evidence.waterfalls import Cost, Waterfall
from radaudit.statistics.interval import Interval
from tests.checks.model.test_claims_are_possible import a_set
from tests.made_evidence import only, told
from tests.made_setups import a_figure

[CLAIM] = a_set(auc="0.90", intervals={"auc": (0.8, 0.97)}).claims
FIGURE = a_figure(CLAIM)
SELECTION = Flaw("selection", "selection on all rows", "declared")


def around(value, reach=0.05):
    return Interval(value, value - reach, value + reach, 0.95, "bootstrap")


def fall(clean, worth, **changes):
    costs = (Cost(SELECTION, worth),)
    made = {"rerun": around(0.89), "clean": clean, "costs": costs, "total": worth, "cases": 60, "events": 30}
    return Waterfall(FIGURE, **made | {"nothing": 0.5} | changes)


def judge(*waterfalls, again=None, **options):
    return list(claims_hold_without_leaks(waterfalls, again, **options))


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
    assert only(judge(Waterfall(FIGURE, "it broke")), "unknown").where == (CLAIM.place,)
    findings = judge(fall(around(0.86), around(0), left=("scaling: in the table already",)))
    assert told(findings) == [("unknown", ""), ("pass", "")]


[ERROR] = a_set(mae="4.0", intervals={"mae": (3.0, 5.0)}).claims


def errors(clean, worth, nothing=12.0):
    costs = (Cost(SELECTION, worth),)
    figure = a_figure(ERROR, "regression", step=10.0)
    return Waterfall(figure, "", around(4.1, 1.0), clean, costs, True, worth, nothing, cases=60)


@pytest.mark.parametrize(("clean", "code"), [(around(8.1, 2.0), "flattered"), (around(11.0, 2.0), "nothing-left")])
def test_an_error_that_a_leak_made_smaller(clean, code):
    finding = only(judge(errors(clean, around(clean.estimate - 4.1, 1.0))))
    assert (finding.code, finding.severity) == (code, Severity.CRITICAL)
    assert finding.message.startswith("Mean absolute error on test: claimed 4, re-run 4.1, without the leaks ")
    assert "events" not in finding.values
    steps = finding.plots[0].series[0]
    assert steps.high[2] == clean.estimate  # the box goes to the right: the error grows
    assert f"{clean.estimate - 4.1:+.3g}" in finding.plots[0].labels[2]


def test_errors_are_judged_in_standard_deviations_of_the_outcome():
    assert told(judge(errors(around(4.2), around(0.1, 0.05)))) == [("pass", "")]  # 0.01 of one
    assert told(judge(errors(around(4.2), around(0.1, 0.05)), material=0.005)) == [("fail", "flattered")]


def test_that_fewer_cases_are_left_to_learn_from_is_an_innocent_explanation():
    finding = only(judge(fall(around(0.7), around(0.19, 0.02), fewer=0.12)))
    assert finding.benign == ("without the leaks the model learns from 12% fewer cases",)


def test_the_repeated_cross_validation_stands_beside_claim_and_rerun():
    class Again:
        scored = type("Scored", (), {"runs": (None,) * 50})
        of = staticmethod(lambda gauge: around(0.66) if gauge.name == "AUC" else None)

    finding = only(judge(fall(around(0.7), around(0.19, 0.02)), again={"m": Again}))
    assert (finding.values["cross_validated"], finding.values["cross_validated_folds"]) == (0.66, 50)
    plot = finding.plots[1]
    assert plot.labels == ("claimed", "re-run", "without the leaks", "repeated cross-validation")
    assert plot.series[0].x == (0.9, 0.89, 0.7, 0.66)
    assert len(only(judge(errors(around(8.1), around(4.0))), "fail").plots) == 1


SUSPECTED = Flaw(
    "selection", "selection on all rows (suspected: study.py:41)", "found: code/x, study.py:41", Tier.HEURISTIC
)


def suspicion(worth, **changes):
    costs = (Cost(SUSPECTED, worth),)
    made = {"suspicions": costs, "suspected": around(0.89), "suspicion": worth, "costs": (), "rerun": around(0.65)}
    return fall(around(0.65), around(0.0), **made | changes)


def test_what_is_only_suspected_warns_and_is_drawn_apart():
    finding = only(judge(suspicion(around(0.24, 0.05))))
    assert (finding.code, finding.tier, finding.severity) == ("suspected", Tier.HEURISTIC, Severity.MAJOR)
    assert "re-run as declared 0.65, with selection on all rows (suspected: study.py:41) 0.89" in finding.message
    assert "the claim as printed" not in finding.message
    assert "0.89, the claim as printed." in only(judge(suspicion(around(0.24, 0.05), met=True))).message
    assert finding.rows[0]["known from"] == "found: code/x, study.py:41"
    [plot] = finding.plots
    assert plot.labels == (
        "claimed",
        "with what is suspected",
        "selection on all rows (suspected: study.py:41) -0.24",
        "re-run as declared",
        "without the leaks",
    )
    assert (plot.series[0].low[2], plot.series[0].high[2]) == (0.89, pytest.approx(0.65))


def test_a_suspicion_worth_nothing_passes_and_what_is_known_decides_first():
    assert told(judge(suspicion(around(0.01, 0.05)))) == [("pass", "")]
    known = suspicion(around(0.3), costs=(Cost(SELECTION, around(0.2, 0.02)),), total=around(0.2, 0.02))
    finding = only(judge(known))
    assert (finding.code, finding.tier) == ("nothing-left" if known.clean.low <= 0.5 else "flattered", Tier.TESTED)
    assert len(finding.rows) == 2


def test_what_was_set_aside_and_why_no_cost_is_possible_is_said():
    assert only(judge(fall(around(0.89), around(0), costs=(), aside=("a: b",))), "pass").values["set_aside"] == "a: b"
    noted = Cost(SELECTION, around(0.0, 0.0), "no cost is possible")
    finding = only(judge(fall(around(0.89), around(0), costs=(noted,))), "pass")
    assert finding.rows[0]["known from"] == "declared; no cost is possible"
