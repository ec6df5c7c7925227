"""Against scipy's Spearman and Mann-Whitney; over strata against permutations."""

import numpy as np
import pytest
from scipy.stats import mannwhitneyu, spearmanr

from radaudit.statistics.stratified_correlation import stratified_correlations

RANDOM = np.random.default_rng(4)
VALUES = np.column_stack([RANDOM.normal(size=40), np.rint(RANDOM.normal(size=40))])
EVENT = (RANDOM.uniform(size=40) < 0.4 + 0.2 * np.sign(VALUES[:, 0])).astype(float)
SITES = np.repeat([0, 1, 2], [18, 12, 10])


def test_one_stratum_is_scipys():
    found = stratified_correlations(VALUES, EVENT, np.zeros(40, dtype=int))
    for column in range(2):
        assert found.pooled[column] == pytest.approx(spearmanr(VALUES[:, column], EVENT).statistic)
        assert found.within[column] == pytest.approx(found.pooled[column])
        ranks = mannwhitneyu(
            VALUES[EVENT == 1, column], VALUES[EVENT == 0, column], method="asymptotic", use_continuity=False
        )
        assert found.p[column] == pytest.approx(ranks.pvalue)


def test_strata_are_weighted_and_their_p_is_that_of_permutations():
    found = stratified_correlations(VALUES, EVENT, SITES)
    own = [spearmanr(VALUES[code == SITES, 0], EVENT[code == SITES]).statistic for code in range(3)]
    assert found.within[0] == pytest.approx(np.average(own, weights=[17, 11, 9]))
    null = []
    for _ in range(1000):
        score = EVENT.copy()
        for code in range(3):
            score[code == SITES] = RANDOM.permutation(score[code == SITES])
        null.append(abs(stratified_correlations(VALUES, score, SITES).within[1]))
    share = np.mean(np.array(null) >= abs(found.within[1]) - 1e-12)
    assert found.p[1] == pytest.approx(share, abs=0.05)


def test_a_shift_of_each_stratum_changes_nothing_within():
    shifted = VALUES * np.array([1, 3, 0.2])[SITES, None] + np.array([0, 50, -9])[SITES, None]
    before, after = (stratified_correlations(own, EVENT, SITES) for own in (VALUES, shifted))
    assert after.within == pytest.approx(before.within)
    assert abs(after.pooled[0] - before.pooled[0]) > 0.01


def test_strata_that_say_nothing():
    one_class = np.where(SITES == 2, 1.0, EVENT)
    with_it, without = (
        stratified_correlations(VALUES, one_class, codes) for codes in (SITES, np.where(SITES == 2, -1, SITES))
    )
    assert with_it.within == pytest.approx(without.within)
    nothing = stratified_correlations(np.ones((40, 1)), EVENT, SITES)
    assert np.isnan([nothing.pooled[0], nothing.within[0], nothing.p[0]]).all()
