import numpy as np
import pytest

from radaudit.evidence.auditor import Auditor, Effort
from radaudit.evidence.chance import chance, permuted_targets
from radaudit.evidence.setups import Setups
from tests.checks.model.test_claims_are_possible import a_set
from tests.made_setups import a_setup, claimed, run_here

RNG = np.random.default_rng(11)
NOISE, LABELS = RNG.normal(size=(60, 150)), RNG.permutation(np.arange(60) % 2)
SETS = ["train"] * 40 + ["test"] * 20
FOLDED = a_set(name="cv", auc="0.90")


class Map:
    map = None


@pytest.fixture(autouse=True)
def here(monkeypatch):
    monkeypatch.setattr("radaudit.evidence.chance.run_all", run_here)


def by_chance(setups, group=FOLDED):
    [made] = chance(claimed(setups, group), Auditor(effort=Effort(permutations=30)), Map)
    return made


def test_selection_on_all_rows_finds_as_much_in_permuted_outcomes():
    made = by_chance(a_setup(NOISE, LABELS, folds=5, fitted_on={"selection": "all"}))
    assert np.mean(made.permuted) > 0.7
    assert made.test.p > 0.05


def test_an_honest_analysis_of_a_real_effect():
    strong = NOISE.copy()
    strong[:, 0] += 2.0 * LABELS
    made = by_chance(a_setup(strong, LABELS, SETS), a_set(auc="0.90"))
    assert np.mean(made.permuted) == pytest.approx(0.5, abs=0.1)
    assert made.test.p == pytest.approx(1 / 31)


def test_patients_keep_one_outcome_where_they_have_one():
    patients = [f"p{row // 2}" for row in range(60)]
    paired = a_setup(NOISE, np.arange(60) // 2 % 2, SETS, patients).ready["m"]
    targets, units = permuted_targets(paired, 5, 0)
    assert units == "patients"
    assert all((target[::2] == target[1::2]).all() and target.sum() == 30 for target in targets)
    assert permuted_targets(a_setup(NOISE, np.arange(60) % 2, SETS, patients).ready["m"], 1, 0)[1] == "cases"


def test_what_can_not_be_run_says_why():
    assert "no case is in the set" in by_chance(a_setup(NOISE, LABELS, SETS), a_set(name="external", auc="0.9")).problem
    both = Setups({"other": a_setup(NOISE, LABELS, SETS).ready["m"]}, {"m": "it broke"})
    assert by_chance(both, a_set(auc="0.9")).problem == "it broke"
