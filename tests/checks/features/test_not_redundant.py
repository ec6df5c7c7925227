import numpy as np
import pytest

from radaudit.checks.features.not_redundant import not_redundant
from radaudit.core.errors import Unavailable
from radaudit.evidence.offered import Features
from radaudit.evidence.signatures import Signature
from tests.made_evidence import a_table, only

BASE = np.random.default_rng(1).normal(size=(40, 3))
VALUES = np.column_stack([BASE, np.exp(BASE[:, 0])])  # f3 orders the cases as f0 does
CASES = tuple(f"c{n}" for n in range(40))
NAMES = ("f0", "f1", "f2", "f3")


def judge(*columns, cases=40, **how):
    table = Features("reported", CASES[:cases], NAMES, VALUES[:cases], np.arange(4))
    own = (Signature("m", table, np.array(columns), "the study lists"),) if columns else None
    reported = a_table(dict(zip(CASES[:cases], VALUES[:cases], strict=True)), NAMES)
    return only(list(not_redundant(reported, own)), **how)


def test_near_copies_in_the_model():
    found = judge(0, 1, 3)
    assert (found.code, found.values["clusters"]) == ("near-copies", 2)
    assert found.rows[0] == {"features": 2, "of the model": 2, "cluster": "f0, f3"}
    assert found.values["effective_number_of_the_table"] == pytest.approx(3, abs=0.4)


def test_a_model_of_representatives_passes_whatever_the_table_holds():
    assert judge(1, 3, outcome="pass").rows[0]["cluster"] == "f3, f0"


def test_where_the_models_features_are_not_known_the_table_is_shown():
    assert judge(outcome="unknown").rows[0]["features"] == 2


def test_few_cases_tell_nothing():
    with pytest.raises(Unavailable, match="fewer than 10"):
        judge(0, cases=8)
