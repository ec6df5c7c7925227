"""The share against the R squared of statsmodels, p against the analysis of variance."""

import numpy as np
import pytest
from scipy.stats import f_oneway

from radaudit.statistics.nested_groups import nested_groups, taking_part

STRATA = np.repeat([0, 1], 30)
GROUPS = np.tile([0, 0, 1], 20)


def made(seed, shift=0.0, columns=6):
    random = np.random.default_rng(seed)
    return random.normal(size=(60, columns)) + 9 * STRATA[:, None] + shift * (GROUPS == 1)[:, None]


def test_one_column_in_one_stratum_is_an_analysis_of_variance():
    values = made(1, 0.5, 1)[:30]
    found = nested_groups(values, GROUPS[:30], STRATA[:30])
    expected = f_oneway(values[GROUPS[:30] == 0, 0], values[GROUPS[:30] == 1, 0]).pvalue
    assert found.p == pytest.approx(expected, abs=0.03)
    assert (found.rows, found.groups) == (30, 2)


def test_the_share_is_that_of_a_linear_model():
    import statsmodels.api as sm

    values = made(2, 0.8)
    cells = np.eye(4)[2 * STRATA + GROUPS]
    sites = np.eye(2)[STRATA]
    left = [[sm.OLS(own, design).fit().ssr for own in values.T] for design in (sites, cells)]
    explained = 1 - np.sum(left[1]) / np.sum(left[0])
    found = nested_groups(values, GROUPS, STRATA)
    assert found.share == pytest.approx(explained - 2 / 58, abs=0.01)  # two groups more than strata, of 58 left
    assert found.p <= 0.001


def test_chance_keeps_its_level():
    p = np.array([nested_groups(made(seed), GROUPS, STRATA).p for seed in range(60)])
    assert np.mean(p <= 0.1) <= 0.2
    assert p.mean() == pytest.approx(0.5, abs=0.13)


def test_a_difference_between_strata_is_none_within():
    assert nested_groups(made(5), GROUPS, STRATA).p > 0.01
    assert nested_groups(made(5), STRATA, STRATA) is None
    assert nested_groups(np.ones((60, 2)), GROUPS, STRATA) is None


def test_groups_of_five_take_part_where_a_stratum_has_two():
    groups = np.array([0] * 5 + [1] * 5 + [2] * 4 + [0] * 6 + [1] * 4)
    strata = np.repeat([0, 1], [14, 10])
    assert taking_part(groups, strata).tolist() == [True] * 10 + [False] * 14
