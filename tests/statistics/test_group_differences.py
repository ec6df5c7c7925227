"""Against scipy, and epsilon squared against the adjusted R squared of statsmodels."""

import numpy as np
import pytest
from scipy.stats import kruskal, levene, rankdata

from radaudit.statistics.group_differences import group_differences

RANDOM = np.random.default_rng(3)
CODES = np.array([0] * 9 + [1] * 7 + [2] * 5 + [-1] * 3)
VALUES = RANDOM.normal(size=(24, 4)) + 0.8 * np.maximum(CODES, 0)[:, None] * [0, 1, 0, 0]
VALUES[:, 2] = np.rint(VALUES[:, 2])  # ties
VALUES[[1, 10, 20], 3] = np.nan


@pytest.mark.parametrize("column", range(4))
def test_scipy_and_statsmodels_agree(column):
    import statsmodels.api as sm

    found = group_differences(VALUES, CODES)
    known = np.isfinite(VALUES[:, column]) & (CODES >= 0)
    groups = [VALUES[known & (code == CODES), column] for code in range(3)]
    assert found.levels[column] == pytest.approx(kruskal(*groups).pvalue, rel=1e-9)
    assert found.spreads[column] == pytest.approx(levene(*groups, center="median").pvalue, rel=1e-9)
    design = sm.add_constant(np.eye(3)[CODES[known]][:, 1:])
    assert found.share[column] == pytest.approx(sm.OLS(rankdata(VALUES[known, column]), design).fit().rsquared_adj)


def test_what_cant_be_told_is_nan():
    constant = group_differences(np.column_stack([np.ones(24), VALUES[:, 0]]), CODES)
    assert np.isnan([constant.levels[0], constant.spreads[0], constant.share[0]]).all()
    assert np.isfinite(constant.levels[1])
    assert np.isnan(group_differences(VALUES, np.zeros(24, dtype=int)).levels).all()
    assert np.isnan(group_differences(VALUES[:3], np.array([0, 1, 2])).levels).all()


def test_the_share_has_no_bias_where_groups_say_nothing():
    shares = group_differences(np.random.default_rng(0).normal(size=(21, 4000)), CODES[:21]).share
    assert abs(shares.mean()) < 0.006  # eta squared would be 0.1
