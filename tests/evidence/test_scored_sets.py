import numpy as np
import pytest

from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.finding import failed, passed
from radaudit.evidence.overlaps import Overlaps
from radaudit.evidence.reruns import FoldScores
from radaudit.evidence.scored_sets import scored_sets, unless_leaking
from radaudit.evidence.target import Target
from radaudit.evidence.ways import Way
from radaudit.study.manifest import ModelInfo
from tests.made_evidence import a_cohort, a_split, a_target

COHORT = a_cohort(["a", "b", "c", "d"], ["p", "p", "q", "r"])
TARGET = a_target([True, False, True, None])
SCORES = {"a": (0.1,), "b": (0.2,), "c": (0.3,), "d": (0.4,)}


def made(*ways, target=TARGET, split=None, overlaps=None, **info):
    return scored_sets((ModelInfo(name="m", **info),), {"m": ways}, COHORT, target, split, overlaps)


def test_the_best_way_is_taken_and_only_known_cases_count():
    by_model = Way("m", "estimator", sets={"test": SCORES})
    [own] = made(Way("m", "predictions", sets={"test": {"a": (0.9,)}}), by_model)
    assert (own.way, own.cases, own.counts) == ("estimator", ("a", "b", "c"), (2, 1))
    assert own.scores.tolist() == [0.1, 0.2, 0.3]
    assert own.patients.tolist() == [0, 0, 1]
    assert own.source == "Scores: the estimator, fitted again."


@pytest.mark.parametrize("other", [Way("m", "estimator", "it broke"), Way("m", "command", classes_only=True)])
def test_a_way_without_scores_gives_place_to_the_next(other):
    [own] = made(other, Way("m", "predictions", sets={"test": SCORES}))
    assert own.way == "predictions"


def test_folds_are_a_set_of_their_own():
    folds = tuple(
        FoldScores(repeat, fold, cases, np.array([[repeat + fold / 10]] * 2))
        for repeat in (0, 1)
        for fold, cases in enumerate((("a", "c"), ("b", "d")))
    )
    [own] = made(Way("m", "estimator", folds=folds))
    assert (own.set, own.cases, own.name) == ("cv", ("a", "b", "c"), "m, cross-validated")
    assert own.scores.tolist() == [0.0, 0.1, 0.0]


def test_nothing_known_says_why():
    with pytest.raises(Unavailable, match="m: it broke"):
        made(Way("m", "estimator", "it broke"))


def test_other_tasks_have_no_event():
    with pytest.raises(NotApplicable, match="regression"):
        made(target=Target("regression", "y", np.zeros(4)))


def test_survival_has_times():
    target = Target("survival", "event", np.array([[1.0, 1.0], [2.0, 0.0], [3.0, 1.0], [np.nan, np.nan]]))
    [own] = made(Way("m", "predictions", sets={"test": SCORES}, probabilities=False), target=target)
    assert own.survival
    assert own.events.tolist() == [True, False, True]


def test_a_way_with_probabilities_by_a_time_goes_first():
    target = Target("survival", "event", np.array([[1.0, 1.0], [2.0, 0.0], [3.0, 1.0], [np.nan, np.nan]]))
    timed = {case: (*risk, 0.3, 0.5) for case, risk in SCORES.items()}
    ways = (
        Way("m", "estimator", sets={"test": SCORES}, unanswered="no curves"),
        Way("m", "predictions", sets={"test": timed}, horizons=(2.0, 5.0)),
    )
    [own] = made(*ways, target=target)
    assert (own.way, own.scores.tolist(), own.horizons) == ("predictions", [0.1, 0.2, 0.3], (2.0, 5.0))
    assert own.by_time.tolist() == [[0.3, 0.5]] * 3
    [own] = made(ways[0], target=target)
    assert (own.by_time, own.unanswered) == (None, "no curves")


def test_scores_that_a_leak_may_flatter_speak_for_nothing():
    way = Way("m", "predictions", sets={"test": SCORES})
    [clean], [leaking] = made(way), made(way, fitted_on={"selection": "all", "scaling": "train"})
    good, bad = passed("Well calibrated.", slope=1.0), failed("Badly calibrated.", "bad")
    assert unless_leaking(good, clean) is good
    assert unless_leaking(bad, leaking) is bad
    finding = unless_leaking(good, leaking)
    assert finding.outcome == "unknown"
    assert finding.message.startswith("Well calibrated. But selection was fitted on all rows, so")
    assert finding.values["slope"] == 1.0


def test_cases_that_are_in_the_training_set_too_flatter_the_others():
    way = Way("m", "predictions", sets={"train": {"a": (0.1,)}, "test": {"b": (0.2,), "c": (0.3,)}})
    shared = Overlaps({"p": ("a", "b")}, {"digest": ("c", "d")}, {})
    train, test = made(way, split=a_split(train=["a"], test=["b", "c"], external=["d"]), overlaps=shared)
    assert train.leaks == ()
    assert test.leaks == ("1 of these cases is in the training set too, as patient, image or row",)
