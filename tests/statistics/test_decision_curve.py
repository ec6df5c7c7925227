import numpy as np
import pytest
from statsmodels.stats.weightstats import DescrStatsW

from radaudit.statistics.decision_curve import decision_curve

RNG = np.random.default_rng(3)
EVENTS = RNG.random(200) < 0.3
SCORES = np.clip(0.3 + 0.2 * EVENTS + 0.15 * RNG.normal(size=200), 0.01, 0.99)


def test_net_benefit_by_hand():
    # Vickers & Elkin's formula: true positives less false positives times the odds, over all cases.
    found = decision_curve([0.9, 0.8, 0.3, 0.2, 0.1], [1, 0, 1, 0, 0], [0.5, 0.25])
    assert found.benefit == pytest.approx([1 / 5 - 1 / 5, 2 / 5 - 1 / 5 / 3])
    assert found.treat_all == pytest.approx([2 / 5 - 3 / 5, 2 / 5 - 3 / 5 / 3])
    assert found.gain == pytest.approx([0.0, (2 - 1 / 3 - 2 + 1) / 5])


def test_below_all_risks_the_model_treats_all_and_above_none():
    found = decision_curve(SCORES, EVENTS, [0.001, 0.999])
    assert found.benefit == pytest.approx([found.treat_all[0], 0])
    assert found.gain == pytest.approx([0, 0])


def test_statsmodels_gives_the_same_interval():
    found = decision_curve(SCORES, EVENTS, [0.4])
    worth = (SCORES >= 0.4) * np.where(EVENTS, 1.0, -0.4 / 0.6)
    assert [found.low[0], found.high[0]] == pytest.approx(DescrStatsW(worth).zconfint_mean(), rel=1e-12)


def test_patients_are_resampled_whole():
    groups = np.tile(np.arange(200), 3)
    once = decision_curve(SCORES, EVENTS, [0.3, 0.4])
    copied = decision_curve(np.tile(SCORES, 3), np.tile(EVENTS, 3), [0.3, 0.4], groups=groups)
    assert copied.benefit == pytest.approx(once.benefit)
    assert copied.low == pytest.approx(once.low, abs=0.01)
    assert copied.gain_high == pytest.approx(once.gain_high, abs=0.01)
    assert "patients" in copied.method


@pytest.mark.parametrize("threshold", [0, 1, np.nan])
def test_a_threshold_lies_between_0_and_1(threshold):
    with pytest.raises(ValueError, match="above 0 and below 1"):
        decision_curve(SCORES, EVENTS, [threshold])
