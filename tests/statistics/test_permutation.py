import numpy as np
import pytest
from scipy.stats import permutation_test as of_scipy

from radaudit.statistics.permutation import permutation_test


def test_the_data_are_one_of_the_permutations():
    found = permutation_test(0.9, np.full(99, 0.5))
    assert (found.p, found.as_good, found.permutations) == (0.01, 0, 99)
    assert found.sampling.high == pytest.approx(1 - 0.025 ** (1 / 99))
    assert permutation_test(0.9, [0.9, 0.9 - 1e-15, 0.1]).p == 0.75
    assert permutation_test(0.2, [0.1, 0.3, 0.4], higher_is_better=False).p == 0.5


def test_what_is_undefined_counts_as_good():
    assert permutation_test(0.9, [np.nan, 0.1, 0.1]).p == 0.5


def test_scipy_gives_the_same_p():
    rng = np.random.default_rng(3)
    one, two = rng.normal(0.6, 1, 15), rng.normal(size=12)
    other = of_scipy(
        (one, two), lambda a, b: a.mean() - b.mean(), n_resamples=199, alternative="greater", rng=1, vectorized=False
    )
    assert permutation_test(other.statistic, other.null_distribution).p == pytest.approx(other.pvalue)


def test_nothing_to_compare_with_is_refused():
    for observed, permuted in ((0.5, []), (np.nan, [0.5])):
        with pytest.raises(ValueError, match="at least one permutation"):
            permutation_test(observed, permuted)
