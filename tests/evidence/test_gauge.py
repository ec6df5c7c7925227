import numpy as np
import pytest

from radaudit.evidence.gauge import gauge_of
from radaudit.models.metrics import METRICS_BY_TASK, measure
from radaudit.models.request import RunResult
from radaudit.statistics.interval import Interval
from radaudit.statistics.possible import Printed

RNG = np.random.default_rng(3)
CASES = 40
TARGETS = {
    "binary": (RNG.random(CASES) < 0.5).astype(float),
    "multiclass": np.arange(CASES) % 3.0,
    "regression": RNG.normal(50, 10, CASES),
    "survival": np.column_stack([RNG.exponential(20, CASES).round(1) + 0.1, RNG.random(CASES) < 0.6]),
}
SCORES = {
    "binary": RNG.uniform(0.05, 0.95, CASES),
    "multiclass": RNG.dirichlet(np.ones(3), CASES),
    "regression": RNG.normal(50, 10, CASES),
    "survival": RNG.normal(size=CASES),
}
MEASURABLE = [
    (task, name)
    for task, known in METRICS_BY_TASK.items()
    for name, metric in known.items()
    if metric.weighted and not (task == "survival" and (metric.needs_horizon or metric.needs_probability))
]


@pytest.mark.parametrize(("task", "name"), MEASURABLE)
def test_weights_of_one_give_what_the_claim_is_measured_by(task, name):
    gauge, problem = gauge_of(task, name)
    assert not problem
    scores = SCORES[task][:, None] if task == "survival" else SCORES[task]
    found = gauge.statistic(TARGETS[task], scores)(np.ones((1, CASES)))[0]
    target = TARGETS[task] > 0 if task == "binary" else TARGETS[task]
    assert found == pytest.approx(measure(name, target, SCORES[task], task=task).estimate, rel=1e-9)


def test_a_better_figure_has_the_higher_quality():
    shown = {name: gauge_of("regression", name)[0] for name in ("r2", "mae", "calibration_slope")}
    assert shown["r2"].quality(0.5) > shown["r2"].quality(0.4)
    assert shown["mae"].quality(3.0) > shown["mae"].quality(4.0)
    slope = shown["calibration_slope"]
    assert slope.name == "distance of the calibration slope from 1"
    assert slope.quality(slope.shown(0.9)) > slope.quality(slope.shown(1.3))


def test_the_worst_that_is_printed_so():
    assert gauge_of("binary", "auc")[0].least(Printed(0.9, 1)) == pytest.approx(0.85)
    assert gauge_of("regression", "mae")[0].least(Printed(4.0, 1)) == pytest.approx(-4.1)


def test_errors_are_judged_in_standard_deviations_and_written_in_their_unit():
    gauge, _ = gauge_of("regression", "rmse", outcomes=np.array([0.0, 2000.0]))
    assert (gauge.step, gauge.text(1234.5)) == (1000, "1.23e+03")
    assert gauge.interval(Interval(0.01234, 0.01, 0.02, 0.95, "")) == "0.0123 [0.01, 0.02]"
    assert gauge_of("binary", "auc")[0].text(0.1, "+") == "+0.10"
    assert gauge.within(Interval(1, -1, 2, 0.95, "")).low == 0


def test_what_scores_lack():
    plain = RunResult("", ((0.3,),), probabilities=False)
    brier, accuracy = gauge_of("binary", "brier")[0], gauge_of("binary", "accuracy")[0]
    assert "needs probabilities" in brier.missing(plain)
    assert "threshold" in accuracy.missing(plain)
    assert not accuracy.missing(RunResult("", ((0.3,),)))


@pytest.mark.parametrize(("name", "asked"), [("auc", {"horizon": 20}), ("brier", {"horizon": 20}), ("ibs", {})])
def test_figures_of_a_time_are_taken_of_the_probabilities_by_it(name, asked):
    risks = 1 - np.exp(-np.outer(RNG.uniform(0.2, 2, CASES), [0.3, 1.0]))
    gauge, _ = gauge_of("survival", name, horizons=(10.0, 20.0), **asked)
    result = RunResult("", tuple((0.0, *row) for row in risks))
    found = gauge.statistic(TARGETS["survival"], gauge.scores(result))(np.ones((1, CASES)))[0]
    prediction, options = (risks, {"horizons": [10.0, 20.0]}) if name == "ibs" else (risks[:, 1], asked)
    expected = measure(name, TARGETS["survival"], prediction, task="survival", **options).estimate
    assert found == pytest.approx(expected, rel=1e-9)
    assert "risks only: it broke" in gauge.missing(RunResult("", ((0.0,),), unanswered="it broke")) or name == "auc"
    assert "horizon" in gauge_of("survival", "brier", horizons=(10.0, 20.0))[1]
