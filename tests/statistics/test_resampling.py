import numpy as np
import pytest

from radaudit.statistics import resampling
from radaudit.statistics.resampling import interval_of_draws, resampled_interval, resampled_weights


def _weights(*arguments, **named):
    return np.concatenate(list(resampled_weights(*arguments, **named)))


def test_each_resample_has_as_many_cases_as_the_data_and_keeps_the_classes():
    strata = np.array(list("aabbbc"))
    weights = _weights(6, 50, 0, strata)
    for name, size in (("a", 2), ("b", 3), ("c", 1)):
        assert (weights[:, strata == name].sum(axis=1) == size).all()
    assert len(np.unique(weights, axis=0)) > 10


def test_counts_are_binomial():
    weights = _weights(10, 20_000, 1)
    assert weights.mean(axis=0) == pytest.approx(np.ones(10), abs=0.03)
    assert weights.var(axis=0) == pytest.approx(np.full(10, 0.9), abs=0.04)


def test_patients_come_with_all_their_cases():
    groups = np.array([3, 1, 3, 2, 2, 2])
    weights = _weights(6, 100, 0, groups=groups)
    assert (weights[:, 0] == weights[:, 2]).all()
    assert (weights[:, 3:] == weights[:, [3]]).all()
    assert (weights[:, [0, 1, 3]].sum(axis=1) == 3).all()


def test_patients_are_drawn_within_classes_unless_one_has_two():
    groups = np.array([1, 1, 2, 3, 4, 4])
    pure = _weights(6, 60, 0, [1, 1, 1, 0, 0, 0], groups)
    assert (pure[:, [0, 2]].sum(axis=1) == 2).all()
    mixed = _weights(6, 60, 0, [1, 0, 1, 0, 0, 0], groups)
    assert len(np.unique(mixed[:, [0, 2]].sum(axis=1))) > 1


def test_a_seed_gives_the_same_and_blocks_change_only_the_memory(monkeypatch):
    assert (_weights(7, 20, 5) == _weights(7, 20, 5)).all()
    assert (_weights(7, 20, 5) != _weights(7, 20, 6)).any()
    monkeypatch.setattr(resampling, "_NUMBERS_AT_ONCE", 21)
    blocks = list(resampled_weights(7, 20, 5))
    assert [len(block) for block in blocks] == [3] * 6 + [2]


def _mean_of(values):
    return lambda weights: weights @ values / weights.sum(axis=1)


def test_the_interval_of_a_mean_is_the_one_of_theory():
    values = np.random.default_rng(0).normal(size=80)
    found = resampled_interval(_mean_of(values), 80, seed=3, resamples=8000)
    reach = 1.96 * values.std() / 80**0.5
    assert found.estimate == pytest.approx(values.mean())
    assert [found.low, found.high] == pytest.approx([values.mean() - reach, values.mean() + reach], abs=0.02)
    assert found.method == "percentile bootstrap, 8000 resamples, seed 3"


def test_the_interval_over_patients_counts_patients():
    # Copies of the cases tell nothing new: the interval must not get narrower.
    values = np.random.default_rng(1).normal(size=40)
    once = resampled_interval(_mean_of(values), 40)
    groups = np.tile(np.arange(40), 5)
    copied = resampled_interval(_mean_of(np.tile(values, 5)), 200, groups=groups)
    naive = resampled_interval(_mean_of(np.tile(values, 5)), 200)
    assert [copied.low, copied.high] == pytest.approx([once.low, once.high])
    assert naive.high - naive.low < 0.6 * (once.high - once.low)
    assert "of patients" in copied.method


def test_undefined_resamples_are_counted():
    draws = np.r_[np.nan, np.arange(9.0)]
    assert "10 resamples, 1 of them undefined and left out" in interval_of_draws(4, draws, 0.95, 0).method
    with pytest.raises(ValueError, match="Only 4 of 10"):
        interval_of_draws(4, np.r_[np.full(6, np.nan), np.arange(4.0)], 0.95, 0)


@pytest.mark.parametrize(
    ("named", "says"),
    [
        ({"cases": 0}, "no cases"),
        ({"cases": 3, "strata": [1, 2]}, "2 classes for 3"),
        ({"cases": 3, "groups": [1, 2]}, "2 patients named for 3"),
    ],
)
def test_what_does_not_fit_is_refused(named, says):
    with pytest.raises(ValueError, match=says):
        _weights(resamples=2, seed=0, **named)
    with pytest.raises(ValueError, match="not defined for these"):
        resampled_interval(lambda weights: np.full(len(weights), np.nan), 3)


@pytest.mark.slow
def test_the_interval_over_patients_covers_the_truth_and_the_one_over_cases_does_not():
    rng = np.random.default_rng(8)
    patients = np.repeat(np.arange(30), 4)
    covered = []
    for seed in range(300):
        values = rng.normal(size=30)[patients] + 0.5 * rng.normal(size=120)
        ways = (patients, None)
        found = [resampled_interval(_mean_of(values), 120, 0.95, seed, 500, None, groups) for groups in ways]
        covered.append([interval.contains(0) for interval in found])
    whole, single = np.mean(covered, axis=0)
    assert 0.90 <= whole <= 0.97
    assert single < 0.8
