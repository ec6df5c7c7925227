import numpy as np
import pytest

from radaudit.checks.features.model_features_are_stable import model_features_are_stable
from radaudit.core.errors import Unavailable
from radaudit.evidence.model_features import ModelFeatures
from tests.made_evidence import only, told
from tests.made_repeats import repeats_of, some_repeats

TRUE = {"original_glcm_Idm": 0.97, "original_glcm_Contrast": 0.05, "original_shape_Flatness": 0.99}


def judged(used, retests=None, readings=None, **options):
    model = ModelFeatures({"signature": tuple(used)}, {})
    return list(model_features_are_stable(model, retests, readings, **options))


def test_the_feature_that_falls_is_named():
    finding = only(judged(["original_glcm_Idm", "original_glcm_Contrast"], repeats_of(TRUE)))
    assert finding.code == "unstable-in-model"
    assert "1 feature of 2 that is unstable between two scans of one person: original_glcm_Contrast." in finding.message
    assert [row["verdict"] for row in finding.rows] == ["unstable", "robust"]
    kinds = [plot.kind for plot in finding.plots]
    assert kinds == ["intervals", "points", "points"]
    assert "limits of agreement" in finding.plots[1].note


def test_unstable_features_that_the_model_leaves_alone_don_t_matter():
    findings = judged(["original_glcm_Idm", "original_shape_Flatness"], repeats_of(TRUE), repeats_of(TRUE, "readers"))
    assert told(findings) == [("pass", "none-falls")] * 2
    assert "between readers" in findings[1].message


def test_features_with_a_prefix_are_found_if_there_is_one_of_them():
    repeats = repeats_of({f"T2_{name}": icc for name, icc in TRUE.items()})
    assert only(judged(["original_glcm_Contrast"], repeats)).rows[0]["feature"] == "T2_original_glcm_Contrast"
    double = repeats_of({"T1_original_glcm_Idm": 0.9, "T2_original_glcm_Idm": 0.9})
    assert told(judged(["original_glcm_Idm"], double)) == [("unknown", "not-measured")]


def test_what_was_not_measured_is_counted():
    finding = only(judged(["original_glcm_Idm", "original_ngtdm_Busyness"], repeats_of(TRUE)), "pass")
    assert (finding.values["features"], finding.values["measured"]) == (2, 1)
    assert finding.message.endswith("; 1 were not measured again.")
    constant = some_repeats(np.ones((5, 2, 1)), ["original_glcm_Idm"])
    assert told(judged(["original_glcm_Idm"], constant)) == [("unknown", "no-agreement")]


def test_without_repeats_or_features_nothing_is_known():
    with pytest.raises(Unavailable, match="no repeated measurements"):
        judged(["original_glcm_Idm"])
    with pytest.raises(Unavailable, match="which features the models use"):
        list(model_features_are_stable(ModelFeatures({}, {"m": ("a",)}), repeats_of(TRUE), None))
