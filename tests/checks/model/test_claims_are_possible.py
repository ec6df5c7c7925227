from dataclasses import replace

import pytest

from radaudit.checks.model.claims_are_possible import claims_are_possible
from radaudit.core.finding import Location, Severity, Tier
from radaudit.evidence.printed import PrintedClaim, PrintedSet
from radaudit.statistics.possible import Printed
from radaudit.study.manifest import Claim
from tests.made_evidence import only, told


def a_set(events=8, others=12, name="test", intervals=None, **figures):
    """``a_set(accuracy="0.85")``: figures as printed."""
    claims = []
    for line, (metric, text) in enumerate(figures.items(), 10):
        value, ci = float(text), (intervals or {}).get(metric)
        claim = Claim(id=metric, model="m", metric=metric, set=name, value=value, ci=ci)
        printed = Printed(value, len(text.partition(".")[2]))
        claims.append(PrintedClaim(claim, printed, Location("radaudit.yaml", line)))
    return PrintedSet("m", name, tuple(claims), events, others, "the paper" if events else "")


def judge(*groups, **options):
    return list(claims_are_possible(groups, **options))


def test_figures_of_one_confusion_matrix():
    """7 of 8 events and 9 of 12 others are right."""
    finding = only(judge(a_set(accuracy="0.80", sensitivity="0.88", specificity="0.75", auc="0.84")), "pass")
    assert finding.values == {"claims": 4, "tested_against_counts": 4}


def test_figures_that_were_cut_off_instead_of_rounded():
    assert told(judge(a_set(sensitivity="0.87"))) == [("pass", "")]  # 7 / 8 = 0.875


def test_an_accuracy_that_so_many_cases_cannot_give():
    finding = only(judge(a_set(accuracy="0.87")))
    assert (finding.code, finding.tier) == ("impossible-figure", Tier.PROVED)
    assert finding.message == (
        "accuracy 0.87 (m, the test set) can't come from 8 events and 12 others (numbers by the paper); the nearest "
        "figures that can are 0.8500 and 0.9000."
    )
    assert finding.where[0].line == 10


def test_an_auc_between_two_numbers_of_pairs():
    assert only(judge(a_set(5, 7, auc="0.905"))).values["nearest_above"] == pytest.approx(64 / 70)


def test_figures_that_exclude_each_other():
    finding = only(judge(a_set(accuracy="0.95", sensitivity="0.75", specificity="0.75")))
    assert finding.code == "no-confusion-matrix"
    assert [row["metric"] for row in finding.rows] == ["accuracy", "sensitivity", "specificity"]


def test_an_area_that_the_point_on_the_curve_excludes():
    finding = only(judge(a_set(auc="0.50", sensitivity="0.88", specificity="0.92")))
    assert finding.code == "area-misses-point"
    assert finding.values["least"] == pytest.approx(0.8, abs=0.02)


@pytest.mark.parametrize("metric", ["auc", "dice", "c_index"])
def test_figures_outside_their_range(metric):
    finding = only(judge(a_set(**{metric: "91.2"})))
    assert (finding.code, bool(finding.benign)) == ("out-of-range", True)


def test_an_estimate_outside_its_own_interval():
    assert only(judge(a_set(None, None, auc="0.80", intervals={"auc": (0.82, 0.9)}))[:1]).code == "outside-own-interval"


def test_an_interval_too_narrow_for_so_few_cases_is_only_a_question():
    finding = only(judge(a_set(accuracy="0.85", intervals={"accuracy": (0.84, 0.86)})))
    assert (finding.code, finding.tier) == ("interval-too-narrow", Tier.HEURISTIC)
    assert finding.values["usual_width"] == pytest.approx(2 * 1.96 * (0.85 * 0.15 / 20) ** 0.5, rel=0.1)


def test_usual_intervals_are_no_finding():
    usual = {"auc": (0.63, 0.99), "accuracy": (0.62, 0.97), "sensitivity": (0.53, 0.98)}
    assert told(judge(a_set(auc="0.84", accuracy="0.85", sensitivity="0.88", intervals=usual))) == [("pass", "")]


def test_without_numbers_of_cases_it_is_unknown_for_what_they_decide():
    findings = judge(a_set(None, None, accuracy="0.87", brier="0.2"))
    assert told(findings) == [("unknown", ""), ("pass", "")]
    assert "n_events" in findings[0].values["add"]


def test_a_figure_at_a_time_follows_from_no_counts():
    group = a_set(None, None, auc="0.87", accuracy="0.9")
    timed = replace(group.claims[0], claim=group.claims[0].claim.model_copy(update={"horizon": 24.0}))
    assert told(judge(replace(group, claims=(timed,)))) == [("pass", "")]
    assert "1 figure could" in judge(replace(group, claims=(timed, group.claims[1])))[0].message


def test_averages_over_folds_are_not_tested_against_counts():
    assert told(judge(a_set(None, None, "cv", accuracy="0.8712"))) == [("pass", "")]


def test_the_numbers_come_from_the_paper_or_else_from_the_tables(make_study):
    def claim(said):
        said["claims"] = [
            {"id": "n", "metric": "n", "set": "test", "value": 20},
            {"id": "e", "metric": "n_events", "set": "test", "value": 8},
            {"id": "acc", "metric": "accuracy", "set": "test", "value": 0.87},
            {"id": "acc2", "metric": "accuracy", "set": "train", "value": 0.123},
        ]

    [result] = make_study(manifest=claim).audit(select=["model/claims-are-possible"]).results
    assert told(result.findings) == [("fail", "impossible-figure")] * 2
    assert "numbers by the paper" in result.findings[0].message
    assert "numbers by the tables" in result.findings[1].message
    assert result.severity == Severity.MAJOR
