import numpy as np
import pytest

from radaudit.core.errors import Unavailable
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.refits import refits
from radaudit.evidence.setups import Setups
from tests.made_setups import a_setup, run_here

RNG = np.random.default_rng(2)
TABLE, LABELS = RNG.normal(size=(40, 5)), np.arange(40) // 2 % 2
SETS = ["train"] * 30 + ["test"] * 10
PATIENTS = [f"p{row // 2}" for row in range(40)]


class Map:
    map = None


@pytest.fixture(autouse=True)
def here(monkeypatch):
    monkeypatch.setattr("radaudit.models.side_by_side.run_all", run_here)


def made(setups):
    return refits(setups, Auditor(), Map)["m"]


def test_patients_are_drawn_whole_from_the_training_set_and_all_rows_scored():
    found = made(a_setup(TABLE, LABELS, SETS, PATIENTS))
    assert np.shape([result.vector for result in found.results]) == (100, 40)
    for rows in found.drawn:
        assert rows.max() < 30
        counts = np.bincount(rows, minlength=30)
        assert (counts[::2] == counts[1::2]).all()
    assert len({tuple(rows) for rows in found.drawn}) == 100


def test_the_same_seed_draws_the_same():
    one, two = (made(a_setup(TABLE, LABELS, SETS)) for _ in range(2))
    assert one.results == two.results


def test_training_rows_of_one_class_are_said():
    assert "lack a class" in made(a_setup(TABLE, (np.arange(40) > 33) * 1, SETS)).problem


TIMES = np.column_stack([np.arange(1.0, 41), LABELS])


@pytest.mark.parametrize(
    ("task", "outcomes"), [("multiclass", np.arange(40) % 3), ("regression", np.arange(40.0)), ("survival", TIMES)]
)
def test_every_task_is_refitted(task, outcomes):
    found = made(a_setup(TABLE, outcomes, SETS, task=task))
    assert (found.problem, len(found.results)) == ("", 100)
    assert found.original.matrix.shape == (40, 3 if task == "multiclass" else 1)


def test_a_class_that_hardly_any_sample_holds_is_said():
    rare = np.array([*range(12), *range(12), *[0] * 16])
    assert "so small" in made(a_setup(TABLE, rare, SETS, task="multiclass")).problem


def test_without_a_model_it_is_unavailable():
    with pytest.raises(Unavailable, match="it broke"):
        refits(Setups({}, {"m": "it broke"}), Auditor(), Map)
