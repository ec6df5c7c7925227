import numpy as np
import pytest
from sklearn.linear_model import LinearRegression
from sklearn.metrics import r2_score

from radaudit.core.errors import Unavailable
from radaudit.evidence.auditor import Auditor, Effort
from radaudit.evidence.cross_validations import cross_validations
from radaudit.evidence.gauge import gauge_of
from radaudit.evidence.setups import Setups
from tests.made_setups import a_setup, run_here

RNG = np.random.default_rng(5)
TABLE, VALUES = RNG.normal(size=(60, 3)), RNG.normal(50, 10, 60)
LABELS = np.arange(60) // 2 % 2
SETS = ["train"] * 30 + ["test"] * 20 + ["external"] * 10
PAIRS = [f"p{row // 2}" for row in range(60)]
AUC, R2 = gauge_of("binary", "auc")[0], gauge_of("regression", "r2")[0]


class Map:
    map = None


@pytest.fixture(autouse=True)
def here(monkeypatch):
    monkeypatch.setattr("radaudit.models.side_by_side.run_all", run_here)


def made(setups, repeats=3):
    return cross_validations(setups, None, Auditor(effort=Effort(repeats=repeats)), Map)["m"]


def test_every_case_but_the_external_ones_is_held_out_once_a_repeat_with_its_patient():
    found = made(a_setup(TABLE, LABELS, SETS, PAIRS, fitted_on={"selection": "all"}))
    assert (found.cases, found.repeats, len(found.scored.runs)) == (50, 3, 15)
    for repeat in range(3):
        held = np.concatenate([run.predict for run in found.scored.runs[5 * repeat : 5 * repeat + 5]])
        assert sorted(held) == list(range(50))
    for run in found.scored.runs:
        assert not {PAIRS[row] for row in run.fit} & {PAIRS[row] for row in run.predict}
        assert (run.early, 0.2 < LABELS[run.predict].mean() < 0.8) == ((), True)


def test_the_figure_is_the_mean_over_the_folds_of_a_model_that_scikit_learn_fits():
    found = made(a_setup(TABLE, VALUES, SETS, task="regression"))
    alone = [
        r2_score(
            VALUES[run.predict], LinearRegression().fit(TABLE[run.fit], VALUES[run.fit]).predict(TABLE[run.predict])
        )
        for run in found.scored.runs
    ]
    figure = found.of(R2)
    assert figure.estimate == pytest.approx(np.mean(alone))
    assert figure.low < figure.estimate < figure.high
    assert figure.method == "corrected resampled t, 15 folds"


def test_copies_in_another_fold_are_left_out_of_the_training_rows():
    table = np.concatenate([TABLE[:30], TABLE[:30]])
    runs = made(a_setup(table, LABELS, ["train"] * 60)).scored.runs
    assert not any(set(run.fit % 30) & set(run.predict % 30) for run in runs)


def test_what_can_not_be_measured_or_divided():
    found = made(a_setup(TABLE, LABELS, SETS))
    assert 0 <= found.of(AUC).low <= found.of(AUC).high <= 1
    assert found.of(gauge_of("binary", "accuracy")[0]) is None  # no probabilities, no threshold
    assert made(a_setup(TABLE[:4], LABELS[:4])).problem
    assert made(a_setup(TABLE, (np.arange(60) > 55) * 1)).problem == "a class has fewer than 5 cases"
    with pytest.raises(Unavailable, match="it broke"):
        cross_validations(Setups({}, {"m": "it broke"}), None, Auditor(), Map)
