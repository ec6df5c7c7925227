import numpy as np
import pytest

from radaudit.models.metrics import METRICS, METRICS_BY_TASK, applicable, measure

RNG = np.random.default_rng(3)
GROUPS = np.repeat(np.arange(60), 2)
EVENTS = RNG.random(120) < 0.45
SCORES = np.clip(0.45 + 0.2 * EVENTS + RNG.normal(0, 0.2, 120), 0.01, 0.99).round(2)
TIMES = RNG.exponential(10 * (1.5 - SCORES)).round(1) + 0.1
SEEN = RNG.random(120) < 0.7
LABELS = np.where(EVENTS, "b", np.where(RNG.random(120) < 0.5, "a", "c"))
CLASS_SCORES = np.column_stack([1 - SCORES, SCORES, RNG.random(120)])

ASKED = {
    "binary": ((EVENTS, SCORES), {}),
    "multiclass": ((LABELS, CLASS_SCORES), {}),
    "regression": ((TIMES, 10 * (1.5 - SCORES)), {}),
    "survival": (((TIMES, SEEN), SCORES), {"horizon": 4.0}),
}
INTEGRATED = ((TIMES, SEEN), np.column_stack([SCORES * 0.8, SCORES]))
EVERY = [(task, name) for task, known in METRICS_BY_TASK.items() for name in known]


def _asked(task, name):
    arrays, named = ASKED[task]
    return (INTEGRATED, {"horizons": [2.0, 4.0]}) if name == "ibs" else (arrays, named)


@pytest.mark.parametrize(("task", "name"), EVERY)
def test_every_measure_has_an_interval_over_cases_and_over_patients(task, name):
    arrays, named = _asked(task, name)
    metric = METRICS_BY_TASK[task][name]
    alone = measure(name, *arrays, task=task, **named)
    whole = measure(name, *arrays, task=task, groups=GROUPS, **named)
    assert alone == measure(name, *arrays, task=task, **named)
    assert metric.interval in alone.method
    assert "patients" in whole.method
    assert whole.estimate == pytest.approx(alone.estimate, rel=1e-9)
    for found in (alone, whole):
        assert found.low < found.estimate < found.high
        assert all(type(value) is float for value in (found.estimate, found.low, found.high))
    # Twin cases of independent patients: much the same interval either way.
    assert whole.high - whole.low == pytest.approx(alone.high - alone.low, rel=0.4)


@pytest.mark.parametrize(("task", "name"), EVERY)
def test_copies_of_the_cases_narrow_no_interval_over_patients(task, name):
    (target, prediction), named = _asked(task, name)
    copied = (
        (tuple(np.tile(part, 3) for part in target) if isinstance(target, tuple) else np.tile(target, 3)),
        np.tile(prediction, (3, *[1] * (prediction.ndim - 1))),
    )
    once = measure(name, target, prediction, task=task, groups=np.arange(120), **named)
    thrice = measure(name, *copied, task=task, groups=np.tile(np.arange(120), 3), **named)
    assert [thrice.low, thrice.high] == pytest.approx([once.low, once.high], rel=0.03, abs=0.01)


@pytest.mark.parametrize(("task", "name"), EVERY)
def test_what_is_better_is_said(task, name):
    metric = METRICS_BY_TASK[task][name]
    assert metric.name == name
    assert metric.label
    assert metric.higher_is_better is not None or metric.ideal is not None
    assert applicable(name, task)


def test_the_plain_name_is_of_binary_models():
    assert METRICS is METRICS_BY_TASK["binary"]
    assert applicable("auc")
    assert not applicable("c_index")
    assert not applicable("dice", "segmentation")


def test_a_table_of_times_and_events_will_do():
    pair = measure("c_index", (TIMES, SEEN), SCORES, task="survival")
    assert measure("c_index", np.column_stack([TIMES, SEEN]), SCORES, task="survival") == pair


@pytest.mark.parametrize(
    ("name", "task", "says"),
    [
        ("auc", "segmentation", "'segmentation' is no task"),
        ("brier", "regression", "'brier' is not a measure of a regression model; known are r2"),
        ("brier", "survival", "name the horizon"),
        ("ibs", "survival", "needs the times"),
        ("calibration_slope", "survival", "above 0 and below 1"),
        ("c_index", "survival", "pair of times and events"),
    ],
)
def test_what_is_missing_is_named(name, task, says):
    target = EVENTS if name == "c_index" else (TIMES, SEEN)
    prediction = 2 * SCORES if name == "calibration_slope" else SCORES
    with pytest.raises(ValueError, match=says):
        measure(name, target, prediction, task=task)


PERFECT = {
    "binary": (EVENTS, EVENTS * 0.8 + 0.1),
    "multiclass": (LABELS, (LABELS[:, None] == np.array(list("abc"))) + 0.0),
    "survival": ((np.argsort(np.argsort(TIMES)) / 12 + 0.1, SEEN), -np.argsort(np.argsort(TIMES))),
}
BOUNDED = [
    *[("binary", name) for name in ("auc", "accuracy", "sensitivity", "specificity", "ppv", "npv", "f1")],
    *[("multiclass", name) for name in METRICS_BY_TASK["multiclass"]],
    *[("survival", name) for name in ("c_index", "uno_c", "auc")],
]


@pytest.mark.parametrize("groups", [None, GROUPS])
@pytest.mark.parametrize(("task", "name"), BOUNDED)
def test_a_perfect_result_is_not_taken_as_certain(task, name, groups):
    found = measure(name, *PERFECT[task], task=task, groups=groups, horizon=4.0)
    assert (found.estimate, found.high) == pytest.approx((1, 1))
    assert 0.7 < found.low < 0.99
