import numpy as np
import pytest

from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.evidence.setups import Setups
from radaudit.models.request import RunResult
from tests.checks.model.test_claims_are_possible import a_set
from tests.made_setups import a_setup, claimed

TABLE, LABELS = np.zeros((20, 2)), np.arange(20) % 2
SETS = ["train"] * 14 + ["test"] * 6


def test_the_runs_of_the_declared_split_score_the_set_that_is_claimed():
    [found] = claimed(a_setup(TABLE, LABELS, SETS), a_set(auc="0.9", n_features="3"))
    [run] = found.scored.runs
    assert (found.model, found.problem) == ("m", "")
    assert (run.fit.tolist(), run.predict.tolist()) == (list(range(14)), list(range(14, 20)))


def test_a_cross_validated_claim_has_a_run_a_fold():
    [found] = claimed(a_setup(TABLE, LABELS, folds=5), a_set(name="cv", auc="0.9"))
    assert len(found.scored.runs) == 5


@pytest.mark.parametrize(("name", "reason"), [("external", "no case is in the set"), (None, "names no set")])
def test_what_can_not_be_run_says_why(name, reason):
    [found] = claimed(a_setup(TABLE, LABELS, SETS), a_set(name=name, auc="0.9"))
    assert reason in found.problem


def test_another_model_than_those_that_are_ready():
    broken = Setups({"other": a_setup(TABLE, LABELS, SETS).ready["m"]}, {"m": "it broke"})
    assert claimed(broken, a_set(auc="0.9"))[0].problem == "it broke"


@pytest.mark.parametrize(
    ("task", "metric", "reason"),
    [
        ("binary", "c_index", "c_index is not a measure of a binary model"),
        ("survival", "auc", "add 'horizon' to the claim"),
        ("survival", "ibs", "add 'models[].probabilities'"),
        ("survival", "c_index", ""),
        ("multiclass", "balanced_accuracy", ""),
    ],
)
def test_what_can_not_be_measured_says_what_is_missing(task, metric, reason):
    target = np.column_stack([np.arange(1.0, 21), LABELS]) if task == "survival" else LABELS
    [found] = claimed(a_setup(TABLE, target, SETS, task=task), a_set(**{metric: "0.9"}))
    assert reason in found.problem
    assert bool(reason) == bool(found.problem)


def test_claims_of_other_models_than_those_of_the_manifest_are_of_masks():
    group = a_set(sensitivity="0.9")
    with pytest.raises(NotApplicable):
        claimed(a_setup(TABLE, LABELS, SETS), type(group)("unet", "test", group.claims))


def test_scores_that_are_no_probabilities_need_a_threshold():
    [found] = claimed(a_setup(TABLE, LABELS, SETS), a_set(accuracy="0.9"))
    scores = RunResult("", ((0.3,),) * 6, probabilities=False)
    assert "models[].threshold" in found.lacks([scores])
    [found] = claimed(a_setup(TABLE, LABELS, SETS, threshold=0.1), a_set(accuracy="0.9"))
    assert (found.lacks([scores]), found.of_all([scores])) == ("", 0.5)


def test_without_a_claimed_figure_there_is_no_question_and_without_a_model_no_answer():
    for group in (a_set(n_features="9"), a_set(name="train", auc="0.9")):
        with pytest.raises(NotApplicable):
            claimed(a_setup(TABLE, LABELS, SETS), group)
    with pytest.raises(Unavailable, match="it broke"):
        claimed(Setups({}, {"m": "it broke"}), a_set(auc="0.9"))
