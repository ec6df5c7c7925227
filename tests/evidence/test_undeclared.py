import numpy as np
import pytest

from radaudit.evidence.undeclared import undeclared
from tests.checks.model.test_claims_are_possible import a_set
from tests.made_setups import a_setup, claimed, run_here

RNG = np.random.default_rng(11)
NOISE, LABELS = RNG.normal(size=(60, 150)), RNG.permutation(np.arange(60) % 2)


class Map:
    map = None


@pytest.fixture(autouse=True)
def here(monkeypatch):
    monkeypatch.setattr("radaudit.models.side_by_side.run_all", run_here)


def tried(value, **options):
    [made] = undeclared(claimed(a_setup(NOISE, LABELS, folds=5, **options), a_set(name="cv", auc=value)), Map)
    return made


def test_a_claim_that_selection_on_all_rows_gives():
    leaky = tried("0.99").trials[1].value
    found = tried(f"{leaky:.2f}")
    assert [trial.kinds for trial in found.matching] == [("selection",)]
    assert found.declared.value < leaky - 0.1


def test_what_is_declared_is_not_tried_again():
    assert len(tried("0.99", fitted_on={"selection": "all"}).trials) == 1


def test_a_claim_that_comes_out_costs_no_further_run():
    declared = tried("0.99").declared.value
    assert len(tried(f"{declared:.2f}").trials) == 1


def test_what_can_not_be_run_says_why():
    [made] = undeclared(claimed(a_setup(NOISE, LABELS), a_set(name="cv", auc="0.9")), Map)
    assert "does not declare its folds" in made.problem
