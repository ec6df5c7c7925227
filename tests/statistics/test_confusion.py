import numpy as np
import pytest
from sklearn import metrics

from radaudit.statistics import confusion
from radaudit.statistics.confusion import Confusion, balanced_accuracy, f1, proportion


def test_a_score_at_the_threshold_is_positive():
    found = Confusion.of([0.5, 0.5, 0.49, 0.49, 0.9], [1, 0, 1, 0, 1], 0.5)
    assert found == Confusion(true_positive=2, false_positive=1, true_negative=1, false_negative=1)
    assert (found.events, found.others) == (3, 2)


@pytest.mark.parametrize("threshold", [-1, 0.2, 0.5, 0.8, 2])
def test_scikit_learn_counts_the_same(threshold):
    rng = np.random.default_rng(8)
    events, scores = rng.random(60) < 0.4, rng.random(60).round(1)
    found = Confusion.of(scores, events, threshold)
    expected = metrics.confusion_matrix(events, scores >= threshold, labels=[False, True]).ravel().tolist()
    assert [found.true_negative, found.false_positive, found.false_negative, found.true_positive] == expected


def test_the_binomial_draw_is_the_bootstrap_of_the_cases():
    rng = np.random.default_rng(3)
    events = np.arange(60) < 25
    positive = rng.random(60) < np.where(events, 0.7, 0.2)
    counts = Confusion.of(positive.astype(float), events, 0.5)
    rows = np.hstack([rng.integers(0, 25, (4000, 25)), rng.integers(25, 60, (4000, 35))])
    hits = (positive[rows] & events[rows]).sum(axis=1)
    draws = 2 * hits / (positive[rows].sum(axis=1) + events[rows].sum(axis=1))
    found = f1(counts, seed=1)
    assert found.estimate == pytest.approx(metrics.f1_score(events, positive))
    assert (found.low, found.high) == pytest.approx(tuple(np.quantile(draws, [0.025, 0.975])), abs=0.02)


@pytest.mark.parametrize(("function", "seed"), [(balanced_accuracy, 1), (f1, 2)])
def test_a_seed_gives_the_same_interval(function, seed):
    counts = Confusion(30, 9, 41, 12)
    assert function(counts, seed=seed) == function(counts, seed=seed)
    assert len({(found.low, found.high) for found in (function(counts, seed=seed) for seed in range(5))}) > 1


def test_perfect_counts_still_leave_doubt():
    few, many = (Confusion(n, 0, n, 0) for n in (5, 500))
    for function in (balanced_accuracy, f1):
        small, large = function(few), function(many)
        assert small.estimate == small.high == 1
        assert small.low < 0.6 < 0.98 < large.low < 1
        assert "exact intervals" in small.method
    # Both classes have the bound of 5 of 5 at 97.5 %, so has their mean.
    assert balanced_accuracy(few).low == pytest.approx(0.0125 ** (1 / 5))


def test_no_event_found_is_0_and_still_leaves_doubt():
    found = f1(Confusion(0, 3, 17, 10))
    assert (found.estimate, found.low) == (0, 0)
    assert 0.1 < found.high < 0.7


def test_f1_without_non_events():
    assert f1(Confusion(6, 0, 0, 2)).estimate == pytest.approx(12 / 14)
    assert f1(Confusion(6, 0, 0, 0)).estimate == 1


@pytest.mark.parametrize("measure", [confusion._balanced, confusion._harmonic])
def test_the_ends_of_the_box_are_its_extremes(measure):
    # Both measures rise with what is found and fall with false alarms; the fallback rests on it.
    grid = measure(np.arange(0, 11)[:, None], np.arange(0, 21)[None, :], 10, 20)
    assert (np.diff(grid, axis=0) > 0).all()
    assert (np.diff(grid, axis=1) <= 0).all()


@pytest.mark.parametrize(
    ("name", "counts", "says"),
    [
        ("sensitivity", Confusion(0, 1, 2, 0), "no events"),
        ("specificity", Confusion(1, 0, 0, 2), "no non-events"),
        ("ppv", Confusion(0, 0, 3, 2), "no case is predicted positive"),
        ("npv", Confusion(3, 2, 0, 0), "no case is predicted negative"),
        ("accuracy", Confusion(0, 0, 0, 0), "no cases"),
    ],
)
def test_a_proportion_of_nothing_is_refused(name, counts, says):
    with pytest.raises(ValueError, match=says):
        proportion(name, counts)


def test_one_class_is_refused():
    with pytest.raises(ValueError, match="one class"):
        balanced_accuracy(Confusion(3, 0, 0, 2))
    with pytest.raises(ValueError, match="no events"):
        f1(Confusion(0, 1, 2, 0))
    with pytest.raises(ValueError, match="threshold is missing"):
        Confusion.of([1, 2], [0, 1], float("nan"))
    with pytest.raises(ValueError, match="one row"):
        Confusion.of([[1, 2]], [0, 1], 0.5)
