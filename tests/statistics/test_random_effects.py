import numpy as np
import pytest

from radaudit.statistics.random_effects import random_effects

# Colditz et al. 1994, doi:10.1001/jama.1994.03510330076038: BCG against tuberculosis, as metafor's dat.bcg has it
# (cases and others, vaccinated; cases and others, not vaccinated).
BCG = np.array(
    [
        *([4, 119, 11, 128], [6, 300, 29, 274], [3, 228, 11, 209], [62, 13536, 248, 12619], [33, 5036, 47, 5761]),
        *([180, 1361, 372, 1079], [8, 2537, 10, 619], [505, 87886, 499, 87892], [29, 7470, 45, 7232]),
        *([17, 1699, 65, 1600], [186, 50448, 141, 27197], [5, 2493, 3, 2338], [27, 16886, 29, 17825]),
    ]
)


def log_ratios():
    a, b, c, d = BCG.T
    return np.log(a / (a + b)) - np.log(c / (c + d)), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)


def test_a_published_meta_analysis():
    found = random_effects(*log_ratios())
    assert found.q == pytest.approx(152.2330, abs=5e-5)  # metafor: Q(df = 12) = 152.2330
    assert found.i2 == pytest.approx(0.9212, abs=5e-5)  # metafor, DL: I^2 = 92.12 %
    assert found.tau2 == pytest.approx(0.3181, abs=5e-5)  # metafor, method = "PM"
    assert found.p < 1e-15


def test_another_implementation():
    from scipy.stats import t
    from statsmodels.stats.meta_analysis import combine_effects

    values, spread = log_ratios()
    other = combine_effects(values, spread, method_re="iterated", use_t=True)
    found = random_effects(values, spread)
    assert found.tau2 == pytest.approx(other.tau2, rel=1e-4)
    assert found.mean.estimate == pytest.approx(other.mean_effect_re, rel=1e-5)
    error = other.sd_eff_w_re_hksj
    reach = t.ppf(0.975, 12) * error
    assert (found.mean.low, found.mean.high) == pytest.approx(
        (other.mean_effect_re - reach, other.mean_effect_re + reach), rel=1e-4
    )
    far = t.ppf(0.975, 11) * np.sqrt(other.tau2 + error**2)
    assert found.predicted.high - found.mean.estimate == pytest.approx(far, rel=1e-4)


def test_groups_that_agree_better_than_chance_promise_no_more_than_one_common_value():
    found = random_effects([0.7, 0.701, 0.699], [0.01, 0.01, 0.01])
    assert (found.tau2, found.i2) == (0.0, 0.0)
    assert found.mean.high - found.mean.estimate == pytest.approx(4.3027 * 0.1 / np.sqrt(3), rel=1e-4)


def test_two_groups_say_nothing_of_a_third():
    assert random_effects([0.6, 0.8], [0.01, 0.01]).predicted is None


@pytest.mark.parametrize(("values", "spread"), [([0.5], [0.1]), ([0.5, 0.6], [0.1, 0.0]), ([0.5, 0.6], [0.1])])
def test_what_can_not_be_summarised(values, spread):
    with pytest.raises(ValueError, match="needs two groups"):
        random_effects(values, spread)
