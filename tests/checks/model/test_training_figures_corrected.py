import numpy as np
import pytest

from radaudit.checks.model.training_figures_corrected import training_figures_corrected
from radaudit.core.errors import NotApplicable
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.refits import refits
from tests.checks.model.test_claims_are_possible import a_set
from tests.made_evidence import only
from tests.made_setups import a_setup, run_here

RNG = np.random.default_rng(5)
NOISE, LABELS = RNG.normal(size=(50, 60)), np.arange(50) % 2


class Map:
    map = None


@pytest.fixture
def judge(monkeypatch):
    monkeypatch.setattr("radaudit.models.side_by_side.run_all", run_here)

    def judge(table, *groups, outcomes=LABELS, **info):
        found = refits(a_setup(table, outcomes, ["train"] * 50, **info), Auditor(), Map)
        return list(training_figures_corrected(found, groups))

    return judge


def test_a_figure_of_noise_falls_to_chance(judge):
    finding = only(judge(NOISE, a_set(name="train", auc="0.85")))
    assert finding.code == "optimistic"
    assert finding.values["point_632_plus"] < 0.66 < finding.values["rerun"]
    assert finding.values["harrell"] < finding.values["rerun"]


def test_a_strong_effect_stays(judge):
    strong = NOISE[:, :3] + 4.0 * LABELS[:, None]
    assert only(judge(strong, a_set(name="train", auc="1.00")), "pass").values["harrell"] == pytest.approx(1, abs=0.01)


def test_measures_of_a_threshold_are_corrected_too(judge):
    finding = only(judge(NOISE, a_set(name="train", accuracy="0.90"), threshold=0.0))
    assert 0.4 < finding.values["point_632_plus"] < 0.7


def test_without_such_a_claim_there_is_no_question(judge):
    with pytest.raises(NotApplicable):
        judge(NOISE, a_set(auc="0.85"))


def test_another_model_than_those_that_can_be_run(judge):
    group = a_set(name="train", auc="0.85")
    assert only(judge(NOISE, type(group)("other", "train", group.claims)), "unknown")


TIMES = np.column_stack([RNG.exponential(20, 50), RNG.random(50) < 0.7])


@pytest.mark.parametrize(
    ("task", "outcomes", "figure"),
    [
        ("regression", RNG.normal(50, 10, 50), {"r2": "0.60"}),
        ("regression", RNG.normal(50, 10, 50), {"mae": "2.0"}),
        ("survival", TIMES, {"c_index": "1.00"}),
        ("multiclass", np.arange(50) % 3, {"auc": "0.90"}),
    ],
)
def test_figures_of_every_task_are_corrected(judge, task, outcomes, figure):
    finding = only(judge(NOISE, a_set(name="train", **figure), outcomes=outcomes, task=task))
    assert finding.code == "optimistic"
    sign = -1 if "mae" in figure else 1
    assert sign * finding.values["point_632_plus"] < sign * finding.values["rerun"]


def test_scores_that_are_no_probabilities_need_a_threshold(judge):
    assert "models[].threshold" in only(judge(NOISE, a_set(name="train", accuracy="0.90")), "unknown").message
