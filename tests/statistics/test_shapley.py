import itertools

import numpy as np
import pytest

from radaudit.statistics.shapley import in_order, shapley


def test_the_glove_game():
    """One left glove, two right ones; a pair is worth 1: the textbook answer is 2/3, 1/6, 1/6."""
    values = [0, 0, 0, 1, 0, 1, 0, 1]  # bit 0 is the left glove
    assert shapley(np.array(values)).tolist() == pytest.approx([2 / 3, 1 / 6, 1 / 6])


@pytest.mark.parametrize("causes", [1, 2, 4])
def test_shares_are_means_over_all_orders(causes):
    values = np.random.default_rng(causes).normal(size=(2**causes, 3))
    means = np.zeros((causes, 3))
    orders = list(itertools.permutations(range(causes)))
    for order in orders:
        there = 0
        for cause in order:
            means[cause] += (values[there | 1 << cause] - values[there]) / len(orders)
            there |= 1 << cause
    assert shapley(values) == pytest.approx(means)
    assert shapley(values).sum(axis=0) == pytest.approx(values[-1] - values[0])


def test_what_is_no_game_is_refused():
    with pytest.raises(ValueError, match="not those"):
        shapley(np.zeros(3))


def test_in_order_adds_up():
    assert in_order(np.array([0.9, 0.8, 0.5])).tolist() == pytest.approx([0.1, 0.3])
