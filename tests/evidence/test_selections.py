from dataclasses import replace

import numpy as np
import pytest

from radaudit.evidence.refits import Refits
from radaudit.evidence.selections import selections
from radaudit.models.request import RunResult
from tests.made_setups import a_setup

BASE = np.random.default_rng(0).normal(size=(30, 3))
TABLE = np.column_stack([BASE, 2 * BASE[:, 0] + 1])  # f3 is f0 in another unit
OWN = a_setup(TABLE, np.arange(30) % 2, ["train"] * 20 + ["test"] * 10).ready["m"]


def made(*used, own=OWN, **changes):
    told = [replace(RunResult("", ((0.0,),) * 30, applied=changes.pop("applied", ())), used=names) for names in used]
    given = {"train": np.arange(20), "original": told[0], "results": tuple(told[1:])} | changes
    [found] = selections({"m": Refits(own, **given)})
    return found


def test_what_each_refit_chose_and_which_stand_for_each_other():
    found = made(("f0",), ("f0", "f1"), ("f3", "f1"))
    assert (found.problem, found.names) == ("", ("f0", "f1", "f2", "f3"))
    assert found.chosen.tolist() == [[True, True, False, False], [False, True, False, True]]
    assert found.original.tolist() == [True, False, False, False]
    assert found.by_cluster.tolist() == [[True, True, False]] * 2


EVERYTHING = ("f0", "f1", "f2", "f3")


@pytest.mark.parametrize(
    ("used", "changes", "reason"),
    [
        ((EVERYTHING,) * 3, {}, "selects nothing: it depends on all 4 columns"),
        ((("pca0", "pca1"),) * 3, {}, "mixes features into new ones"),
        ((None,) * 3, {}, "does not tell"),
        ((("f0",),) * 3, {"applied": ("selection",)}, "selects on all rows, as declared"),
        ((("f0",), (), ()), {}, "no column in any refit"),
        ((("f0",),) * 3, {"problem": "it broke"}, "on bootstrap samples: it broke"),
    ],
)
def test_where_there_is_nothing_to_compare_it_says_why(used, changes, reason):
    assert reason in made(*used, **changes).problem
