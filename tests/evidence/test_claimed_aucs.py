import numpy as np
import pytest

from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.evidence.setups import Setups
from tests.checks.model.test_claims_are_possible import a_set
from tests.made_setups import a_setup, claimed

TABLE, LABELS = np.zeros((20, 2)), np.arange(20) % 2
SETS = ["train"] * 14 + ["test"] * 6


def test_the_runs_of_the_declared_split_score_the_set_that_is_claimed():
    [found] = claimed(a_setup(TABLE, LABELS, SETS), a_set(auc="0.9", accuracy="0.8"))
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


def test_without_a_claimed_auc_there_is_no_question_and_without_a_model_no_answer():
    for group in (a_set(accuracy="0.9"), a_set(name="train", auc="0.9")):
        with pytest.raises(NotApplicable):
            claimed(a_setup(TABLE, LABELS, SETS), group)
    with pytest.raises(Unavailable, match="it broke"):
        claimed(Setups({}, {"m": "it broke"}), a_set(auc="0.9"))
