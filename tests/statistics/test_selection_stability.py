from itertools import combinations

import numpy as np
import pytest
from statsmodels.stats.inter_rater import fleiss_kappa

from radaudit.statistics.interval import normal_quantile
from radaudit.statistics.selection_stability import nogueira

# The authors' own demonstration (github.com/nogueirs/JMLR2018, stabilityDemo): 10 random sets of 4 of 10 features.
DEMO = [
    "1111000000",
    "0001011100",
    "0100011100",
    "1100101000",
    "0110110000",
    "0111001000",
    "1001000011",
    "0001011100",
    "0011110000",
    "0000100111",
]


def _rows(text):
    return np.array([[int(sign) for sign in row] for row in text])


def _variance(found):
    return ((found.estimate - found.low) / normal_quantile(found.level)) ** 2


def test_the_authors_examples():
    assert nogueira([[1, 1, 0], [1, 1, 0], [1, 1, 0]]).estimate == 1
    assert nogueira([[1, 1, 0], [0, 1, 1], [1, 0, 1]]).estimate == pytest.approx(-0.5)
    found = nogueira(_rows(DEMO))
    assert found.estimate == pytest.approx(-0.037037037037, rel=1e-10)
    assert _variance(found) == pytest.approx(0.00516666666667, rel=1e-10)


def test_statsmodels_gives_the_same_as_Fleiss_kappa():
    rows = np.random.default_rng(0).random((12, 30)) < np.linspace(0.05, 0.9, 30)
    counts = np.column_stack([rows.sum(axis=0), (~rows).sum(axis=0)])
    assert nogueira(rows).estimate == pytest.approx(fleiss_kappa(counts), rel=1e-12)


def test_with_sets_of_one_size_it_is_the_mean_of_Kuncheva_s_index():
    rows = _rows(DEMO)
    shared = [(one & two).sum() for one, two in combinations(rows, 2)]
    assert nogueira(rows).estimate == pytest.approx((np.mean(shared) - 1.6) / (4 - 1.6), rel=1e-12)


def test_the_interval_covers_the_truth():
    rng = np.random.default_rng(2)
    chances = np.r_[np.full(8, 0.8), np.full(32, 0.1)]
    share = chances.mean()
    truth = 1 - (chances * (1 - chances)).mean() / (share * (1 - share))
    covered = [nogueira(rng.random((60, 40)) < chances).contains(truth) for _ in range(400)]
    assert 0.92 <= np.mean(covered) <= 0.975


@pytest.mark.parametrize(
    ("rows", "says"),
    [
        ([[1, 0]], "two runs"),
        ([[1, 2], [1, 0]], "selected or not"),
        ([[0, 0], [0, 0]], "nothing, or everything"),
        ([[1, 1], [1, 1]], "nothing, or everything"),
    ],
)
def test_what_has_no_stability_is_refused(rows, says):
    with pytest.raises(ValueError, match=says):
        nogueira(rows)
