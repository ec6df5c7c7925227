import numpy as np
import pytest
from sklearn.preprocessing import StandardScaler

from radaudit.harmonisation.harmonise import fit
from radaudit.harmonisation.method import Method

RNG = np.random.default_rng(4)
TABLE, SITE = RNG.normal(3, 2, (20, 3)), np.array(["A", "B"] * 10)


def test_each_batch_is_standardised_as_scikit_learn_does_it():
    made = fit(TABLE[:12], SITE[:12], {}, Method("standardised")).transform(TABLE, SITE)
    for name in "AB":
        rows = name == SITE
        scaler = StandardScaler().fit(TABLE[:12][rows[:12]])
        assert made[rows] == pytest.approx(scaler.transform(TABLE[rows]))


def test_means_alone_leave_the_spread():
    made = fit(TABLE, SITE, {}, Method("standardised", mean_only=True)).transform(TABLE, SITE)
    assert made[SITE == "A"] == pytest.approx(TABLE[SITE == "A"] - TABLE[SITE == "A"].mean(axis=0))


def test_empty_cells_are_left_out():
    table = TABLE.copy()
    table[0, 1] = np.nan
    made = fit(table, SITE, {}, Method("standardised")).transform(table, SITE)
    assert np.nanmean(made[SITE == "A"], axis=0) == pytest.approx(np.zeros(3), abs=1e-12)
    assert np.nanstd(made[SITE == "A"], axis=0) == pytest.approx(np.ones(3))
