import json
from pathlib import Path

import numpy as np
import pytest
import statsmodels.api as sm
from scipy.special import logit
from sklearn import metrics
from statsmodels.stats.proportion import proportion_confint

from radaudit.models.metrics import METRICS, applicable, measure

FIXTURES = Path(__file__).parents[1] / "statistics" / "fixtures"
RNG = np.random.default_rng(17)
EVENTS = RNG.random(120) < 0.4
SCORES = np.clip(0.45 + 0.2 * EVENTS + RNG.normal(0, 0.2, 120), 0.01, 0.99).round(2)
PROPORTIONS = ["accuracy", "sensitivity", "specificity", "ppv", "npv"]


def test_the_measures_of_the_manifest_are_all_there():
    assert list(METRICS) == [
        "auc",
        "accuracy",
        "balanced_accuracy",
        "sensitivity",
        "specificity",
        "ppv",
        "npv",
        "f1",
        "brier",
        "calibration_slope",
        "calibration_intercept",
    ]
    assert all(applicable(name) and METRICS[name].name == name for name in METRICS)
    assert not applicable("c_index")


@pytest.mark.parametrize("threshold", [0.3, 0.5, 0.62])
def test_scikit_learn_gives_the_same_estimates(threshold):
    positive = np.greater_equal(SCORES, threshold)
    expected = {
        "auc": metrics.roc_auc_score(EVENTS, SCORES),
        "accuracy": metrics.accuracy_score(EVENTS, positive),
        "balanced_accuracy": metrics.balanced_accuracy_score(EVENTS, positive),
        "sensitivity": metrics.recall_score(EVENTS, positive),
        "specificity": metrics.recall_score(EVENTS, positive, pos_label=False),
        "ppv": metrics.precision_score(EVENTS, positive),
        "npv": metrics.precision_score(EVENTS, positive, pos_label=False),
        "f1": metrics.f1_score(EVENTS, positive),
        "brier": metrics.brier_score_loss(EVENTS, SCORES),
    }
    found = {name: measure(name, EVENTS, SCORES, threshold).estimate for name in expected}
    assert found == pytest.approx(expected, rel=1e-12)


def test_pROC_gives_the_same_interval_of_the_auc():
    cases = np.genfromtxt(FIXTURES / "cases.csv", delimiter=",", names=True)
    expected = json.loads((FIXTURES / "reference.json").read_text(encoding="utf-8"))["auc"]["marker"]
    found = measure("auc", cases["event"] == 1, cases["marker"])
    assert (found.low, found.high) == pytest.approx(tuple(expected["ci95"]), rel=1e-12)


@pytest.mark.parametrize("level", [0.9, 0.95])
@pytest.mark.parametrize("name", PROPORTIONS)
def test_statsmodels_gives_the_same_intervals_of_proportions(name, level):
    positive = SCORES >= 0.5
    right = positive == EVENTS
    among = {
        "accuracy": np.ones(120, dtype=bool),
        "sensitivity": EVENTS,
        "specificity": ~EVENTS,
        "ppv": positive,
        "npv": ~positive,
    }[name]
    expected = proportion_confint((right & among).sum(), among.sum(), alpha=1 - level, method="wilson")
    found = measure(name, EVENTS, SCORES, level=level)
    assert (found.low, found.high) == pytest.approx(expected, rel=1e-12)
    assert (found.method, found.level) == ("Wilson", level)


def test_statsmodels_gives_the_same_calibration():
    family = sm.families.Binomial()
    slope = sm.GLM(EVENTS, sm.add_constant(logit(SCORES)), family=family).fit(tol=1e-14)
    large = sm.GLM(EVENTS, np.ones(120), family=family, offset=logit(SCORES)).fit(tol=1e-14)
    for name, fit in (("calibration_slope", slope), ("calibration_intercept", large)):
        found = measure(name, EVENTS, SCORES)
        assert found.estimate == pytest.approx(fit.params[-1], rel=1e-9)
        assert [found.low, found.high] == pytest.approx(fit.conf_int()[-1], rel=1e-8)


