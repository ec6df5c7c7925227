"""A model on kept features, on one that was left out, and on names that no list can know."""

import numpy as np
import pytest

from radaudit.checks.features.model_keeps_to_kept_features import model_keeps_to_kept_features
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Location, Outcome, Tier
from radaudit.evidence.kept_features import KeptFeatures
from radaudit.evidence.model_features import ModelFeatures
from radaudit.evidence.offered import Features, OfferedFeatures

MEAN, CONTRAST, IDM = "original_firstorder_Mean", "original_glcm_Contrast", "original_glcm_Idm"


def told(used, *kept, columns=()):
    patterns = KeptFeatures(kept or ("original_firstorder_*", CONTRAST), "icc2", 0.75, 0.005, Location("radaudit.yaml"))
    table = Features("reported", (), columns, np.empty((0, len(columns))), np.arange(len(columns)))
    return list(model_keeps_to_kept_features(patterns, ModelFeatures(used, {}), OfferedFeatures({"m": table})))


def test_kept_by_name_and_by_pattern():
    (only,) = told({"m": (MEAN, CONTRAST)})
    assert only.outcome is Outcome.PASS
    assert "all that it uses (2 features)" in only.message


def test_one_that_was_not_kept_is_named():
    (only,) = told({"m": (MEAN, IDM)})
    assert (only.outcome, only.code, only.tier) == (Outcome.FAIL, "not-kept", Tier.PROVED)
    assert only.rows == ({"feature": IDM},)


def test_another_spelling_of_the_list_is_no_other_feature():
    assert told({"m": (MEAN, CONTRAST)}, "original.firstorder.Mean", CONTRAST)[0].outcome is Outcome.PASS


def test_a_pattern_means_the_columns_of_the_table():
    columns = ("T1_original_glcm_Idm", "T1_original_firstorder_Mean")
    (only,) = told({"m": (MEAN, IDM)}, "T1_original_first*", columns=columns)
    assert (only.outcome, only.rows) == (Outcome.FAIL, ({"feature": IDM},))
    assert told({"m": (MEAN, IDM)}, "T1_*", columns=columns)[0].outcome is Outcome.PASS


def test_variables_of_another_kind_were_no_candidates():
    (only,) = told({"m": (MEAN, "age", "deep_17")})
    assert only.outcome is Outcome.PASS
    assert "(1 feature)" in only.message
    assert told({"m": ("deep_1", "deep_17")}, "deep_1")[0].rows == ({"feature": "deep_17"},)


@pytest.mark.parametrize("features", [("f1", "f2"), ()])
def test_names_that_have_nothing_in_common_accuse_nobody(features):
    assert told({"m": features})[0].outcome is Outcome.UNKNOWN


def test_without_a_model_it_is_not_known():
    with pytest.raises(Unavailable, match="which features"):
        told({})
