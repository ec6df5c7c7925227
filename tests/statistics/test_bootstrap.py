import numpy as np
import pytest

from radaudit.statistics import bootstrap
from radaudit.statistics.bootstrap import percentile_interval, stratified_means


def test_percentiles_are_the_ends():
    found = percentile_interval(3.0, np.arange(101.0), 0.9, "given")
    assert (found.estimate, found.low, found.high, found.method) == (3.0, pytest.approx(5), pytest.approx(95), "given")


def test_draws_without_spread_are_said_to_be_so():
    found = percentile_interval(1.0, np.ones(5), 0.95, "given")
    assert found.method == "given; no spread, all resamples are alike"


def test_every_resample_keeps_the_classes():
    events = np.array([True] * 3 + [False] * 7)
    assert stratified_means(events.astype(float), events, 50, 0) == pytest.approx(np.full(50, 0.3))


def test_the_spread_is_the_one_of_theory():
    rng = np.random.default_rng(0)
    values, events = rng.normal(size=90), np.arange(90) < 30
    draws = stratified_means(values, events, 20_000, 1)
    variance = (30 * values[events].var() + 60 * values[~events].var()) / 90**2
    assert draws.mean() == pytest.approx(values.mean(), abs=0.003)
    assert draws.var() == pytest.approx(variance, rel=0.05)


def test_one_class_alone_is_resampled_too():
    values = np.array([1.0, 2.0, 3.0])
    draws = stratified_means(values, np.zeros(3, dtype=bool), 200, 0)
    assert 1 <= draws.min() < draws.max() <= 3


def test_a_seed_gives_the_same_and_another_gives_others():
    values, events = np.arange(20.0), np.arange(20) % 3 == 0
    first = stratified_means(values, events, 100, 5)
    assert (first == stratified_means(values, events, 100, 5)).all()
    assert (first != stratified_means(values, events, 100, 6)).any()


def test_large_data_are_drawn_in_parts(monkeypatch):
    monkeypatch.setattr(bootstrap, "_NUMBERS_AT_ONCE", 30)
    events = np.array([True] * 4 + [False] * 8)
    draws = stratified_means(np.where(events, 1.0, 0.25), events, 101, 2)
    assert draws == pytest.approx(np.full(101, 0.5))
