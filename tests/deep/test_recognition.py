"""Columns that know their partners, and columns that are strangers."""

import numpy as np
import pytest

from radaudit.deep.recognition import recognised

CASES, FEATURES = 30, 12


@pytest.fixture
def features():
    return np.random.default_rng(4).normal(size=(CASES, FEATURES))


def test_partners_are_known_though_no_value_agrees(features):
    other = 3 * features + 2 * np.random.default_rng(5).normal(size=features.shape) + 7
    assert recognised(features, other) == pytest.approx(1 / 1000)


def test_columns_in_another_order_are_strangers(features):
    assert recognised(features, np.roll(features, 1, axis=1)) > 0.05


def test_strangers_are_seldom_taken_for_partners():
    """Under the null p-values are uniform: 5 % of them are below 0.05."""
    random = np.random.default_rng(6)
    made = [recognised(*random.normal(size=(2, CASES, FEATURES)), draws=99) for _ in range(200)]
    assert 0.01 < np.mean(np.array(made) <= 0.05) < 0.1


def test_what_all_columns_share_is_no_recognition(features):
    """Brightness moves every feature of every network."""
    shared = np.random.default_rng(7).normal(size=(CASES, 1))
    one, other = np.random.default_rng(8).normal(size=(2, CASES, FEATURES))
    assert recognised(one + 3 * shared, other + 3 * shared) > 0.05


def test_dead_columns_are_left_out_and_too_few_tell_nothing(features):
    dead = features.copy()
    dead[:, :3] = 0.0
    assert recognised(features, dead) <= 0.01
    assert np.isnan(recognised(features[:, :4], features[:, :4]))
    assert np.isnan(recognised(features[:5], features[:5]))


def test_it_is_the_same_each_time(features):
    other = np.random.default_rng(5).normal(size=features.shape)
    assert recognised(features, other, 3) == recognised(features, other, 3)
