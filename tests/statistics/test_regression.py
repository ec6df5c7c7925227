import numpy as np
import pytest
import statsmodels.api as sm
from sklearn import metrics

from radaudit.statistics import regression

RNG = np.random.default_rng(7)
OBSERVED = 1000 + RNG.normal(size=50)
PREDICTED = 1000 + 0.6 * (OBSERVED - 1000) + 0.5 * RNG.normal(size=50)
WEIGHTS = np.vstack([np.ones(50), RNG.integers(0, 4, 50)]).astype(float)


def test_scikit_learn_and_statsmodels_give_the_same():
    found = {
        name: getattr(regression, name)(OBSERVED, PREDICTED, WEIGHTS) for name in ("r2", "mae", "rmse", "slope", "bias")
    }
    for place, row in enumerate(WEIGHTS):
        pair, named = (OBSERVED, PREDICTED), {"sample_weight": row}
        line = sm.WLS(OBSERVED, sm.add_constant(PREDICTED), weights=row).fit()
        expected = {
            "r2": metrics.r2_score(*pair, **named),
            "mae": metrics.mean_absolute_error(*pair, **named),
            "rmse": metrics.root_mean_squared_error(*pair, **named),
            "slope": line.params[1],
            "bias": np.average(PREDICTED - OBSERVED, weights=row),
        }
        assert {name: values[place] for name, values in found.items()} == pytest.approx(expected, rel=1e-9)


def test_what_does_not_vary_has_no_share_of_variance():
    flat, other = np.full(4, 3.0), np.arange(4.0)
    assert np.isnan(regression.r2(flat, other, np.ones((1, 4)))).all()
    assert np.isnan(regression.slope(other, flat, np.ones((1, 4)))).all()
    assert np.isnan(regression.slope(other, other, np.array([[0.0, 3, 0, 0]]))).all()


@pytest.mark.parametrize(
    ("observed", "predicted", "says"),
    [([1, 2], [1], "one number a case"), ([1], [1], "At least two"), ([1, np.inf], [1, 2], "missing or infinite")],
)
def test_what_can_t_be_used_is_refused(observed, predicted, says):
    with pytest.raises(ValueError, match=says):
        regression.paired(observed, predicted)
