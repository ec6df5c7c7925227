import numpy as np
import pytest

from radaudit.checks.model.predictions_are_stable import predictions_are_stable
from radaudit.core.errors import NotApplicable
from radaudit.core.finding import Tier
from radaudit.evidence.refits import Refits
from radaudit.models.request import RunResult
from tests.made_evidence import only
from tests.made_setups import a_setup

OWN = a_setup(np.zeros((30, 1)), np.arange(30) % 2, ["train"] * 20 + ["test"] * 10).ready["m"]
ORIGINAL = np.linspace(0.05, 0.95, 30)


def of(scores, **changes):
    return RunResult("", tuple((float(score),) for score in scores), **changes)


def judge(spread, **changes):
    scores = np.clip(ORIGINAL + np.random.default_rng(0).normal(0, spread, (50, 30)), 0, 1)
    results = tuple(of(row) for row in scores)
    made = {"train": np.arange(20), "original": of(ORIGINAL), "results": results} | changes
    return list(predictions_are_stable({"m": Refits(OWN, **made)}))


def test_predictions_that_hang_on_who_was_recruited():
    finding = only(judge(0.25))
    assert (finding.code, finding.tier) == ("unstable", Tier.HEURISTIC)
    assert finding.values["mean_absolute_difference"] == pytest.approx(0.18, abs=0.03)
    assert finding.rows[0]["mean difference"] >= finding.rows[-1]["mean difference"]
    assert finding.plots[0].guide == "identity"


def test_predictions_that_do_not():
    assert only(judge(0.02), "pass").values["refits"] == 50


@pytest.mark.parametrize("changes", [{"original": of(ORIGINAL, probabilities=False)}, {"problem": "it broke"}])
def test_what_has_no_unit_or_did_not_run_is_unknown(changes):
    assert only(judge(0.02, **changes), "unknown")


def test_of_several_classes_the_predicted_one_is_followed():
    own = a_setup(np.zeros((3, 1)), np.arange(3), ["train"] * 3, task="multiclass").ready["m"]
    first = RunResult("", ((0.6, 0.3, 0.1), (0.1, 0.8, 0.1), (0.2, 0.2, 0.6)))
    other = RunResult("", ((0.4, 0.5, 0.1), (0.1, 0.7, 0.2), (0.2, 0.2, 0.6)))
    finding = only(list(predictions_are_stable({"m": Refits(own, original=first, results=(first, other))})), "pass")
    assert finding.values["mean_absolute_difference"] == pytest.approx((0.1 + 0.05 + 0) / 3)
    assert [row["changes side"] for row in finding.rows] == [0.5, 0, 0]
    assert "change their class" in finding.message


def test_values_and_times_have_no_probabilities():
    own = a_setup(np.zeros((3, 1)), np.arange(3.0), ["train"] * 3, task="regression").ready["m"]
    with pytest.raises(NotApplicable):
        list(predictions_are_stable({"m": Refits(own)}))
