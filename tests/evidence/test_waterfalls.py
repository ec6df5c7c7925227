"""Waterfalls of made models, whose flaws are known."""

from dataclasses import replace

import numpy as np
import pytest

from radaudit.evidence.auditor import Auditor
from radaudit.evidence.flaws import shared_with
from radaudit.evidence.found_flaws import EXACT, subsets
from radaudit.evidence.setups import Setups
from radaudit.evidence.waterfalls import waterfalls
from tests.checks.model.test_claims_are_possible import a_set
from tests.made_evidence import a_picture, an_index
from tests.made_setups import a_setup, claimed, run_here

RNG = np.random.default_rng(11)
NOISE, LABELS = RNG.normal(size=(60, 150)), RNG.permutation(np.arange(60) % 2)
SETS = ["train"] * 40 + ["test"] * 20


class Map:
    map = None


@pytest.fixture(autouse=True)
def here(monkeypatch):
    monkeypatch.setattr("radaudit.models.side_by_side.run_all", run_here)


def one(setups, group=None, images=None, near=None, testimony=None, examined=None):
    given = (images, near, testimony, examined, Auditor(), Map)
    [made] = waterfalls(claimed(setups, group or a_set(auc="0.90")), *given)
    return made


def test_selection_on_all_rows_of_noise_is_worth_all_there_is():
    made = one(a_setup(NOISE, LABELS, folds=5, fitted_on={"selection": "all"}), a_set(name="cv", auc="0.90"))
    assert made.rerun.estimate > 0.75
    assert made.clean.low < 0.5 < made.clean.high
    [cost] = made.costs
    assert (cost.flaw.name, cost.worth.low > 0) == ("selection", True)
    assert cost.worth.estimate == pytest.approx(made.rerun.estimate - made.clean.estimate)
    assert (made.cases, made.events, made.fair, made.left) == (60, 30, True, ())


def test_copied_rows_are_found_and_left_out():
    copied = NOISE.copy()
    copied[40:] = copied[:20]
    labels = np.concatenate([LABELS[:40], LABELS[:20]])
    made = one(a_setup(copied, labels, SETS))
    assert [cost.flaw.name for cost in made.costs] == ["rows"]
    assert made.rerun.estimate > made.clean.estimate
    assert made.fewer == 0.5


def test_costs_add_up_and_shared_patients_are_not_counted_twice():
    patients = [f"p{row % 40}" for row in range(60)]
    images = an_index(*(a_picture(f"c{row:03d}", content=str(row % 30)) for row in range(60)))
    setups = a_setup(NOISE, LABELS, SETS, patients, fitted_on={"selection": "all", "scaling": "all"})
    made = one(setups, images=images)
    assert [cost.flaw.name for cost in made.costs] == ["patients", "images", "selection"]
    assert sum(c.worth.estimate for c in made.costs) == pytest.approx(made.total.estimate)
    assert made.left == ("scaling on all rows: no step of the estimator does it, so it is in the table already",)
    shared = shared_with(setups.ready["m"], images)
    assert not (shared["patients"] & shared["images"]).any()


def test_a_list_of_features_gets_a_stand_in_for_its_selection():
    gap = NOISE[LABELS == 1].mean(axis=0) - NOISE[LABELS == 0].mean(axis=0)
    best = [f"f{column}" for column in np.argsort(-np.abs(gap))[:3]]
    setups = a_setup(NOISE, LABELS, folds=5, listed=best, fitted_on={"selection": "all"})
    made = one(setups, a_set(name="cv", auc="0.90"))
    assert [cost.flaw.name for cost in made.costs] == ["stand-in", "selection"]
    assert made.costs[0].worth.estimate == pytest.approx(0, abs=0.05)  # the same three features
    assert made.clean.estimate < 0.65


def test_an_honest_model_has_nothing_to_take_out():
    made = one(a_setup(NOISE, LABELS, SETS))
    assert (made.costs, made.problem) == ((), "")
    assert made.rerun == made.clean


@pytest.mark.parametrize(
    ("setups", "group", "reason"),
    [
        (a_setup(NOISE, LABELS, SETS), a_set(name="external", auc="0.9"), "no case is in the set"),
        (a_setup(NOISE, LABELS, SETS), a_set(name=None, auc="0.9"), "names no set"),
        (a_setup(NOISE, LABELS, SETS), a_set(name="cv", auc="0.9"), "does not declare its folds"),
        (Setups({"other": a_setup(NOISE, LABELS, SETS).ready["m"]}, {"m": "it broke"}), a_set(auc="0.9"), "it broke"),
    ],
)
def test_what_can_not_be_told_says_why(setups, group, reason):
    assert reason in one(setups, group).problem


