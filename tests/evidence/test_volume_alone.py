import numpy as np
import pytest

from radaudit.core.errors import Unavailable
from radaudit.evidence.reruns import FoldScores
from radaudit.evidence.target import Target
from radaudit.evidence.volume_alone import volume_alone
from radaudit.evidence.volumes import Volumes
from radaudit.evidence.ways import Way
from radaudit.study.manifest import ModelInfo
from tests.made_evidence import a_cohort, a_split
from tests.made_scores import a_scored_set

CASES = [f"c{row:02d}" for row in range(60)]
RNG = np.random.default_rng(4)
SIZE = RNG.lognormal(1, 0.5, 60)
EVENTS = (np.median(SIZE) > SIZE) * 1.0  # the event goes with small ROIs
COHORT, SPLIT = a_cohort(CASES), a_split(train=CASES[:30], test=CASES[30:])
VOLUMES = Volumes("volume", dict(zip(CASES, SIZE.tolist(), strict=True)))
OUTCOMES = {
    "binary": EVENTS,
    "multiclass": np.digitize(SIZE, np.quantile(SIZE, [0.33, 0.67])).astype(float),
    "regression": 3 * np.log(SIZE) + 1,
    "survival": np.column_stack([SIZE, np.ones(60)]),
}


def made(task="binary", scored=None, split=SPLIT, volumes=VOLUMES, folds=(), **info):
    values = OUTCOMES[task]
    row = {"binary": 1, "multiclass": 3, "regression": 1, "survival": 2}[task]
    scores = dict.fromkeys(CASES, (0.1,) * row)
    sets = {name: {case: scores[case] for case in split.cases(name)} for name in split.used} if split else {}
    target = Target(task, "y", values, ("a", "b", "c") if task == "multiclass" else ())
    ways = {"m": (Way("m", "command", "broke"), Way("m", "estimator", sets=sets, folds=folds))}
    return volume_alone((ModelInfo(name="m", **info),), ways, volumes, COHORT, target, split, scored)


@pytest.mark.parametrize(("task", "figure"), [("binary", 1), ("multiclass", 1), ("regression", 1), ("survival", 1)])
def test_in_every_task_the_volume_is_learnt_on_the_training_cases(task, figure):
    [own] = made(task)
    assert (own.set, own.cases) == ("test", tuple(CASES[30:]))
    found = own.gauge.statistic(own.target, own.by_volume)(np.ones((1, 30)))[0]
    assert found == pytest.approx(figure, abs=0.02)
    assert (own.risk is None) == (task == "multiclass")


def test_a_direction_that_turns_round_is_not_corrected_on_the_test_cases():
    turned = OUTCOMES["binary"].copy()
    turned[30:] = 1 - turned[30:]
    target = Target("binary", "y", turned, ())
    ways = {"m": (Way("m", "predictions", sets={"test": dict.fromkeys(CASES[30:], (0.5,))}),)}
    [own] = volume_alone((ModelInfo(name="m"),), ways, VOLUMES, COHORT, target, SPLIT, None)
    assert own.gauge.statistic(own.target, own.by_volume)(np.ones((1, 30)))[0] == 0


def test_folds_learn_from_each_other():
    folds = tuple(FoldScores(0, n, tuple(CASES[n::3]), np.full((20, 1), 0.5)) for n in range(3))
    [own] = made(split=None, folds=folds)
    assert (own.set, sorted(own.cases)) == ("cv", CASES)


def test_leaks_come_along():
    [own] = made(fitted_on={"selection": "all"})
    assert "selection fitted on all rows" in own.leaks[0]
    [own] = made(scored=(a_scored_set([0.1], [1], leaks=("3 twins",)),))
    assert own.leaks == ("3 twins",)


def test_without_volumes_of_held_out_cases_there_is_nothing_to_compare():
    with pytest.raises(Unavailable, match="known volume"):
        made(volumes=Volumes("volume", dict.fromkeys(CASES[:30], 1.0)))
