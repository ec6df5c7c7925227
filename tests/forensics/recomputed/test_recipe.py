import numpy as np
import pytest

from radaudit.forensics.recomputed.recipe import Recipe, harmonised
from radaudit.forensics.recomputed.tables import EACH
from radaudit.harmonisation.implementations.asked import NotOffered
from radaudit.harmonisation.method import Method
from tests.made_harmonised import ALL, TRAIN, made, raw, side_by_side, train

TABLES = side_by_side(raw())


def test_a_recipe_does_what_it_says():
    np.testing.assert_array_equal(harmonised(TABLES, Recipe(TRAIN, "site", ("age",))), made(train(), old=True))


def test_each_set_by_itself():
    found = harmonised(TABLES, Recipe(EACH, "site"))
    np.testing.assert_array_equal(found[train()], made(train())[train()])


def test_cases_of_an_unknown_batch_and_of_batches_that_were_not_fitted_are_left_out():
    site = ("", *TABLES.batches["site"][1:])
    tables = side_by_side(raw())
    tables.batches["some"] = tuple(own or None for own in site)
    tables.subsets["without C"] = np.array([own in ("A", "B") for own in site])
    found = harmonised(tables, Recipe("without C", "some"))
    np.testing.assert_array_equal(np.isnan(found[:, 0]), [own not in ("A", "B") for own in site])


def test_a_program_that_is_missing_says_so(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(NotOffered, match="inmoose is not installed"):
        harmonised(TABLES, Recipe(ALL, "site", by="inmoose"))


def test_words():
    said = Recipe(TRAIN, "site", ("age", "sex"), Method(reference="B"), before="log").in_words()
    assert said == (
        "ComBat, reference batch 'B' by 'site', preserving 'age' and 'sex', fitted on the training rows after log"
    )
