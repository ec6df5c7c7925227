import numpy as np
import pytest

from radaudit.evidence.auditor import Auditor
from radaudit.evidence.other_seeds import other_seeds
from tests.checks.model.test_claims_are_possible import a_set
from tests.made_setups import a_setup, claimed, run_here

RNG = np.random.default_rng(11)
NOISE, LABELS = RNG.normal(size=(60, 50)), RNG.permutation(np.arange(60) % 2)
SETS = ["train"] * 40 + ["test"] * 20


class Map:
    map = None


@pytest.fixture(autouse=True)
def here(monkeypatch):
    monkeypatch.setattr("radaudit.models.side_by_side.run_all", run_here)


def test_folds_that_were_drawn_are_drawn_anew():
    [made] = other_seeds(claimed(a_setup(NOISE, LABELS, folds=5), a_set(name="cv", auc="0.90")), Auditor(), Map)
    assert (len(made.others), made.varied) == (20, "the model and the folds")
    assert len(set(made.others)) > 10


def test_a_model_without_chance_gives_the_same_on_a_fixed_split():
    [made] = other_seeds(claimed(a_setup(NOISE, LABELS, SETS), a_set(auc="0.9")), Auditor(), Map)
    assert (set(made.others), made.varied) == ({made.own}, "the model")


def test_what_can_not_be_run_says_why():
    [made] = other_seeds(claimed(a_setup(NOISE, LABELS, SETS), a_set(name="cv", auc="0.9")), Auditor(), Map)
    assert "does not declare its folds" in made.problem
