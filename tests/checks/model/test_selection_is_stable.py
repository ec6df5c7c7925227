import numpy as np
import pytest

from radaudit.checks.model.selection_is_stable import selection_is_stable
from radaudit.core.finding import Severity
from radaudit.evidence.selections import Selections
from tests.made_evidence import only

RNG = np.random.default_rng(0)
NAMES = tuple(f"f{n}" for n in range(40))


def judge(chosen, clusters=None, **how):
    own = Selections("m", "", NAMES, chosen, chosen[0], np.arange(40) if clusters is None else clusters)
    [found] = selection_is_stable((own,), **how)
    return found


def lots(runs=30):
    """Ten of forty features, drawn anew each time."""
    return np.array([np.isin(np.arange(40), RNG.choice(40, 10, replace=False)) for _ in range(runs)])


def test_features_drawn_by_lot_are_chosen_by_chance():
    found = judge(lots())
    assert (found.outcome, found.code, found.severity) == ("fail", "chosen-by-chance", None)
    assert found.values["stability"] == pytest.approx(0, abs=0.06)
    assert found.values["always"] + found.values["sometimes"] + found.values["never"] == 40
    assert found.rows[0]["chosen in"] >= found.rows[-1]["chosen in"] > 0


def test_the_same_features_each_time_pass_without_an_interval_of_no_width():
    same = np.tile(np.arange(40) < 5, (20, 1))
    found = judge(same)
    assert (found.outcome, found.values["always"], found.values["never"]) == ("pass", 5, 35)
    assert "agree to 1.00, the same in each" in found.message


def test_copies_that_stand_for_one_another_are_a_note():
    """One of each pair is chosen, by lot; of five pairs always the same."""
    chosen = np.zeros((30, 40), bool)
    for run in chosen:
        run[np.arange(0, 10, 2) + RNG.integers(0, 2, 5)] = True
    found = judge(chosen, np.arange(40) // 2, poor=0.6)
    assert (found.outcome, found.severity) == ("fail", Severity.NOTE)
    assert found.values["stability_of_clusters"] == 1


def test_too_few_refits_settle_nothing():
    chosen = np.zeros((4, 40), bool)
    for run in chosen:
        run[[0, 1, 2, *RNG.choice(np.arange(3, 40), 3, replace=False)]] = True
    assert judge(chosen).outcome == "unknown"


def test_an_estimator_that_selects_nothing_is_told_what_to_add():
    found = only(list(selection_is_stable((Selections("m", "its estimator selects nothing"),))), "unknown")
    assert "pipeline" in found.values["add"]