def test_many_flaws_are_taken_out_in_order():
    assert len(subsets(EXACT)) == 2**EXACT
    many = subsets(EXACT + 1)
    assert (many[0], many[-1], len(many)) == ((), tuple(range(EXACT + 1)), EXACT + 2)


def copies(table, outcomes):
    """The last 20 of 60 cases are copies of the first 20, outcomes too."""
    return np.concatenate([table[:40], table[:20]]), np.concatenate([outcomes[:40], outcomes[:20]])


TIMES = np.column_stack([RNG.exponential(20, 60).round(1), RNG.random(60) < 0.7])
OTHER_TASKS = [("multiclass", np.arange(60) % 3, "auc"), ("regression", RNG.normal(50, 10, 60), "r2"),
               ("regression", RNG.normal(50, 10, 60), "mae")]  # fmt: skip


@pytest.mark.parametrize(("task", "outcomes", "metric"), OTHER_TASKS)
def test_selection_on_all_rows_flatters_every_task(task, outcomes, metric):
    setups = a_setup(NOISE, outcomes, folds=5, task=task, fitted_on={"selection": "all"})
    made = one(setups, a_set(name="cv", **{metric: "0.5"}))
    [cost] = made.costs
    assert (cost.flaw.name, cost.worth.low > 0) == ("selection", metric != "mae")
    assert cost.worth.estimate > 0.1
    sign = -1 if metric == "mae" else 1
    assert cost.worth.estimate == pytest.approx(sign * (made.rerun.estimate - made.clean.estimate))
    assert sign * made.clean.estimate < sign * made.nothing or made.clean.low < made.nothing < made.clean.high
    honest = one(a_setup(NOISE, outcomes, folds=5, task=task), a_set(name="cv", **{metric: "0.5"}))
    assert (honest.costs, honest.rerun) == ((), made.clean)


def test_copies_of_cases_flatter_a_concordance_and_times_stay_with_their_events():
    table, outcomes = copies(NOISE, TIMES)
    made = one(a_setup(table, outcomes, SETS, task="survival"), a_set(c_index="0.95"))
    assert [cost.flaw.name for cost in made.costs] == ["rows"]
    assert made.rerun.estimate > 0.99
    assert made.clean.low < 0.5 < made.clean.high
    assert made.nothing == pytest.approx(0.5)
    assert made.events == int(TIMES[:20, 1].sum())
    honest = one(a_setup(NOISE, TIMES, SETS, task="survival"), a_set(c_index="0.95"))
    assert (honest.costs, honest.problem) == ((), "")


def test_a_figure_of_a_time_is_taken_out_of_at_that_time():
    table, outcomes = copies(NOISE, TIMES)
    group = a_set(auc="0.95")
    [claim] = group.claims
    timed = replace(claim, claim=claim.claim.model_copy(update={"horizon": 15.0}))
    made = one(a_setup(table, outcomes, SETS, task="survival"), replace(group, claims=(timed,)))
    assert made.figure.gauge.name == "time-dependent AUC at 15"
    assert [cost.flaw.name for cost in made.costs] == ["rows"]
    assert made.rerun.estimate > 0.99
    assert made.clean.low < 0.5 < made.clean.high


@pytest.mark.parametrize("metric", ["accuracy", "sensitivity", "specificity", "f1"])
def test_figures_of_a_threshold_are_measured_at_the_study_s(metric):
    table, labels = copies(NOISE, LABELS)
    made = one(a_setup(table, labels, SETS, threshold=0.0, fitted_on={"selection": "all"}), a_set(**{metric: "0.9"}))
    assert {cost.flaw.name for cost in made.costs} == {"rows", "selection"}
    assert sum(c.worth.estimate for c in made.costs) == pytest.approx(made.rerun.estimate - made.clean.estimate)


def test_a_figure_that_no_case_defines_says_so():
    made = one(a_setup(NOISE, LABELS, SETS, threshold=1e9), a_set(ppv="0.9"))
    assert made.problem == "its positive predictive value is not defined on the scored cases"
