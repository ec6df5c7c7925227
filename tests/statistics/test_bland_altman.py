import numpy as np
import pytest

from radaudit.statistics.bland_altman import bland_altman

# Peak expiratory flow of 17 subjects (l/min), Bland & Altman 1986, table: Wright and mini meter, first readings.
WRIGHT = [494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427]
MINI = [512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451]


def test_the_paper_s_own_example():
    found = bland_altman(WRIGHT, MINI, reach=2)
    assert round(found.bias.estimate, 1) == -2.1
    assert round(found.deviation, 1) == 38.8
    # As printed; the paper rounds on the way.
    assert [found.lower.estimate, found.upper.estimate] == pytest.approx([-79.7, 75.5], abs=0.1)
    assert [found.bias.low, found.bias.high] == pytest.approx([-22.0, 17.8], abs=0.1)
    assert found.cases == 17


def test_the_limits_intervals_have_the_variance_of_theory():
    rng = np.random.default_rng(0)
    uppers = [bland_altman(row, np.zeros(30)).upper for row in rng.normal(size=(3000, 30))]
    assert np.std([upper.estimate for upper in uppers]) == pytest.approx((1 / 30 + 1.96**2 / 58) ** 0.5, rel=0.05)
    assert np.mean([upper.contains(1.96) for upper in uppers]) == pytest.approx(0.95, abs=0.015)


def test_differences_that_grow_are_told():
    values = np.arange(1.0, 20)
    assert bland_altman(values * 1.2, values).trend == pytest.approx(1)
    same = bland_altman(values, values)
    assert (same.trend, same.bias.estimate, same.deviation) == (0, 0, 0)
