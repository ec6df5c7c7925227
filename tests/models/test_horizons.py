import numpy as np
import pandas as pd
import pytest
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer

from radaudit.models.horizons import event_by, with_horizons

TABLE = pd.DataFrame({"rate": [0.1, 0.2]})
EXPECTED = 1 - np.exp(-np.outer(TABLE["rate"], [5.0, 10.0]))


class Lifelines:
    """CoxPHFitter and its kin: a frame with a row for each time and a column for each case."""

    def predict_survival_function(self, X, times=None, conditional_after=None):
        return pd.DataFrame({row: np.exp(-rate * np.array(times)) for row, rate in enumerate(X["rate"])}, index=times)


class Step:
    """scikit-survival's StepFunction: outside of its domain it raises."""

    def __init__(self, rate, last=20.0):
        self.x, self.rate = np.array([1.0, last]), rate

    def __call__(self, time):
        if not self.x[0] <= time <= self.x[1]:
            raise ValueError("x must be within the domain")
        return np.exp(-self.rate * time)


class Sksurv:
    def __init__(self, last=20.0):
        self.last = last

    def fit(self, table, outcome=None):
        return self

    def predict_survival_function(self, X, return_array=False):
        return np.array([Step(rate, self.last) for rate in np.asarray(X)[:, 0]])


class Search:
    best_estimator_ = make_pipeline(FunctionTransformer(lambda table: table * 2), Sksurv()).fit(TABLE)


@pytest.mark.parametrize("model", [Lifelines(), Sksurv(), make_pipeline(Sksurv())])
def test_both_conventions_give_the_probability_of_the_event(model):
    assert event_by(model, TABLE, (5.0, 10.0)) == pytest.approx(EXPECTED)


def test_steps_before_the_model_and_a_search_around_it():
    assert event_by(Search(), TABLE / 2, (5.0, 10.0)) == pytest.approx(EXPECTED)


def test_before_the_first_step_nobody_had_the_event():
    assert event_by(Sksurv(), TABLE, (0.5,)).tolist() == [[0.0], [0.0]]


class Refuses(Sksurv):
    def predict_survival_function(self, X):
        raise RuntimeError("fit a baseline\nfirst")


class Rising(Sksurv):
    def predict_survival_function(self, X):
        return [lambda time: 1 + time for _ in range(len(X))]


class Short(Sksurv):
    def predict_survival_function(self, X):
        return [Step(0.1)]


@pytest.mark.parametrize(
    ("model", "said"),
    [
        (object(), "its object has no 'predict_survival_function'"),
        (Sksurv(8.0), "its survival functions end at 8, before 10"),
        (Refuses(), "RuntimeError: fit a baseline first"),
        (Rising(), "leave the range from 0 to 1"),
        (Short(), "(1, 2) numbers for 2 cases"),
    ],
)
def test_without_an_answer_the_risks_are_left_and_the_reason(model, said):
    scores = np.array([[1.0], [2.0]])
    found, problem = with_horizons(model, TABLE, scores, (5.0, 10.0))
    assert found is scores
    assert said in problem


def test_what_is_given_stands_after_the_risk():
    found, problem = with_horizons(Sksurv(), TABLE, np.array([[1.0], [2.0]]), (5.0, 10.0))
    assert problem == ""
    assert found == pytest.approx(np.column_stack([[1.0, 2.0], EXPECTED]))
    assert with_horizons(object(), TABLE, found, ()) == (found, "")
