"""Features that keep, shift or lose the order of cases under other settings, and what is said of the model."""

import numpy as np
import pytest

from radaudit.checks.features.robust_to_settings import robust_to_settings
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Outcome
from radaudit.evidence.model_features import ModelFeatures
from radaudit.evidence.perturbed import Perturbed
from radaudit.features.chain import settings

STEADY, SHIFTED, LOST = "original_firstorder_Mean", "original_glcm_Contrast", "wavelet-LLH_glszm_ZoneEntropy"


def made(failures=None, cases=30):
    random = np.random.default_rng(3)
    truth = random.normal(size=(cases, 1))
    steady = truth + 0.05 * random.normal(size=(cases, 4))
    values = np.stack([steady, steady + 5 * np.arange(4), random.normal(size=(cases, 4))], axis=2)
    return Perturbed(tuple(map(str, range(cases))), 60, settings()[:3], (STEADY, SHIFTED, LOST), values, failures or {})


def told(*features, cases=30, **options):
    known = ModelFeatures({"m": features}, {}) if features else None
    return list(robust_to_settings(made(cases=cases), known, **options))


def test_a_shift_of_all_cases_is_consistent_though_the_values_do_not_agree():
    first, _ = told(STEADY, SHIFTED)
    assert first.outcome is Outcome.PASS
    rows = {row["feature"]: row for row in first.rows}
    assert rows[SHIFTED]["ICC(C,1)"] > 0.9 > 0.2 > rows[SHIFTED]["ICC(A,1)"]
    assert first.values["robust"] == 2


def test_a_feature_that_owes_its_order_to_the_settings_fails_with_its_row():
    first, _ = told(STEADY, LOST)
    assert (first.outcome, first.code) == (Outcome.FAIL, "model-depends-on-settings")
    assert first.rows[0]["feature"] == LOST
    assert f"1 of its 2 features orders the cases otherwise with other settings, {LOST}" in first.message
    assert first.plots[0].labels == (LOST, STEADY)
    assert [row["reason"] for row in first.rows] == [
        "all of it below 0.5",
        "all of it from 0.9 on",
    ]


def test_an_interval_that_allows_both_is_no_pass():
    first, _ = told(LOST, cases=4)
    assert first.outcome is Outcome.UNKNOWN
    assert "can't be told" in first.message


def test_all_features_are_counted_where_nobody_knows_what_the_model_uses():
    (only,) = told()
    assert only.outcome is Outcome.UNKNOWN
    assert told(STEADY)[1].outcome is Outcome.PASS
    assert "2 robust, 1 unstable (30 cases drawn from 60; bins of 0.8 times the width" in only.message
    assert only.plots[0].kind == "heat"


def test_other_features_and_limits():
    assert told("age")[0].outcome is Outcome.UNKNOWN
    assert told(STEADY, unstable=0.99999, robust=1.0)[0].outcome is Outcome.FAIL


def test_where_nothing_is_left_the_reason_is_told():
    lost = {(str(case), 0): "too small" for case in range(30)} | {(str(case), -1): "too small" for case in range(29)}
    lost |= {(str(case), number): "too small" for case in range(29) for number in (1, 2)}
    with pytest.raises(Unavailable, match="too small"):
        list(robust_to_settings(made(failures=lost), None))