@pytest.mark.parametrize("name", list(METRICS))
def test_every_measure_is_the_same_each_time_and_lies_in_its_interval(name):
    found = measure(name, EVENTS, SCORES)
    assert found == measure(name, EVENTS, SCORES)
    assert found == measure(name, EVENTS.astype(int).tolist(), SCORES.tolist())
    assert found.low < found.estimate < found.high
    assert METRICS[name].interval in found.method
    assert all(type(value) is float for value in (found.estimate, found.low, found.high))


@pytest.mark.parametrize("name", list(METRICS))
def test_what_a_measure_says_it_uses_it_uses(name):
    asked = METRICS[name]
    assert (measure(name, EVENTS, SCORES, 0.7) != measure(name, EVENTS, SCORES, 0.5)) == asked.uses_threshold
    if asked.needs_probability:
        with pytest.raises(ValueError, match="not probabilities"):
            measure(name, EVENTS, 100 * SCORES, 50)
    else:
        assert measure(name, EVENTS, 100 * SCORES, 50) == measure(name, EVENTS, SCORES)


@pytest.mark.parametrize("name", ["balanced_accuracy", "f1", "brier"])
def test_a_seed_decides_the_bootstrap(name):
    assert measure(name, EVENTS, SCORES, seed=1) == measure(name, EVENTS, SCORES, seed=1)
    assert "seed 1" in measure(name, EVENTS, SCORES, seed=1).method
    several = [measure(name, EVENTS, SCORES, seed=seed) for seed in range(5)]
    assert len({(found.low, found.high) for found in several}) > 1


@pytest.mark.parametrize("name", list(METRICS))
def test_more_confidence_takes_a_wider_interval(name):
    sure, less = (measure(name, EVENTS, SCORES, level=level) for level in (0.99, 0.8))
    assert sure.low < less.low < less.high < sure.high
    assert (sure.level, less.level) == (0.99, 0.8)


@pytest.mark.parametrize(("name", "truth"), [("balanced_accuracy", 0.75), ("f1", 0.7), ("brier", 0.21)])
def test_the_bootstrap_covers_the_truth_about_as_often_as_it_says(name, truth):
    # 50 events and 50 others. For balanced accuracy 70 % and 80 % of them are predicted rightly: 0.75. For f1 and
    # brier 70 % of both: 2 * 35 / (50 + 35 + 15), and 0.7 * 0.3^2 + 0.3 * 0.7^2.
    rng = np.random.default_rng(9)
    events = np.arange(100) < 50
    high, low = (0.7, 0.3) if name == "brier" else (0.6, 0.4)
    share = np.where(events, 0.7, 0.8) if name == "balanced_accuracy" else 0.7
    covered = []
    for seed in range(300):
        right = rng.random(100) < share
        scores = np.where(right == events, high, low)
        covered.append(measure(name, events, scores, seed=seed).contains(truth))
    assert 0.90 <= np.mean(covered) <= 0.985


@pytest.mark.parametrize(
    ("name", "events", "scores", "says"),
    [
        ("auc", [1, 1, 1], [0.1, 0.2, 0.3], "3 events and 0 non-events"),
        ("ppv", [1, 0, 1], [0.1, 0.2, 0.3], "no case is predicted positive"),
        ("npv", [1, 0, 1], [0.7, 0.8, 0.9], "no case is predicted negative"),
        ("sensitivity", [0, 0], [0.7, 0.8], "no events"),
        ("balanced_accuracy", [0, 0], [0.7, 0.8], "one class"),
        ("f1", [0, 0], [0.7, 0.8], "no events"),
        ("brier", [0, 1], [0.7, 1.8], "not probabilities"),
        ("calibration_slope", [0, 1], [0.0, 1.0], "exactly 0 or 1"),
        ("accuracy", [0, 1], [0.7], "1 scores a row but 2 events"),
        ("accuracy", [0, 1], [0.7, np.nan], "missing"),
        ("accuracy", [], [], "no cases"),
        ("c_index", [0, 1], [0.7, 0.1], "'c_index' is not a measure of a binary model; known are auc, accuracy"),
    ],
)
def test_what_is_not_defined_is_refused(name, events, scores, says):
    with pytest.raises(ValueError, match=says):
        measure(name, events, scores)
