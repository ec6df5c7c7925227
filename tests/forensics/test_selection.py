import numpy as np
import pytest

from radaudit.forensics.selection import _rank_sum, _t, chosen_on

RANDOM = np.random.default_rng(0)
VALUES = RANDOM.normal(size=(80, 60))
EVENTS = RANDOM.permutation(np.arange(80) % 2 == 0)
TRAIN = np.arange(80) < 56
ALL = np.ones(80, dtype=bool)


def best(rows, count=6, strength=_t):
    return np.argsort(-strength(VALUES[rows], EVENTS[rows]))[:count]


def test_the_rankings_are_those_of_scipy():
    from scipy.stats import mannwhitneyu, ttest_ind

    t = np.abs(ttest_ind(VALUES[EVENTS], VALUES[~EVENTS]).statistic)
    assert _t(VALUES, EVENTS) == pytest.approx(t)
    u = mannwhitneyu(VALUES[EVENTS], VALUES[~EVENTS]).statistic
    assert (np.argsort(_rank_sum(VALUES, EVENTS)) == np.argsort(np.abs(u - 40 * 40 / 2))).all()


@pytest.mark.parametrize("strength", [_t, _rank_sum])
def test_chosen_on_all_rows(strength):
    found = chosen_on(VALUES, EVENTS, TRAIN, best(ALL, strength=strength))
    assert found.pooled
    assert (found.on_all, found.listed, found.columns) == (6, 6, 60)


@pytest.mark.parametrize("strength", [_t, _rank_sum])
def test_chosen_on_the_training_rows(strength):
    found = chosen_on(VALUES, EVENTS, TRAIN, best(TRAIN, strength=strength))
    assert found.from_train
    assert not found.pooled


def test_chosen_otherwise():
    found = chosen_on(VALUES, EVENTS, TRAIN, np.arange(6))
    assert not found.pooled
    assert not found.from_train


def test_the_outcome_is_no_candidate():
    values = np.hstack([VALUES, EVENTS[:, None] * 2.0])
    assert chosen_on(values, EVENTS, TRAIN, best(ALL)).pooled


@pytest.mark.parametrize(
    ("values", "train", "listed"),
    [(VALUES, TRAIN, np.arange(3)), (VALUES[:, :12], TRAIN, np.arange(6)), (VALUES, ALL, np.arange(6))],
)
def test_too_little_to_tell(values, train, listed):
    assert chosen_on(values, EVENTS, train, listed) is None
