from radaudit.checks.model.claims_reproduced import claims_reproduced
from radaudit.core.finding import Severity, Tier
from radaudit.evidence.claims import Assessment
from radaudit.evidence.ways import Way
from tests.made_evidence import a_claim, a_cohort, a_target, only, told

COHORT = a_cohort("abcdef")
TARGET = a_target([False, True] * 3)
SCORES = dict(zip("abcdef", [(0.1,), (0.9,), (0.4,), (0.3,), (0.2,), (0.8,)], strict=True))
SETS = {name: {case: SCORES[case] for case in cases} for name, cases in {"train": "abcd", "test": "ef"}.items()}
WAYS = {"m": (Way("m", "estimator", sets=SETS),)}


def judge(*claims, ways=WAYS):
    return list(claims_reproduced(claims, ways, COHORT, TARGET))


def test_a_claim_that_comes_out_again():
    finding = only(judge(a_claim(), a_claim(id="two")), "pass")
    assert finding.message == "2 of 2 claims reproduce to the decimals written."
    assert finding.rows[0]["re-run"] == 0.75
    assert [plot.kind for plot in finding.plots] == ["intervals", "lines"]


def test_a_claim_that_flatters_is_critical():
    finding = only(judge(a_claim("not reproduced", value=0.95, source="Table 2")))
    assert (finding.code, finding.tier, finding.severity) == ("not-reproduced", Tier.TESTED, Severity.CRITICAL)
    assert finding.message == (
        "AUC on the test set (Table 2): claimed 0.95, the re-run gives 0.75 [0.65, 0.85]. The claim is better than "
        "the study's own code gives on the study's own data."
    )
    assert (finding.values["claimed"], finding.values["rerun"]) == (0.95, 0.75)


def test_a_claim_that_is_too_modest_is_major():
    assert only(judge(a_claim("not reproduced", value=0.5))).severity == Severity.MAJOR


def test_for_an_error_less_is_better():
    low = a_claim("not reproduced", found=0.2, metric="brier", value=0.05)
    high = a_claim("not reproduced", found=0.2, metric="brier", value=0.5)
    assert [finding.severity for finding in judge(low, high)] == [Severity.CRITICAL, Severity.MAJOR]


def test_a_claim_inside_the_interval_is_minor():
    finding = only(judge(a_claim("within the interval", value=0.79)))
    assert (finding.code, finding.severity) == ("within-interval", Severity.MINOR)


def test_a_claim_that_can_not_be_assessed_is_unknown():
    finding = only(judge(a_claim("not assessable", reason="it names no set"), ways={}), "unknown")
    assert finding.message == "Claim auc can't be assessed: it names no set."
    assert finding.rows[0]["reason"] == "it names no set"
    assert finding.where[0].path == "radaudit.yaml"


def test_every_claim_has_its_finding_and_plots_are_shown_once():
    findings = judge(
        a_claim(), a_claim("not reproduced", value=0.95), a_claim("within the interval"), a_claim("not assessable")
    )
    assert told(findings) == [("fail", "not-reproduced"), ("fail", "within-interval"), ("unknown", ""), ("pass", "")]
    assert [bool(finding.plots) for finding in findings] == [True, False, False, False]


def test_the_curve_has_a_line_for_each_set_with_both_outcomes():
    plot = judge(a_claim())[0].plots[1]
    assert [series.label for series in plot.series] == ["train (4 cases, 2 events)", "test (2 cases, 1 events)"]
    assert plot.guide == "identity"


def test_without_trust_it_is_not_known(make_study):
    made = make_study(
        manifest=lambda said: said.update(claims=[{"id": "auc", "metric": "auc", "set": "test", "value": 1}])
    )
    [result] = made.audit(select=["model/claims-reproduced"]).results
    assert told(result.findings) == [("unknown", "unavailable")]
    assert "--trust" in result.findings[0].values["add"]


def test_the_way_is_told_and_a_tolerance_is_no_equality():
    finding = only(judge(a_claim(), a_claim("within tolerance", way="predictions")), "pass")
    assert finding.message == (
        "1 of 2 claims reproduce to the decimals written, 1 within the declared tolerance, by the estimator, fitted "
        "again and the reported predictions."
    )
    assert (finding.values["reproduced"], finding.values["within_tolerance"]) == (1, 1)


def test_every_way_has_its_row():
    ways = (Assessment("estimator", "not assessable", reason="it is broken"), Assessment("predictions", "reproduced"))
    finding = only(judge(a_claim(ways=ways)), "pass")
    assert [row["by"] for row in finding.rows] == ["the estimator, fitted again", "the reported predictions"]
    assert finding.rows[0]["reason"] == "it is broken"


def test_what_the_re_run_left_out_is_an_innocent_explanation():
    way = Assessment("estimator", "not reproduced", notes=("scaling is left out",))
    finding = only(judge(a_claim("not reproduced", value=0.95, ways=(way,))))
    assert finding.severity == Severity.MAJOR
    assert finding.benign[0] == "scaling is left out"


def test_predictions_that_contradict_the_claim():
    finding = only(judge(a_claim("not reproduced", value=0.95, way="predictions")))
    assert finding.message.endswith(
        "the reported predictions give 0.75 [0.65, 0.85]. The claim is better than the study's own reported "
        "predictions say."
    )
