import numpy as np
import pytest
from scipy.stats import spearmanr

from radaudit.statistics.partial_correlation import rank_correlations

RNG = np.random.default_rng(3)
SIZE = RNG.lognormal(size=40)
TABLE = np.column_stack([SIZE**2 + RNG.normal(size=40), -SIZE, RNG.normal(size=40)])
GIVEN = np.column_stack([np.arange(40) % 2, RNG.normal(size=40) + SIZE])


def test_without_others_it_is_spearmans():
    found = rank_correlations(TABLE, SIZE)
    assert found.estimate == pytest.approx([spearmanr(column, SIZE)[0] for column in TABLE.T], abs=1e-12)
    assert found.estimate[1] == pytest.approx(-1)
    assert found.cases.tolist() == [40, 40, 40]


@pytest.mark.parametrize(("columns", "r"), [([0], 0.7314228840772942), ([0, 1], 0.5619739842618721)])
def test_partial_ones_are_those_of_pingouin(columns, r):
    """pingouin 0.6.1: partial_corr(data, "x", "y", covar, method="spearman") of the same numbers."""
    assert rank_correlations(TABLE[:, :1], SIZE, GIVEN[:, columns]).estimate[0] == pytest.approx(r, abs=1e-10)


def test_the_interval_holds_the_true_value_as_often_as_it_says():
    """Spearman's correlation of a bivariate normal is 6 / pi asin(r / 2)."""
    random, rho, held = np.random.default_rng(11), 6 / np.pi * np.arcsin(0.35), []
    for _ in range(300):
        against, noise = random.normal(size=(2, 60))
        found = rank_correlations((0.7 * against + np.sqrt(0.51) * noise)[:, None], against)
        held.append(found.low[0] <= rho <= found.high[0])
    assert 0.93 <= np.mean(held) <= 0.97


def test_missing_values_leave_their_column_only_and_a_constant_has_none():
    table = np.column_stack([TABLE[:, 0], TABLE[:, 0], np.ones(40)])
    table[:5, 1] = np.nan
    found = rank_correlations(table, SIZE)
    assert found.cases.tolist() == [40, 35, 40]
    assert found.estimate[1] == pytest.approx(spearmanr(table[5:, 1], SIZE[5:])[0])
    assert np.isnan([found.estimate[2], found.least[2]]).all()


def test_the_least_strength_looks_past_the_sign():
    found = rank_correlations(np.column_stack([TABLE[:, 0], -TABLE[:, 0], TABLE[:, 2]]), SIZE)
    assert found.least[0] == pytest.approx(found.least[1]) == pytest.approx(found.low[0])
    assert found.least[2] == 0


def test_other_numbers_of_cases_are_refused():
    with pytest.raises(ValueError, match="can't be held against"):
        rank_correlations(TABLE, SIZE[:-1])
