import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LinearRegression, LogisticRegression, RidgeClassifier
from sklearn.svm import LinearSVC

from radaudit.models.scoring import as_taken, fit_frame, scores_of, takes_a_frame_only

TABLE = pd.DataFrame({"a": [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]})
THREE = np.array([0, 0, 1, 1, 2, 2])


class Hazard:
    """Fitted as lifelines' models are."""

    def fit(self, frame, duration_col, event_col):
        self.seen = frame
        return self

    def predict_partial_hazard(self, table):
        return table["a"] * 2


class Times:
    """scikit-survival marks models that predict a time and no risk."""

    _predict_risk_score = False

    def predict(self, table):
        return table["a"]


def test_outcomes_as_an_estimator_takes_them():
    assert as_taken("binary", np.array([0.0, 1.0, np.nan])).tolist() == [0, 1, -1]
    assert as_taken("multiclass", np.array([2.0])).dtype.kind == "i"
    assert as_taken("regression", np.array([2.5])).tolist() == [2.5]
    taken = as_taken("survival", np.array([[5.0, 1.0], [7.0, 0.0]]))
    assert (taken["time"].tolist(), taken["event"].tolist()) == ([5.0, 7.0], [True, False])
    assert taken.dtype.names == ("event", "time")  # as sksurv.util.Surv has them


def test_probabilities_of_the_event():
    model = LogisticRegression().fit(TABLE, THREE > 0)
    model.classes_ = np.array([0, 1])
    found, probabilities = scores_of(model, TABLE, "binary", 2)
    np.testing.assert_array_equal(found[:, 0], model.predict_proba(TABLE)[:, 1])
    assert probabilities


def test_a_class_that_the_model_never_saw_has_no_probability():
    model = LogisticRegression().fit(TABLE.iloc[2:], THREE[2:])
    found, probabilities = scores_of(model, TABLE, "multiclass", 3)
    assert (found.shape, probabilities) == ((6, 3), True)
    assert (found[:, 0] == 0).all()
    np.testing.assert_allclose(found.sum(axis=1), 1)


def test_scores_that_are_none():
    found, probabilities = scores_of(LinearSVC().fit(TABLE, THREE > 0), TABLE, "binary", 2)
    assert (found.shape, probabilities) == ((6, 1), False)
    found, probabilities = scores_of(RidgeClassifier().fit(TABLE, THREE), TABLE, "multiclass", 3)
    assert (found.shape, probabilities) == ((6, 3), False)


def test_values():
    found, _ = scores_of(LinearRegression().fit(TABLE, TABLE["a"] * 3), TABLE, "regression", 2)
    np.testing.assert_allclose(found[:, 0], TABLE["a"] * 3, atol=1e-12)


def test_survival():
    assert takes_a_frame_only(Hazard())
    assert not takes_a_frame_only(LinearRegression())
    model = fit_frame(Hazard(), TABLE, as_taken("survival", np.column_stack([TABLE["a"], THREE > 0])))
    assert model.seen.columns.tolist() == ["a", "time", "event"]
    assert scores_of(model, TABLE, "survival", 2)[0][:, 0].tolist() == [0, 2, 4, 6, 8, 10]
    assert scores_of(Times(), TABLE, "survival", 2)[0][:, 0].tolist() == [0, -1, -2, -3, -4, -5]


@pytest.mark.parametrize(
    ("model", "task", "said"),
    [
        (LogisticRegression().fit(TABLE, THREE * 2), "binary", "without an event"),
        (LinearRegression().fit(TABLE, THREE), "multiclass", "gives no score for each class"),
        (LinearRegression().fit(TABLE, np.column_stack([THREE, THREE])), "regression", "gave 2 scores a case"),
    ],
)
def test_what_gives_no_scores_says_so(model, task, said):
    with pytest.raises(ValueError, match=said):
        scores_of(model, TABLE, task, 3)
