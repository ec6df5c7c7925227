import numpy as np
import pytest
import statsmodels.api as sm
from scipy.special import logit
from sklearn import metrics

from radaudit.statistics import weighted_binary

RNG = np.random.default_rng(14)
EVENTS = RNG.random(80) < 0.4
SCORES = np.clip(0.4 + 0.2 * EVENTS + 0.2 * RNG.normal(size=80), 0.02, 0.98)
WEIGHTS = np.vstack([np.ones(80), RNG.integers(0, 4, 80)]).astype(float)


@pytest.mark.parametrize("name", list(weighted_binary.OF_COUNTS))
def test_scikit_learn_gives_the_same(name):
    positive = SCORES >= 0.5
    other = {
        "accuracy": metrics.accuracy_score,
        "sensitivity": metrics.recall_score,
        "specificity": lambda *pair, **named: metrics.recall_score(*pair, pos_label=False, **named),
        "ppv": metrics.precision_score,
        "npv": lambda *pair, **named: metrics.precision_score(*pair, pos_label=False, **named),
        "balanced_accuracy": metrics.balanced_accuracy_score,
        "f1": metrics.f1_score,
    }[name]
    found = weighted_binary.of_threshold(name, positive, EVENTS, WEIGHTS)
    assert found == pytest.approx([other(EVENTS, positive, sample_weight=row) for row in WEIGHTS], rel=1e-12)


def test_nothing_to_take_a_share_of_is_undefined():
    none = np.zeros(80, dtype=bool)
    assert np.isnan(weighted_binary.of_threshold("ppv", none, EVENTS, WEIGHTS)).all()
    for name in ("sensitivity", "f1", "balanced_accuracy"):
        assert np.isnan(weighted_binary.of_threshold(name, none, none, WEIGHTS)).all()


def test_scikit_learn_and_statsmodels_give_the_same_calibration():
    logits, family = logit(SCORES), sm.families.Binomial()
    brier = weighted_binary.brier(SCORES, EVENTS, WEIGHTS)
    slope = weighted_binary.calibration_slope(logits, EVENTS, WEIGHTS)
    intercept = weighted_binary.calibration_intercept(logits, EVENTS, WEIGHTS)
    for place, row in enumerate(WEIGHTS):
        assert brier[place] == pytest.approx(metrics.brier_score_loss(EVENTS, SCORES, sample_weight=row))
        line = sm.GLM(EVENTS, sm.add_constant(logits), family=family, freq_weights=row).fit(tol=1e-14)
        large = sm.GLM(EVENTS, np.ones(80), family=family, offset=logits, freq_weights=row).fit(tol=1e-14)
        assert (slope[place], intercept[place]) == pytest.approx((line.params[1], large.params[0]), rel=1e-7)
