import numpy as np
import pytest

from radaudit.statistics.heterogeneity import cochran_q


def test_as_statsmodels_has_it():
    from statsmodels.stats.meta_analysis import combine_effects

    estimates, variances = [0.91, 0.78, 0.85, 0.6], [0.002, 0.004, 0.001, 0.01]
    known = combine_effects(np.array(estimates), np.array(variances))
    found = cochran_q(estimates, variances)
    assert found.q == pytest.approx(known.q)
    assert found.common == pytest.approx(known.mean_effect_fe)
    assert (found.freedom, found.p) == (3, pytest.approx(known.test_homogeneity().pvalue))


def test_equal_estimates_do_not_differ():
    assert cochran_q([0.8, 0.8], [0.1, 0.2]).p == 1.0


@pytest.mark.parametrize(("estimates", "variances"), [([0.8], [0.1]), ([0.8, 0.9], [0.1, 0.0]), ([0.8, 0.9], [0.1])])
def test_what_cannot_be_compared(estimates, variances):
    with pytest.raises(ValueError, match="two groups"):
        cochran_q(estimates, variances)
