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


def test_a_number():
    """Riley et al. 2020, fat-free mass: 20 parameters, R2 0.9, mean 26.7 kg, standard deviation 8.7 kg: 254 cases."""
    values = np.tile([18.0, 35.4], 127)
    finding = only(judge(Learnt("m", "regression", 20, "the table", values, r2=0.9)), "pass")
    assert "254 cases for 20 candidate features (13 cases a feature); 254 are needed" in finding.message
    assert [row["criterion"] for row in finding.rows] == ["shrinkage", "optimism", "residual deviation", "mean"]
    finding = only(judge(Learnt("m", "regression", 20, "the table", values[:-1], r2=0.9)))
    assert (finding.code, finding.severity) == ("too-few-to-develop", Severity.MINOR)
    assert "residual deviation known to within 10 % (R2 0.90, of an R2 of 0.90 on unseen cases)" in finding.message
    below = judge(Learnt("m", "regression", 20, "the table", values - 30))[0]
    assert [row["criterion"] for row in below.rows] == ["shrinkage", "optimism", "residual deviation"]
    assert below.values["r2"] == 0.15


def test_several_classes():
    """Pate et al. 2023, the second example of the authors' program: 17 parameters, 50 : 100 : 150 cases: 2,660."""
    outcomes = np.repeat([0.0, 1.0, 2.0], [443, 887, 1330])
    finding = only(judge(Learnt("m", "multiclass", 17, "the table", outcomes)), "fail")
    needed = {row["criterion"]: row["cases needed"] for row in finding.rows}
    assert needed["shrinkage"] == pytest.approx(2660, rel=0.002)
    assert needed["optimism"] == pytest.approx(714, abs=1)
    assert "2660 cases, 443 of the rarest class, for 17" in finding.message
    better = judge(Learnt("m", "multiclass", 17, "the table", outcomes, 0.85))[0]
    assert better.outcome == "pass"
    assert better.values["r2_from"] == "of an AUC of 0.85 on unseen cases"


@pytest.mark.parametrize(
    ("cases", "calibration", "criterion"),
    [(865, False, ""), (864, False, "r2"), (865, True, "calibration slope"), (1154, True, "")],
)
def test_a_number_judged_elsewhere(cases, calibration, criterion):
    """Archer et al. 2021, doi:10.1002/sim.8766: R2 to within 0.1 takes 4 R2 (1 - R2)^2 / (0.05 / 1.96)^2 cases."""
    own = Validated("m", "test", cases, 0, None, calibration, "regression", 0.25, 4.0)
    finding = only(judge(own), "fail" if criterion else "pass")
    assert finding.rows[0]["cases needed"] == int(np.ceil(4 * 0.25 * 0.75**2 / (0.05 / 1.96) ** 2))
    assert not criterion or f"({criterion}: 95 % interval" in finding.message


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
        Validated("m", "test", 20, 0, None, False, "regression", None, 1.0),
        Validated("m", "test", 20, 5, 0.8, False, "survival"),
        Validated("m", "test", 20, 0, 0.8, False, "multiclass"),
    ]
    assert told(judge(*unknowns)) == [("unknown", "")] * 8


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


def test_numbers_have_an_r2_and_a_spread(make_study):
    def change(said):
        said["study"]["task"] = "regression"
        said["cohort"] = {key: value for key, value in said["cohort"].items() if key != "positive"}
        said["claims"] = [
            {"id": "a", "model": "signature", "metric": "r2", "set": "test", "value": 0.6},
            {"id": "b", "model": "signature", "metric": "r2", "set": "train", "value": 0.1},
        ]

    sizes = make_study(manifest=change).evidence("sizes")
    assert [own.r2 for own in (*sizes.learnt, *sizes.validated)] == [0.6, 0.6]
    assert (sizes.validated[0].task, sizes.validated[0].variance) == ("regression", pytest.approx(1 / 3))
