import numpy as np
import pytest

from radaudit.statistics.interval import normal_quantile
from radaudit.statistics.survival import pseudo_regression
from radaudit.statistics.survival.pseudo_regression import calibration_intercept, log_hazards, risk_curve
from radaudit.statistics.survival.pseudo_values import pseudo_values


def _error(found):
    return (found.high - found.low) / 2 / normal_quantile(found.level)


def test_R_s_generalised_linear_model_gives_the_same(cases, at_a_time):
    alone = calibration_intercept(cases["days"], cases["event"], cases["by12"], 12)
    whole = calibration_intercept(cases["days"], cases["event"], cases["by12"], 12, groups=cases["patient"])
    assert [alone.estimate, _error(alone), _error(whole)] == pytest.approx(at_a_time["intercept"], rel=1e-6)


def test_R_s_regression_with_a_slope_is_the_same(cases, at_a_time):
    predictor = log_hazards(cases["by12"])
    design = np.column_stack([np.ones(90), predictor])
    observed = pseudo_values(cases["days"], cases["event"], 12)
    weights, covariance = pseudo_regression._fitted(design, observed, 0.0, np.array([0.0, 1.0]), None)
    assert [*weights, *np.sqrt(np.diag(covariance))] == pytest.approx(at_a_time["regression"], rel=1e-6)


def test_the_curve_of_risks_that_are_right_is_the_diagonal():
    rng = np.random.default_rng(2)
    risks = rng.uniform(0.05, 0.9, 4000)
    times = rng.exponential(1 / -np.log1p(-risks))  # the event by 1 has that risk
    left = rng.uniform(0.5, 3, 4000)
    found = risk_curve(np.minimum(times, left), times <= left, risks, 1.0)
    assert found.ici < found.e90 < 0.04
    assert (found.low <= found.observed).all()
    assert (found.observed <= found.high).all()
    assert ((found.low <= found.predicted) & (found.predicted <= found.high)).mean() > 0.8
    doubled = risk_curve(np.minimum(times, left), times <= left, risks / 2, 1.0)
    assert doubled.ici == pytest.approx((risks / 2).mean(), abs=0.03)


@pytest.mark.parametrize(("risk", "says"), [(0.0, "above 0"), (0.5, "are equal")])
def test_what_is_not_defined_is_refused(risk, says):
    with pytest.raises(ValueError, match=says):
        risk_curve([1, 3], [1, 0], [risk, 0.5], 2)
