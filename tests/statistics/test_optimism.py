import numpy as np
import pytest

from radaudit.statistics.interval import Interval
from radaudit.statistics.optimism import harrell_corrected, point_632, point_632_plus


def test_optimism_by_hand():
    found = harrell_corrected(0.9, [0.95, 0.85], [0.8, 0.8])
    assert (found.estimate, found.optimism, found.resamples) == (pytest.approx(0.8), pytest.approx(0.1), 2)
    shifted = found.shifted(Interval(0.9, 0.8, 1.0, 0.95, "DeLong"))
    assert [shifted.estimate, shifted.low, shifted.high] == pytest.approx([0.8, 0.7, 0.9])
    assert shifted.method == "DeLong, shifted by the optimism"


def test_632_by_hand():
    assert point_632(1.0, [0.5, 0.7]).estimate == pytest.approx(0.368 + 0.632 * 0.6)


@pytest.mark.parametrize("flip", [False, True])
def test_632_plus_by_hand(flip):
    # AUC 1 on its own cases and 0.8 on those left out: R = 0.2 / 0.5, w = 0.632 / (1 - 0.368 * 0.4).
    turn = (lambda value: 1 - value) if flip else (lambda value: value)
    found = point_632_plus(turn(1.0), turn(np.array([0.75, 0.85])), 0.5)
    weight = 0.632 / (1 - 0.368 * 0.4)
    assert found.overfitting == pytest.approx(0.4)
    assert found.estimate == pytest.approx(turn(1 - 0.2 * weight))


def test_the_ends_of_632_plus():
    # Learnt by heart and of no use (Efron and Tibshirani's example of one nearest neighbour): no weight on itself.
    assert point_632_plus(1.0, [0.5, 0.5], 0.5).estimate == pytest.approx(0.5)
    assert point_632_plus(0.0, [0.5], 0.5).estimate == pytest.approx(0.5)
    # Worse than nothing is taken as nothing.
    assert point_632_plus(1.0, [0.3], 0.5).estimate == pytest.approx(0.5)
    # No overfitting: plain .632.
    assert point_632_plus(0.8, [0.85], 0.5).estimate == pytest.approx(point_632(0.8, [0.85]).estimate)
    assert point_632_plus(0.5, [0.5], 0.5).overfitting == 0


def test_632_plus_comes_near_the_truth_where_the_model_learns_by_heart():
    # One nearest neighbour on pure noise: apparent accuracy 1, truth 0.5.
    from sklearn.neighbors import KNeighborsClassifier

    rng = np.random.default_rng(1)
    features, labels = rng.normal(size=(60, 3)), np.arange(60) % 2
    outside = []
    for _ in range(60):
        drawn = rng.integers(0, 60, 60)
        left = np.setdiff1d(np.arange(60), drawn)
        model = KNeighborsClassifier(1).fit(features[drawn], labels[drawn])
        outside.append(model.score(features[left], labels[left]))
    assert point_632(1.0, outside).estimate > 0.6
    assert point_632_plus(1.0, outside, 0.5).estimate == pytest.approx(0.5, abs=0.08)


@pytest.mark.parametrize(
    "call",
    [
        lambda: harrell_corrected(0.9, [0.9], [0.8, 0.7]),
        lambda: point_632(0.9, []),
        lambda: point_632(np.nan, [0.5]),
        lambda: point_632_plus(0.9, [np.nan], 0.5),
    ],
)
def test_figures_that_are_missing_are_refused(call):
    with pytest.raises(ValueError, match="resample"):
        call()
