import numpy as np
import pytest
from sklearn.metrics import roc_curve

from radaudit.statistics.threshold_origin import best_threshold, threshold_origin

EVENTS = [0, 0, 1, 0, 1, 1]
SCORES = [0.1, 0.2, 0.35, 0.4, 0.6, 0.9]


def test_the_best_ranges_by_hand():
    found = best_threshold("youden", SCORES, EVENTS, 0.5)
    # Above 0.2 up to 0.35: all events and one false alarm. Above 0.4 up to 0.6: two of three events and none.
    assert found.ranges == ((0.2, 0.35), (0.4, 0.6))
    assert (found.value, found.at_declared) == pytest.approx((2 / 3, 2 / 3))
    assert found.contains_declared
    assert found.candidates == 7
    worse = best_threshold("youden", SCORES, EVENTS, 0.2)
    assert (worse.contains_declared, worse.at_declared) == (False, pytest.approx(1 / 3))


@pytest.mark.parametrize(("declared", "contains"), [(0.20001, True), (0.35, True), (0.2, False), (0.36, False)])
def test_ranges_leave_out_their_lower_end(declared, contains):
    assert best_threshold("youden", SCORES, EVENTS, declared).contains_declared is contains


def test_rounding_is_allowed_for():
    assert not best_threshold("youden", SCORES, EVENTS, 0.355).contains_declared
    assert best_threshold("youden", SCORES, EVENTS, 0.355, rounding=0.005).contains_declared


def test_scikit_learn_s_curve_has_the_same_maximum():
    rng = np.random.default_rng(5)
    events = rng.random(80) < 0.4
    scores = (rng.normal(size=80) + events).round(1)
    false, true, cuts = roc_curve(events, scores, drop_intermediate=False)
    found = best_threshold("youden", scores, events, 0.0)
    assert found.value == pytest.approx((true - false).max())
    best = cuts[(true - false) >= (true - false).max() - 1e-12]
    assert [high for _, high in found.ranges] == pytest.approx(sorted(best))
    accuracy = best_threshold("accuracy", scores, events, 0.0)
    assert accuracy.value == pytest.approx(max(((scores >= cut) == events).mean() for cut in cuts))
    assert accuracy.at_declared == pytest.approx(((scores >= 0.0) == events).mean())


def test_tuned_on_the_test_set_and_not_on_the_training_set():
    train = ([0.5, 0.7, 0.8, 0.9], [0, 0, 1, 1])
    assert threshold_origin(0.45, SCORES, EVENTS, *train).tuned_on_test == ("youden", "accuracy")
    assert threshold_origin(0.75, SCORES, EVENTS, *train).tuned_on_test == ()
    assert threshold_origin(0.1, SCORES, EVENTS, *train).tuned_on_test == ()


def test_without_the_training_scores_nothing_is_said_to_be_tuned():
    found = threshold_origin(0.45, SCORES, EVENTS)
    assert (found.tuned_on_test, dict(found.train)) == ((), {})
    assert found.test["youden"].contains_declared


def test_a_missing_threshold_is_refused():
    with pytest.raises(ValueError, match="threshold is missing"):
        threshold_origin(np.nan, SCORES, EVENTS)
