"""Scores of known agreement, and what is said of the model that gives them."""

from types import SimpleNamespace

import numpy as np
import pytest

from radaudit.checks.model.predictions_robust_to_perturbation import predictions_robust_to_perturbation
from radaudit.core.finding import Outcome
from radaudit.evidence.perturbed_predictions import PerturbedPredictions


def model(task="binary", cases=30, threshold=None):
    names, events = tuple(f"P{number}" for number in range(cases)), np.arange(cases) % 2 == 0
    info = SimpleNamespace(threshold=threshold)
    return SimpleNamespace(
        info=info, setup=SimpleNamespace(task=task), cases=names, sets=("test",) * cases, events=events
    )


def told(noise, task="binary", cases=30, probabilities=True, **how):
    random = np.random.default_rng(4)
    scores = np.linspace(0, 1, cases)[:, None] + noise * random.normal(size=(cases, 9))
    columns = np.stack([1 - scores, scores], axis=2) if task == "multiclass" else scores[:, :, None]
    own = PerturbedPredictions(model(task, cases, **how), "", np.arange(cases), columns, probabilities, 5, 1)
    (found,) = predictions_robust_to_perturbation({"m": own})
    return found


def test_a_steady_model_passes_with_its_figures():
    found = told(0.01)
    assert found.outcome is Outcome.PASS
    assert found.values["icc_low"] > 0.99
    assert found.values["within_case_sd"] == pytest.approx(0.01, rel=0.1)
    assert found.values["auc_lowest"] <= found.values["auc_as_it_is"] <= found.values["auc_highest"] + 0.01


def test_a_model_whose_score_is_noise_fails_and_names_who_moves_most():
    found = told(1.0)
    assert (found.outcome, found.code) == (Outcome.FAIL, "predictions-unstable")
    assert found.values["icc_high"] < 0.5
    assert "change sides" in found.message
    assert f"and {found.values['auc_lowest']:.2f} to {found.values['auc_highest']:.2f} when perturbed" in found.message
    assert found.rows[0]["SD"] == max(row["SD"] for row in found.rows)
    assert len(found.plots[0].labels) == 30


def test_with_few_cases_it_can_not_be_told():
    found = told(0.3, cases=6)
    assert found.outcome is Outcome.UNKNOWN
    assert "perturbed_cases" in found.values["add"]


@pytest.mark.parametrize(
    ("how", "sided"),
    [
        ({"task": "multiclass"}, True),
        ({"task": "regression"}, False),
        ({"task": "survival"}, False),
        ({"probabilities": False}, False),
        ({"probabilities": False, "threshold": 0.3}, True),
    ],
    ids=str,
)
def test_sides_are_told_where_there_are_any(how, sided):
    found = told(0.05, **how)
    assert found.outcome is Outcome.PASS
    assert ("share_that_changes" in found.values) is sided


def test_a_model_that_says_the_same_of_all_moves_nobody():
    own = PerturbedPredictions(model(), "", np.arange(30), np.full((30, 4, 1), 0.5))
    (found,) = predictions_robust_to_perturbation({"m": own})
    assert found.outcome is Outcome.UNKNOWN


def test_a_model_that_can_not_be_asked_says_why():
    (found,) = predictions_robust_to_perturbation({"m": PerturbedPredictions(model(), "it broke")})
    assert (found.outcome, found.message) == (Outcome.UNKNOWN, "m: can't be asked about perturbed cases: it broke.")
