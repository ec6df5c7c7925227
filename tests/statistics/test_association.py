"""Permutation tests of properties against events, beside scipy's."""

import numpy as np
import pytest
from scipy.stats import chi2_contingency, fisher_exact, mannwhitneyu

from radaudit.statistics.association import association

TEA = [True] * 4 + [False] * 4  # Fisher's lady tasting tea: milk first, and what she said


def test_fishers_tea():
    said = ["milk"] * 3 + ["tea"] + ["milk"] + ["tea"] * 3
    found = association(said, TEA, numeric=False)
    assert found.p == pytest.approx(34 / 70, abs=0.015)  # Fisher 1935, two-sided
    assert found.p == pytest.approx(fisher_exact([[3, 1], [1, 3]])[1], abs=0.015)
    assert (found.effect, found.measure, found.cases) == (0.5, "Cramér's V", 8)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_groups_against_chi_square(seed):
    random = np.random.default_rng(seed)
    groups, events = random.choice(list("abc"), 200), random.random(200) < 0.4
    events[:30] |= groups[:30] == "a"
    table = [[((groups == name) & (events == side)).sum() for name in "abc"] for side in (True, False)]
    expected = chi2_contingency(table, correction=False)
    found = association(groups.tolist(), events, numeric=False)
    assert found.p == pytest.approx(expected.pvalue, abs=0.02)
    assert found.effect == pytest.approx(np.sqrt(expected.statistic / 200))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_numbers_against_mann_whitney(seed):
    random = np.random.default_rng(seed)
    events = random.random(60) < 0.5
    values = np.round(random.normal(size=60) + 0.4 * events, 1)
    expected = mannwhitneyu(values[events], values[~events], use_continuity=False)
    found = association(values.tolist(), events, numeric=True)
    assert found.p == pytest.approx(expected.pvalue, abs=0.02)
    assert found.effect == pytest.approx(expected.statistic / (events.sum() * (~events).sum()))
    assert found.strength == pytest.approx(abs(2 * found.effect - 1))


def test_no_p_is_zero_and_the_same_seed_gives_the_same():
    values, events = [1.0] * 30 + [2.0] * 30, [False] * 30 + [True] * 30
    assert association(values, events, numeric=True) == association(values, events, numeric=True)
    assert association(values, events, numeric=True).p == 1e-4


@pytest.mark.parametrize(("values", "events"), [([1, 1, 1], [True, False, True]), ([1, 2, 3], [True] * 3)])
def test_nothing_to_associate(values, events):
    with pytest.raises(ValueError, match="two different values and two outcomes"):
        association(values, events, numeric=True)
