import json
from pathlib import Path

import numpy as np
import pytest

from radaudit.models.roc import roc_band
from radaudit.statistics.weighted_auc import bootstrap_auc

FIXTURES = Path(__file__).parents[1] / "statistics" / "fixtures"
CASES = np.genfromtxt(FIXTURES / "cases.csv", delimiter=",", names=True)
EVENTS, SCORES = CASES["event"] == 1, CASES["marker"]


def test_pROC_s_bootstrap_gives_the_same_band_and_the_same_interval_of_the_auc():
    expected = json.loads((FIXTURES / "bootstrap.json").read_text(encoding="utf-8"))
    band = roc_band(EVENTS, SCORES, resamples=4000, points=11)
    assert 1 - band.false_positive[9:0:-1] == pytest.approx(expected["specificity"])
    assert band.low[9:0:-1] == pytest.approx(expected["low"], abs=0.04)
    assert band.high[9:0:-1] == pytest.approx(expected["high"], abs=0.04)
    found = bootstrap_auc(SCORES, EVENTS, resamples=4000)
    assert [found.low, found.high] == pytest.approx(expected["auc"], abs=0.006)


def test_the_band_ends_where_the_curve_does_and_counts_patients():
    once = roc_band(EVENTS, SCORES, groups=np.arange(100))
    copied = roc_band(np.tile(EVENTS, 3), np.tile(SCORES, 3), groups=np.tile(np.arange(100), 3))
    naive = roc_band(np.tile(EVENTS, 3), np.tile(SCORES, 3))
    assert copied.low == pytest.approx(once.low)
    assert (naive.high - naive.low).mean() < 0.75 * (once.high - once.low).mean()
    assert (once.low[-1], once.high[-1]) == (1, 1)
    assert (np.diff(once.low) >= 0).all()


def test_a_perfect_score_reaches_1_at_once():
    band = roc_band(EVENTS, EVENTS * 1.0, points=3)
    assert band.low.tolist() == [1, 1, 1]
