import numpy as np
import pytest
from scipy import stats

from radaudit.statistics.over_folds import mean_over_folds


def test_the_corrected_t_interval():
    """Nadeau and Bengio's test statistic, inverted: equation 10 of doi:10.1023/A:1024068626366."""
    values = [0.81, 0.74, 0.9, 0.77, 0.85]
    found = mean_over_folds(values, [20] * 5, 100)
    error = np.sqrt((1 / 5 + 20 / 80) * np.var(values, ddof=1))
    assert found.estimate == pytest.approx(np.mean(values))
    assert (found.low, found.high) == pytest.approx(stats.t.interval(0.95, 4, np.mean(values), error))
    plain = stats.t.interval(0.95, 4, np.mean(values), stats.sem(values))
    assert found.low < plain[0]
    assert found.high > plain[1]


def test_one_fold_has_no_spread():
    with pytest.raises(ValueError, match="needs two"):
        mean_over_folds([0.8], [10], 20)
