import numpy as np
import pytest
from scipy.stats import expon

from radaudit.statistics.spacings import spacing_tails, tail


def test_the_tail_is_that_of_the_greatest_of_exponentials():
    gaps = np.array([0.3, 1.0, 4.0])
    assert tail(gaps, 0.5, 3) == pytest.approx(1 - expon(scale=0.5).cdf(gaps) ** 3, rel=1e-12)
    assert tail(np.array([-1.0, 0.0]), 0.5, 3).tolist() == [1, 1]


def test_gaps_of_normal_samples_are_not_called_rare_more_often_than_they_should():
    top = -np.sort(-np.random.default_rng(4).normal(size=(20_000, 60)), axis=1)[:, :4]
    tails, scale = spacing_tails(top[:, 0] - top[:, 3], 3)
    assert scale > 0
    assert (tails < 0.5).mean() == pytest.approx(0.5, abs=0.02)
    assert (tails < 1e-3).mean() < 1.5e-3


def test_outliers_make_the_scale_greater_not_smaller():
    top = -np.sort(-np.random.default_rng(5).exponential(size=(400, 60)), axis=1)[:, :4]
    gaps = top[:, 0] - top[:, 3]
    spoilt = np.where(np.arange(400) < 80, gaps + 9, gaps)
    (_, clean), (tails, dirty) = spacing_tails(gaps, 3), spacing_tails(spoilt, 3)
    assert clean == pytest.approx(1, abs=0.15)
    assert clean < dirty < 1.5
    assert tails[:80].max() < 0.01


def test_no_spread_at_all():
    tails, scale = spacing_tails(np.zeros(5), 3)
    assert (tails.tolist(), scale) == ([1] * 5, 0)
