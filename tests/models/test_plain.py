"""Plain pipelines, against scikit-learn's own cross-validation."""

import numpy as np
import pytest
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import PredefinedSplit, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from radaudit.core.errors import JobFailed
from radaudit.models.plain import LEARNT, LEFT_OUT, PIPELINES, FitPlain, inner_splits

RNG = np.random.default_rng(3)
EVENTS = np.arange(60) % 2 == 0
FEATURES = RNG.normal(size=(60, 6)) + EVENTS[:, None] * [2.5, 0, 0, 0, 0, 0]
FEATURES[::7, 2] = np.nan
PATIENTS = np.arange(60) // 2
FOLDS = (PATIENTS % 3)[None]


def fit(pipeline, folds=FOLDS, features=FEATURES, seed=0):
    return FitPlain("plain", pipeline, features, EVENTS, PATIENTS, folds, seed).run()["scores"]


def test_folds_are_scored_as_by_cross_val_predict():
    own = make_pipeline(SimpleImputer(strategy="median"), StandardScaler(), LogisticRegression(max_iter=2000))
    theirs = cross_val_predict(own, FEATURES, EVENTS, cv=PredefinedSplit(FOLDS[0]), method="predict_proba")[:, 1]
    assert fit("few-columns")[0] == pytest.approx(theirs, abs=1e-12)


@pytest.mark.parametrize("name", PIPELINES)
def test_every_pipeline_learns_what_is_there_and_nothing_else(name):
    [scores] = fit(name)
    auc = roc_auc_score(EVENTS, scores)
    assert auc == pytest.approx(0.5, abs=0.2) if name == "no-information" else auc > 0.7
    assert fit(name) == [scores]


def test_columns_constant_or_empty_in_the_training_rows_are_no_trouble():
    site = np.column_stack([np.where(PATIENTS % 3 == 0, 1.0, 0.0), np.full(60, np.nan)])
    assert set(fit("few-columns", features=site)[0]) != {None}


def test_cases_only_learnt_from_or_left_out_have_no_score():
    folds = np.array([[LEARNT] * 30 + [LEFT_OUT] * 10 + [0] * 20])
    [scores] = fit("few-columns", folds)
    assert [score is None for score in scores] == [True] * 40 + [False] * 20
    changed = FEATURES.copy()
    changed[30:40] = 1e6
    assert fit("few-columns", folds, changed) == [scores]


def test_tuning_keeps_patients_whole():
    for train, test in inner_splits(EVENTS, PATIENTS, 0):
        assert not set(PATIENTS[train]) & set(PATIENTS[test])
    assert inner_splits(np.array([True, False, False, False]), np.arange(4), 0) is None


def test_a_training_set_of_one_class_is_the_inputs_fault():
    folds = np.where(EVENTS, 0, LEARNT)[None]
    with pytest.raises(JobFailed, match="holds 0 events and 30 others"):
        fit("logistic", folds)
