"""Made features of known agreement, and what is said of the model that uses them."""

import numpy as np
import pytest

from radaudit.checks.features.robust_to_perturbation import robust_to_perturbation
from radaudit.core.finding import Outcome, Severity
from radaudit.evidence.model_features import ModelFeatures
from radaudit.evidence.perturbed import Perturbed
from radaudit.evidence.robustness import robustness
from radaudit.features.chain import imaging

ICCS = {
    "original_firstorder_Mean": 0.995,
    "wavelet-LLH_glcm_Contrast": 0.97,
    "original_shape_Sphericity": 0.7,
    "original_glcm_Idn": 0.05,
    "original_gldm_LowGrayLevelEmphasis": 0.0,
}
STEADY, MIDDLE, LOOSE = tuple(ICCS)[:2], tuple(ICCS)[2], tuple(ICCS)[3:]


def made(cases=40, failures=None):
    random = np.random.default_rng(1)
    share = np.array(list(ICCS.values()))
    values = np.sqrt(share) * random.normal(size=(cases, 1, 5)) + np.sqrt(1 - share) * random.normal(
        size=(cases, 11, 5)
    )
    return Perturbed(tuple(map(str, range(cases))), 100, imaging(10), tuple(ICCS), values, failures or {})


def told(features=None, cases=40, failures=None, **options):
    own = made(cases, failures)
    known = ModelFeatures({"m": features} if features else {}, {})
    return list(robust_to_perturbation(own, robustness(own), known, **options))


def test_a_model_on_steady_features_passes_though_others_are_not():
    first, rest, table = told(STEADY)
    assert [own.outcome for own in (first, rest, table)] == [Outcome.PASS] * 3
    assert first.values["robust"] == 2
    assert "2 robust, 1 borderline, 2 unstable" in rest.message
    assert "40 cases drawn from 100, each measured 11 times" in rest.message
    assert {row["feature"] for row in rest.rows[:2]} == set(LOOSE)
    reasons = [row["reason"] for row in rest.rows]
    assert (reasons[0], reasons[-1]) == ("all of it below 0.5", "all of it from 0.9 on")


def test_a_model_on_an_unstable_feature_fails_with_its_rows():
    first, *_ = told((STEADY[0], LOOSE[0]))
    assert (first.outcome, first.code, first.severity) == (Outcome.FAIL, "model-unstable", None)
    assert "1 of its 2 features" in first.message
    assert first.rows[0]["feature"] == LOOSE[0]
    assert first.rows[0]["97.5 %"] < 0.5
    assert first.plots[0].labels[0] == LOOSE[0]


def test_with_too_few_cases_nothing_is_claimed_of_a_middling_feature():
    first, *_ = told((MIDDLE,), cases=6)
    assert first.outcome is Outcome.UNKNOWN
    assert "perturbed_cases" in first.values["add"]


def test_unstable_features_are_a_note_where_nobody_knows_what_the_model_uses():
    first, table = told()
    assert (first.outcome, first.severity) == (Outcome.FAIL, Severity.NOTE)
    assert first.values["unstable"] == 2
    families = {(row["image type"], row["class"]): row for row in table.rows}
    assert families["wavelet-LLH", "glcm"]["robust"] == families["original", "gldm"]["unstable"] == 1


@pytest.mark.parametrize(("options", "unstable"), [({"unstable": 0.0}, 0), ({"unstable": 0.85, "robust": 0.9}, 3)])
def test_the_limits_are_options(options, unstable):
    assert told(STEADY, **options)[1].values["unstable"] == unstable


def test_what_failed_is_counted_with_its_reason():
    rest = told(STEADY, failures={("3", 2): "too small"})[1]
    assert "39 cases" in rest.message
    assert "1 extractions failed" in rest.message
    assert rest.values["failed_because"] == "too small"


def test_a_model_on_other_features_is_unknown():
    assert told(("original_ngtdm_Busyness",))[0].outcome is Outcome.UNKNOWN


@pytest.mark.parametrize(("cases", "outcome"), [(4, Outcome.UNKNOWN), (400, Outcome.FAIL)])
def test_wide_intervals_of_features_that_no_model_names_are_no_pass(cases, outcome):
    assert told(cases=cases, unstable=0.2)[0].outcome is outcome
