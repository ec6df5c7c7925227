import numpy as np
import pytest

from radaudit.evidence.null_runs import set_scores
from radaudit.evidence.probes import Answer, Ground
from radaudit.evidence.target import Target
from tests.made_evidence import a_cohort, a_target

CASES = [f"c{n}" for n in range(20)]
EVENTS = [n % 2 == 1 for n in range(20)]
EVERYBODY = np.arange(20)


def scores(values, name="cv", folds=1, target=None, source=EVERYBODY):
    said = {
        (case, name, (str(n * folds // 20),)): (value,)
        for n, (case, value) in enumerate(zip(CASES, values, strict=True))
    }
    ground = Ground(None, a_cohort(CASES), target or a_target(EVENTS), None, None)
    return set_scores(Answer("", said), ground, source)


def test_the_area_under_other_outcomes():
    assert scores([float(own) for own in EVENTS]) == {"cv": 1.0}
    assert scores([float(own) for own in EVENTS], source=EVERYBODY[::-1]) == {"cv": 0.0}


def test_folds_are_averaged_as_each_model_has_its_own_scale():
    shifted = [own + 10 * (n >= 10) * (-1) ** own for n, own in enumerate(map(float, EVENTS))]
    assert scores(shifted, folds=1)["cv"] < 1.0
    assert scores([own + 10 * (n >= 10) for n, own in enumerate(map(float, EVENTS))], folds=2) == {"cv": 1.0}


def test_training_and_validation_cases_are_not_scored_nor_sets_that_are_too_small():
    assert scores([0.5] * 20, name="train") == scores([0.5] * 20, name="validation") == {}
    few = a_target([n < 4 for n in range(20)])
    assert scores([0.5] * 20, name="test", target=few) == {}


def test_survival_is_scored_by_concordance():
    times = np.column_stack([np.arange(1.0, 21.0), np.ones(20)])
    target = Target("survival", "event", times)
    assert scores(-np.arange(20.0), name="test", target=target)["test"] == pytest.approx(1.0)
