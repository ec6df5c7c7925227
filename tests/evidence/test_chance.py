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
    monkeypatch.setattr("radaudit.models.side_by_side.run_all", run_here)


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


def test_what_can_not_be_run_says_why():
    assert "no case is in the set" in by_chance(a_setup(NOISE, LABELS, SETS), a_set(name="external", auc="0.9")).problem
    both = Setups({"other": a_setup(NOISE, LABELS, SETS).ready["m"]}, {"m": "it broke"})
    assert by_chance(both, a_set(auc="0.9")).problem == "it broke"


TIMES = np.column_stack([RNG.exponential(20, 60).round(1), RNG.random(60) < 0.7])
VALUES = RNG.normal(50, 10, 60)


@pytest.mark.parametrize(
    ("task", "outcomes", "metric", "least"),
    [
        ("regression", VALUES, "r2", 0.1),
        ("regression", VALUES, "mae", 0.5),
        ("multiclass", np.arange(60) % 3, "auc", 0.1),
    ],
)
def test_what_chance_gives_comes_of_the_permutations(task, outcomes, metric, least):
    leaky = by_chance(
        a_setup(NOISE, outcomes, folds=5, task=task, fitted_on={"selection": "all"}),
        a_set(name="cv", **{metric: "0.5"}),
    )
    honest = by_chance(a_setup(NOISE, outcomes, folds=5, task=task), a_set(name="cv", **{metric: "0.5"}))
    sign = -1 if metric == "mae" else 1
    assert sign * (np.mean(leaky.permuted) - np.mean(leaky.nothing)) > least
    assert sign * (np.mean(honest.permuted) - np.mean(honest.nothing)) < least / 2


def test_a_sensitivity_is_compared_by_what_it_exceeds_as_many_calls_by():
    """Calling every case an event has a sensitivity of 1, and shows nothing."""
    every = by_chance(a_setup(NOISE, LABELS, SETS, threshold=-1e9), a_set(sensitivity="1.0"))
    assert (every.observed, every.test.p) == (1, 1)
    strong = NOISE.copy()
    strong[:, 0] += 3.0 * LABELS
    found = by_chance(a_setup(strong, LABELS, SETS, threshold=4.0), a_set(specificity="0.9"))
    assert found.test.p < 0.05


def test_a_time_goes_with_its_event_and_blocks_of_outcomes_to_patients_with_as_many_cases():
    [target], units = permuted_targets(a_setup(NOISE, TIMES, SETS, task="survival").ready["m"], 1, 0)
    assert units == "patients"
    assert sorted(map(tuple, target)) == sorted(map(tuple, TIMES))
    assert (target != TIMES).any()
    pairs = [f"p{row // 2}" for row in range(60)]
    [target], units = permuted_targets(a_setup(NOISE, VALUES, SETS, pairs, task="regression").ready["m"], 1, 0)
    assert units == "patients with as many cases"
    assert sorted(zip(target[::2], target[1::2], strict=True)) == sorted(zip(VALUES[::2], VALUES[1::2], strict=True))
    sizes = [f"p{np.searchsorted(np.cumsum(range(1, 12)), row)}" for row in range(60)]  # no two have as many cases
    assert permuted_targets(a_setup(NOISE, VALUES, SETS, sizes, task="regression").ready["m"], 1, 0)[1] == "cases"
