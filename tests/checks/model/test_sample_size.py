import numpy as np
import pytest

from radaudit.checks.model.sample_size import sample_size
from radaudit.core.finding import Severity, Tier
from radaudit.evidence.sizes import Learnt, Sizes, Validated
from tests.made_evidence import only, told


def learnt(cases, events, candidates, auc=None, validated=False, task="binary", counted_by="the table"):
    outcomes = (np.arange(cases) < events).astype(float)
    if task == "survival":
        outcomes = np.column_stack([np.full(cases, 2.07), outcomes])
    return Learnt("m", task, candidates, counted_by, outcomes, auc, validated)


def judge(*own, **options):
    validated = tuple(one for one in own if isinstance(one, Validated))
    return list(sample_size(Sizes(tuple(one for one in own if isinstance(one, Learnt)), validated), **options))


@pytest.mark.parametrize(
    ("cases", "code", "severity"),
    [(662, "", None), (640, "too-few-to-develop", Severity.MINOR), (300, "too-few-to-develop", Severity.MAJOR)],
)
def test_a_worked_example(cases, code, severity):
    """pmsampsize: 24 parameters, prevalence 0.174, AUC 0.89 (R2 0.288, simulated) ask for 662 cases."""
    finding = only(judge(learnt(cases, round(0.174 * cases), 24, 0.89), far=2.0), "fail" if code else "pass")
    assert (finding.code, finding.severity, finding.tier) == (code, severity, Tier.TESTED)


def test_the_rows_show_each_criterion():
    finding = only(judge(learnt(40, 20, 200, 0.84, validated=True)))
    assert finding.severity == Severity.MINOR  # other cases show what the model is worth
    assert {row["criterion"]: row["judged"] for row in finding.rows} == {
        "shrinkage": True,
        "optimism": True,
        "overall risk": True,
    }
    assert finding.values["events_per_variable"] == 0.1
    assert finding.values["expected_shrinkage"] < 0.5
    assert "of an AUC of 0.84" in finding.message


def test_without_an_auc_the_share_of_the_greatest_fit_is_taken():
    assert "15% of the greatest possible" in only(judge(learnt(100, 50, 20))).message
    assert "15% of the greatest possible" in only(judge(learnt(100, 50, 20, 0.52))).message


def test_a_time_to_an_event():
    """Riley et al. 2019, recurrent thromboembolism: 30 parameters, rate 0.065, mean follow-up 2.07 years."""
    events = 0.065 * 2.07
    share = 0.051 / (1 - np.exp(2 * (events * np.log(events) - events)))  # of the greatest R2: the paper's 0.051
    finding = only(judge(learnt(5800, round(events * 5800), 30, task="survival"), share_of_r2=float(share)), "pass")
    needed = {row["criterion"]: row["cases needed"] for row in finding.rows}
    assert needed["shrinkage"] == pytest.approx(5143, rel=0.002)


@pytest.mark.parametrize(
    ("own", "code"),
    [
        (Validated("m", "test", 171, 64, 0.985, False), ""),
        (Validated("m", "test", 171, 64, 0.985, True), "too-few-to-validate"),
        (Validated("m", "test", 60, 30, 0.75, False), "too-few-to-validate"),
    ],
)
def test_what_is_claimed_asks_for_cases(own, code):
    finding = only(judge(own), "fail" if code else "pass")
    assert (finding.code, finding.severity) == (code, Severity.MINOR if code else None)
    assert [row["criterion"] for row in finding.rows] == ["observed over expected", "calibration slope", "auc"]


def test_what_is_not_known():
    unknowns = [
        learnt(50, 20, 0, counted_by=""),
        learnt(50, 0, 5),
        learnt(50, 20, 5, task="multiclass"),
        Validated("m", "test", 20, 0, 0.8, False),
        Validated("m", "test", 20, 5, None, False),
    ]
    assert told(judge(*unknowns)) == [("unknown", "")] * 5


def test_it_works_without_any_run(make_study):
    [result] = make_study().audit(select=["model/sample-size"]).results
    finding = result.findings[0]
    assert finding.code == "too-few-to-develop"
    assert (finding.values["cases"], finding.values["events"], finding.values["candidates"]) == (8, 4, 5)


def test_the_paper_may_count_more_candidates_than_the_table(make_study):
    def change(said):
        said["claims"] = [
            {"id": "f", "metric": "n_features", "value": 900},
            {"id": "a", "model": "signature", "metric": "auc", "set": "test", "value": 0.8},
            {"id": "b", "model": "signature", "metric": "brier", "set": "test", "value": 0.2},
        ]

    sizes = make_study(manifest=change).evidence("sizes")
    [own] = sizes.learnt
    assert (own.candidates, own.counted_by, own.auc, own.validated) == (900, "the paper", 0.8, True)
    assert sizes.validated == (Validated("signature", "test", 4, 2, 0.8, True),)
