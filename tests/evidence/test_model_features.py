"""What a model uses: what it was seen to use, else what it lists, else what it is offered."""

from types import SimpleNamespace

import numpy as np
import pytest

from radaudit.core.errors import Unavailable
from radaudit.evidence.model_features import model_features
from radaudit.evidence.offered import Features, OfferedFeatures
from radaudit.evidence.reruns import Rerun
from radaudit.study.manifest import ModelInfo

NAMES = ("T2_original_glcm_Contrast", "original_shape_Sphericity", "texture 7")
TABLE = Features("reported", (), NAMES, np.zeros((0, 3)), np.arange(3))


def found(reruns=None, **info):
    model = ModelInfo(name="m", **info)
    return model_features((model,), OfferedFeatures({"m": TABLE}), reruns)


def test_features_that_a_fitted_model_uses_by_their_plain_names_and_no_clinical_column():
    used = ("T2_original_glcm_Contrast", "texture 7", "age")
    told = found({"m": Rerun("m", used=used)}, features=list(NAMES))
    assert told.own == {"m": ("original_glcm_Contrast", "texture 7")}


def test_without_it_those_that_are_listed():
    assert found({"m": Rerun("m", "no")}, features=list(NAMES[:2])).own == {
        "m": ("original_glcm_Contrast", "original_shape_Sphericity")
    }


def test_what_it_may_choose_from_is_no_more_than_offered():
    told = found()
    assert told.own == {}
    assert told.offered == {"m": ("original_glcm_Contrast", *NAMES[1:])}


def test_a_study_without_models_is_told():
    with pytest.raises(Unavailable, match="No model"):
        model_features((), OfferedFeatures({}), SimpleNamespace())
