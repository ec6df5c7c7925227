"""What the study's process does with a run; here in this process, with estimators that are known."""

from pathlib import Path

import numpy as np
import pytest
from sklearn.feature_selection import SelectKBest
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GridSearchCV, StratifiedKFold
from sklearn.pipeline import make_pipeline

from radaudit.models.child import _tried
from radaudit.models.frame import frame_of
from radaudit.models.request import Request, Run

RANDOM = np.random.default_rng(0)
VALUES = RANDOM.normal(size=(60, 200))
LABELS = RANDOM.permutation(np.arange(60) % 2).astype(float)
NAMES = tuple(f"f{number}" for number in range(200))
FOLDS = [held for _, held in StratifiedKFold(5, shuffle=True, random_state=0).split(VALUES, LABELS)]
ALL = np.arange(60)


def plain():
    return LogisticRegression()


def selecting():
    return make_pipeline(SelectKBest(k=10), LogisticRegression())


def results(build, *runs, task="binary", target=LABELS, clinical=None):
    request = Request("m.py:build", task, NAMES, VALUES, clinical or {}, target, np.arange(200), runs)
    table = frame_of(NAMES, VALUES, request.clinical)
    return [_tried(build, table, request, run, Path("/nowhere")) for run in runs]


def auc_in_folds(build, **changes):
    runs = [Run(np.setdiff1d(ALL, held), held, pool=ALL, **changes) for held in FOLDS]
    found = results(build, *runs)
    assert [result.problem for result in found] == [""] * 5
    return np.mean([roc_auc_score(LABELS[held], own.vector) for held, own in zip(FOLDS, found, strict=True)])


def test_on_noise_a_selection_on_all_rows_reaches_what_a_leak_reaches():
    """Ambroise and McLachlan 2002, doi:10.1073/pnas.102102699: labels at random, selection outside the folds."""
    assert auc_in_folds(selecting, early=("selection",)) > 0.8
    assert auc_in_folds(selecting) < 0.65


def test_the_stand_in_is_that_selection():
    changes = {"columns": np.arange(200), "select": 10}
    assert auc_in_folds(plain, **changes) == pytest.approx(auc_in_folds(selecting))
    leaky = {"early": ("selection",)}
    assert auc_in_folds(plain, **changes, **leaky) == pytest.approx(auc_in_folds(selecting, **leaky))
    (result,) = results(plain, Run(ALL[:40], ALL[40:], **changes, **leaky))
    assert (result.applied, len(result.used)) == (("selection",), 10)


def test_columns_and_clinical_ones():
    (result,) = results(plain, Run(ALL[:40], columns=np.array([3, 5])), clinical={"age": tuple(map(str, range(60)))})
    assert (result.used, len(result.scores), result.kinds) == (("f3", "f5", "age"), 60, ("model",))


@pytest.mark.parametrize("inside", [False, True])
def test_a_search_tells_what_its_best_estimator_selects(inside):
    """Around the pipeline, or as its last step."""

    def searching():
        if inside:
            search = GridSearchCV(LogisticRegression(), {"C": [0.1, 1.0]}, cv=2)
            return make_pipeline(SelectKBest(k=4), search)
        return GridSearchCV(selecting(), {"selectkbest__k": [4]}, cv=2)

    (result,) = results(searching, Run(ALL[:40]))
    assert len(result.used) == 4


def test_a_row_without_an_outcome_is_not_fitted_on():
    target = LABELS.copy()
    target[50] = np.nan
    fine, wrong, early = results(
        selecting, Run(ALL[:40]), Run(ALL[40:]), Run(ALL[:40], early=("selection",)), target=target
    )
    assert fine.problem == ""
    assert wrong.problem == early.problem == "a row to fit on has no outcome"


def test_values():
    (result,) = results(LinearRegression, Run(ALL, columns=np.array([0])), task="regression", target=VALUES[:, 0] * 2)
    np.testing.assert_allclose(result.vector, VALUES[:, 0] * 2)
    assert not result.probabilities
