import numpy as np
import pytest

from radaudit.checks.model.threshold_set_beforehand import threshold_set_beforehand
from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.finding import Location, Tier
from radaudit.evidence.cut_offs import CutOff, cut_offs
from radaudit.statistics.survival.logrank import logrank
from tests.made_evidence import only, told
from tests.made_scores import a_scored_set
from tests.made_study import CASES

TRAIN = a_scored_set([0.1, 0.2, 0.3, 0.35, 0.38, 0.39, 0.6, 0.7, 0.8], [0] * 3 + [1] * 6, "train")
# The best threshold lies above 0.405 here, and above 0.3 in the training set.
TEST = a_scored_set(
    [0.12, 0.15, 0.2, 0.22, 0.25, 0.31, 0.36, 0.405, 0.415, 0.5, 0.6, 0.7, 0.8], [0] * 8 + [1] * 5, "test"
)


def made(make_study, threshold, sets, task="binary", claims=()):
    def change(said):
        said["models"][0] = {"name": "m", "predictions": "features.csv"} | (
            {} if threshold is None else {"threshold": threshold}
        )

    study = make_study(manifest=change).study
    return cut_offs(study, tuple(sets), claims)


def judge(make_study, threshold, *sets, **options):
    return list(threshold_set_beforehand(made(make_study, threshold, sets or (TRAIN, TEST)), **options))


def test_the_best_threshold_of_the_test_set(make_study):
    finding = only(judge(make_study, 0.411))
    assert (finding.code, finding.tier) == ("best-of-the-judged-set", Tier.HEURISTIC)
    assert "(0.405 to 0.415), and not of the training set (0.3 to 0.35)" in finding.message
    assert finding.where[0].pointer == "models/0/threshold"
    assert finding.values["chance"] == pytest.approx(
        (0.01 + 0.001) / (0.5 - 0.22)
    )  # over the distance of the quartiles
    assert [row["set"] for row in finding.rows] == ["test", "test", "train", "train"]


@pytest.mark.parametrize(
    ("threshold", "said"),
    [
        (0.33, "not chosen for being the best"),  # the training set's best
        (0.65, "not chosen"),
        (0.5, "one half of a probability"),
        (0.38, "the median of the training set"),
    ],
)
def test_thresholds_with_an_honest_origin(make_study, threshold, said):
    assert said in only(judge(make_study, threshold), "pass").message


def test_the_digits_printed_count(make_study):
    """0.4 stands for 0.35 to 0.45, so that it may have been one of many."""
    finding = only(judge(make_study, 0.4), "pass")
    assert "median" in finding.message
    assert only(judge(make_study, 0.41), "unknown").values["chance"] == pytest.approx(0.02 / 0.28)


def test_without_training_scores_nothing_is_said(make_study):
    finding = only(judge(make_study, 0.411, TEST), "unknown")
    assert "no scores of the training set" in finding.message


def test_without_a_threshold(make_study):
    with pytest.raises(NotApplicable):
        made(make_study, None, (TRAIN, TEST))
    from tests.checks.model.test_claims_are_possible import a_set

    with pytest.raises(Unavailable, match="no threshold is named"):
        made(make_study, None, (TRAIN, TEST), claims=(a_set(sensitivity="0.8"),))


def survival(name, cases=40, seed=0):
    rng = np.random.default_rng(seed)
    risk = rng.normal(size=cases)
    times = rng.exponential(10 * np.exp(-risk))
    return a_scored_set(risk, np.column_stack([times, rng.random(cases) < 0.7]), name, probabilities=False)


def test_risk_groups_at_the_median_of_the_training_risks(make_study):
    train, test = survival("train"), survival("test", seed=1)
    finding = only(judge(make_study, None, train, test), "pass")
    high = test.scores >= np.median(train.scores)
    assert finding.values["log_rank_p"] == logrank(test.outcomes[:, 0], test.events, high).p
    low, up = finding.plots[0].series
    assert (low.x[0], low.y[0]) == (0.0, 1.0)
    assert low.label == f"low risk ({(~high).sum()} cases, {test.events[~high].sum()} events)"
    assert up.y[-1] < 1


def test_a_cut_off_that_separates_the_test_set_best(make_study):
    train, test = survival("train"), survival("test", seed=1)
    best = made(make_study, 9.0, (train, test))[0].origin.test["log-rank"].ranges[0]
    finding = only(judge(make_study, float(sum(best) / 2), train, test, narrow=0.2))
    assert finding.code == "best-of-the-judged-set"
    assert finding.plots


def test_one_risk_group_is_no_comparison():
    found = CutOff(survival("test"), 99.0, True, Location("radaudit.yaml", 3))
    assert told(threshold_set_beforehand((found,))) == [("unknown", "")]


def test_no_study_code_is_needed(make_study):
    """Reported predictions alone, end to end."""

    def change(said):
        said["models"] = [{"name": "m", "predictions": "reported.csv", "threshold": 0.5}]

    study = make_study(manifest=change)
    study.write("reported.csv", "case,probability\n" + "".join(f"{case},0.{n}1\n" for n, case in enumerate(CASES)))
    [result] = study.audit(select=["model/threshold-set-beforehand"]).results
    assert "one half of a probability" in only(result.findings, "pass").message
