"""Which table the model is asked about: its own rows, and below them perturbed ones on the same scale."""

from types import SimpleNamespace

import numpy as np
import pytest

from radaudit.evidence import perturbed_predictions as module
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.perturbed import Perturbed
from radaudit.evidence.perturbed_predictions import perturbed_predictions
from radaudit.evidence.setups import ModelSetup, Setups
from radaudit.features.chain import imaging
from radaudit.models.request import RunResult
from radaudit.models.rerun import Setup
from radaudit.study.manifest import ModelInfo

NAMES = ("original_firstorder_Mean", "original_glcm_Contrast")
CASES = tuple("abcdef")
EXTRACTED = np.random.default_rng(2).normal(size=(6, 2))
MOVED = EXTRACTED[1:5, None] + np.arange(4)[None, :, None]  # of the cases b to e: as it is, then three more


def asked(monkeypatch, table, columns=NAMES, cases=CASES, problem=""):
    """What the evidence gives, and the run that it asks for; the model's score is the sum of its columns."""
    seen = []

    def run_all(_, __, wanted):
        seen.extend(wanted)
        for setup, (run,) in wanted:
            scores = setup.features[run.predict].sum(axis=1)
            yield (RunResult(problem, () if problem else tuple((score,) for score in scores)),)

    monkeypatch.setattr(module, "run_all", run_all)
    clinical = {"age": tuple(map(str, range(len(table))))}
    target = np.arange(len(table)) % 2.0
    setup = Setup("m", "", {}, "binary", columns, table, clinical, target, np.arange(len(columns)))
    nobody = (None,) * len(table)
    own = ModelSetup(ModelInfo(name="m"), setup, cases, nobody, nobody, ("train",) * 4 + ("test",) * (len(table) - 4))
    known = Perturbed(tuple("bcde"), 6, imaging(3), NAMES, MOVED)
    compute = SimpleNamespace(map=None)
    return perturbed_predictions(Setups({"m": own}), known, Auditor(), compute)["m"], seen


def test_perturbed_cases_stand_below_the_table_which_is_fitted_as_before(monkeypatch):
    found, ((setup, (run,)),) = asked(monkeypatch, EXTRACTED)
    assert found.scores.shape == (4, 4, 1)
    assert found.scores[:, :, 0] == pytest.approx(MOVED.sum(axis=2))
    assert (found.moved, found.held) == (2, 1), "age is no feature"
    assert run.fit.tolist() == run.pool.tolist()[:4] == [0, 1, 2, 3]
    assert len(run.pool) == 6
    assert setup.clinical["age"][6:] == tuple(n for n in "1234" for _ in range(4))


def test_a_table_that_was_scaled_is_perturbed_on_its_own_scale(monkeypatch):
    found, _ = asked(monkeypatch, EXTRACTED * (3, -0.5) + (7, 1))
    assert found.scores[:, :, 0] == pytest.approx((MOVED * (3, -0.5) + (7, 1)).sum(axis=2))


def test_a_column_that_is_something_else_is_held(monkeypatch):
    table = np.column_stack([EXTRACTED, np.arange(6) ** 2.0])
    found, _ = asked(monkeypatch, table, (*NAMES, "original_ngtdm_Busyness"))
    assert found.scores[:, 3, 0] == pytest.approx(MOVED[:, 3].sum(axis=1) + table[1:5, 2])
    assert (found.moved, found.held) == (2, 2)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"table": np.random.default_rng(9).normal(size=(6, 2))}, "does not give the values of its table"),
        ({"table": EXTRACTED, "columns": ("x", "y")}, "none of its features"),
        ({"table": EXTRACTED, "cases": tuple("pqrstu")}, "fewer than two of its cases"),
        ({"table": EXTRACTED, "problem": "it broke"}, "it broke"),
    ],
    ids=["another table", "other features", "other cases", "a run that broke"],
)
def test_why_a_model_can_not_be_asked(monkeypatch, given, said):
    found, _ = asked(monkeypatch, **given)
    assert said in found.problem
