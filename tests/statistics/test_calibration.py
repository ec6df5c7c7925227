import numpy as np
import pytest
import statsmodels.api as sm
from scipy.special import expit, logit
from scipy.stats import norm
from sklearn.metrics import brier_score_loss

from radaudit.statistics.calibration import brier, calibration_intercept, calibration_slope

Z = norm.ppf(0.975)


def test_R_glm_gives_the_same_slope_and_intercept(cases, events, reference):
    expected = reference["calibration"]
    for function, name in ((calibration_slope, "slope"), (calibration_intercept, "intercept")):
        found = function(cases["probability"], events)
        estimate, error = expected[name], expected[f"{name}_error"]
        assert found.estimate == pytest.approx(estimate, rel=1e-10)
        assert (found.low, found.high) == pytest.approx((estimate - Z * error, estimate + Z * error), rel=1e-10)


@pytest.mark.parametrize("seed", range(5))
def test_statsmodels_gives_the_same(seed):
    rng = np.random.default_rng(seed)
    truth = rng.normal(-1, 1.5, 60 + 200 * seed)
    events = rng.random(truth.size) < expit(truth)
    scores = expit(0.5 + 2 * truth + rng.normal(0, 1, truth.size))
    family = sm.families.Binomial()
    slope = sm.GLM(events, sm.add_constant(logit(scores)), family=family).fit(tol=1e-14, maxiter=200)
    found = calibration_slope(scores, events, 0.9)
    assert found.estimate == pytest.approx(slope.params[1], rel=1e-9)
    assert [found.low, found.high] == pytest.approx(slope.conf_int(0.1)[1], rel=1e-8)
    large = sm.GLM(events, np.ones(events.size), family=family, offset=logit(scores)).fit(tol=1e-14, maxiter=200)
    found = calibration_intercept(scores, events, 0.9)
    assert found.estimate == pytest.approx(large.params[0], rel=1e-9)
    assert [found.low, found.high] == pytest.approx(large.conf_int(0.1)[0], rel=1e-8)


def test_true_probabilities_are_calibrated_and_stretched_ones_are_not():
    rng = np.random.default_rng(3)
    truth = rng.normal(0, 1.5, 20_000)
    events = rng.random(truth.size) < expit(truth)
    assert calibration_slope(expit(truth), events).contains(1)
    assert calibration_intercept(expit(truth), events).contains(0)
    assert calibration_slope(expit(2 * truth), events).estimate == pytest.approx(0.5, abs=0.03)
    assert calibration_intercept(expit(truth + 0.7), events).estimate == pytest.approx(-0.7, abs=0.05)


def test_a_reversed_score_has_a_negative_slope():
    scores, events = [0.2, 0.3, 0.4, 0.6, 0.7, 0.8], [1, 1, 0, 1, 0, 0]
    turned = calibration_slope([1 - score for score in scores], events)
    assert calibration_slope(scores, events).estimate == pytest.approx(-turned.estimate, rel=1e-9)
    assert turned.estimate > 0


def test_extreme_probabilities_still_converge():
    scores = np.array([1e-300, 1e-12, 0.4, 0.6, 1 - 1e-12, 1e-8])
    events = np.array([0, 0, 1, 0, 1, 1], dtype=bool)
    fit = sm.GLM(events, sm.add_constant(logit(scores)), family=sm.families.Binomial()).fit(tol=1e-14, maxiter=500)
    assert calibration_slope(scores, events).estimate == pytest.approx(fit.params[1], rel=1e-6)


def test_brier_is_the_mean_square(cases, events):
    assert brier(cases["probability"], events) == pytest.approx(brier_score_loss(events, cases["probability"]))
    assert brier([0, 1], [0, 1]) == 0
    assert brier([1, 0], [0, 1]) == 1


@pytest.mark.parametrize(
    ("scores", "events", "says"),
    [
        ([0.1, 0.2, 0.3], [1, 1, 1], "3 events and 0 non-events"),
        ([0.0, 0.2, 1.0], [0, 1, 1], "2 of 3 probabilities are exactly 0 or 1"),
        ([0.3, 1.2, 0.1], [0, 1, 1], "outside 0 to 1"),
        ([0.3, np.nan, 0.1], [0, 1, 1], "missing"),
    ],
)
@pytest.mark.parametrize("function", [calibration_slope, calibration_intercept])
def test_what_has_no_calibration_is_refused(function, scores, events, says):
    with pytest.raises(ValueError, match=says):
        function(scores, events)


@pytest.mark.parametrize(
    ("scores", "says"),
    [
        ([0.4, 0.4, 0.4, 0.4], "All probabilities are equal"),
        ([0.1, 0.2, 0.3, 0.4], "so no finite"),
        ([0.4, 0.3, 0.2, 0.1], "so no finite"),
        ([0.1, 0.2, 0.2, 0.4], "so no finite"),
    ],
)
def test_a_slope_needs_overlap(scores, says):
    with pytest.raises(ValueError, match=says):
        calibration_slope(scores, [0, 0, 1, 1])


def test_an_intercept_needs_probabilities_that_are_not_all_extreme():
    with pytest.raises(ValueError, match="so close to 0 and 1"):
        calibration_intercept([1e-300, 1e-300, 1 - 1e-16, 1 - 1e-16], [0, 0, 1, 1])
