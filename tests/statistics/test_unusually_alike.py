import numpy as np
import pytest
from scipy.stats import t

from radaudit.statistics.unusually_alike import FEWEST, alike_p


def distances(pairs, seed=0):
    return np.exp(np.random.default_rng(seed).normal(1, 0.5, pairs))


def test_copies_stand_out_and_the_others_do_not():
    own = distances(30)
    own[[3, 7]], own[11] = 0.0, 0.001
    p = alike_p(own, 0.001)
    assert (p < 1e-3).nonzero()[0].tolist() == [3, 7, 11]


def test_the_p_value_is_that_of_a_prediction():
    own = np.array([1e-6, 2, 4, 8, 16, 32, 64, 128, 256.0])
    centre, spread = np.log(16), 1.4826 * np.log(4)
    z = (np.log(1e-6) - centre) / (spread * (1 + np.pi / 18) ** 0.5)
    assert alike_p(own, 1e-9)[0] == pytest.approx(9 * t.cdf(z, 0.37 * 8))


def test_of_draws_from_the_null_few_are_called_alike():
    found = [alike_p(distances(25, seed), 1e-9).min() < 0.05 for seed in range(400)]
    assert np.mean(found) < 0.05


def test_few_pairs_that_differ_tell_nothing():
    assert alike_p(np.r_[distances(FEWEST - 1), np.zeros(20)], 1e-3) is None
    p = alike_p(np.r_[distances(FEWEST), np.nan], 1e-3)
    assert np.isnan(p[-1])
    assert np.isfinite(p[:-1]).all()
