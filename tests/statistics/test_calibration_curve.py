import numpy as np
import pytest
import statsmodels.api as sm
from scipy.interpolate import CubicSpline
from scipy.special import expit, logit

from radaudit.statistics.calibration_curve import calibration_curve, calibration_groups

RNG = np.random.default_rng(10)
SCORES = RNG.beta(2, 3, 400).round(3)
EVENTS = RNG.random(400) < expit(0.6 * logit(SCORES))


def _natural(values, knots):
    """Columns that span the natural cubic splines of these knots, made by scipy: no part of radaudit's basis."""
    columns = []
    for place in range(knots.size):
        curve = CubicSpline(knots, np.eye(knots.size)[place], bc_type="natural")
        inside = curve(np.clip(values, knots[0], knots[-1]))
        low, high = curve(knots[0], 1), curve(knots[-1], 1)
        columns.append(inside + low * np.minimum(values - knots[0], 0) + high * np.maximum(values - knots[-1], 0))
    return np.column_stack(columns)


def test_statsmodels_on_scipy_s_splines_gives_the_same_curve_and_band():
    found = calibration_curve(SCORES, EVENTS)
    logits = logit(SCORES)
    knots = np.quantile(logits, [0.05, 0.35, 0.65, 0.95])
    other = sm.Logit(EVENTS, _natural(logits, knots)).fit(disp=0, tol=1e-12)
    along = _natural(logit(found.predicted), knots)
    middle = along @ other.params
    reach = 1.959963984540054 * np.sqrt(np.einsum("ij,jk,ik->i", along, other.cov_params(), along))
    assert found.observed == pytest.approx(expit(middle), rel=1e-6)
    assert found.low == pytest.approx(expit(middle - reach), rel=1e-5)
    assert found.high == pytest.approx(expit(middle + reach), rel=1e-5)
    away = np.abs(expit(_natural(logits, knots) @ other.params) - SCORES)
    assert (found.ici, found.e90) == pytest.approx((away.mean(), np.quantile(away, 0.9)), rel=1e-6)


def test_the_truth_lies_in_the_band():
    found = calibration_curve(SCORES, EVENTS)
    truth = expit(0.6 * logit(found.predicted))
    assert ((found.low <= truth) & (truth <= found.high)).mean() > 0.9
    assert found.method == "logistic regression on a restricted cubic spline of the logit, 4 knots"


def test_certain_probabilities_and_few_values_still_have_a_curve():
    scores = np.r_[0.0, 1.0, SCORES]
    found = calibration_curve(scores, np.r_[False, True, EVENTS])
    assert "spline of the risk" in found.method
    assert (found.predicted[0], found.predicted[-1]) == (0, 1)
    two = calibration_curve(np.where(SCORES > 0.4, 0.6, 0.2), EVENTS)
    assert two.knots == 0
    for place, share in ((0, EVENTS[SCORES <= 0.4].mean()), (-1, EVENTS[SCORES > 0.4].mean())):
        assert two.observed[place] == pytest.approx(share)


def test_groups_hold_everyone():
    found = calibration_groups(SCORES, EVENTS, 5)
    assert sum(group.cases for group in found) == 400
    lowest = np.quantile(SCORES, 0.2) >= SCORES
    assert found[0].observed.estimate == pytest.approx(EVENTS[lowest].mean())
    assert found[0].predicted == pytest.approx(SCORES[lowest].mean())
    assert len(calibration_groups(np.full(10, 0.3), np.arange(10) < 3)) == 1


@pytest.mark.parametrize(
    ("scores", "events", "says"),
    [
        ([0.3, 0.3, 0.3], [1, 0, 1], "equal"),
        ([0.1, 0.2, 0.3], [1, 1, 1], "of each class"),
        ([0.1, 0.2, 0.8, 0.9], [0, 0, 1, 1], "separate the classes"),
        ([0.1, 1.2], [0, 1], "not probabilities"),
    ],
)
def test_what_has_no_curve_is_refused(scores, events, says):
    with pytest.raises(ValueError, match=says):
        calibration_curve(scores, events)
