import numpy as np
import pytest

from radaudit.checks.model.better_than_simple_models import better_than_simple_models
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Severity, Tier
from radaudit.evidence.plain import PlainModel, PlainModels
from radaudit.evidence.scored_sets import ScoredSet
from tests.made_evidence import a_cohort, a_split, an_outcome, only

CASES = [f"c{n}" for n in range(60)]
EVENTS = np.arange(60) % 2 == 0
RNG = np.random.default_rng(0)
COHORT, OUTCOME, SPLIT = a_cohort(CASES), an_outcome(EVENTS.tolist()), a_split(train=CASES[:20], test=CASES[20:])


def scores(strength):
    return dict(zip(CASES, EVENTS * strength + RNG.normal(size=60), strict=True))


GOOD, WEAK = scores(3), scores(0.3)


def a_scored(model, patients=None):
    scores = np.array([model[case] for case in CASES[20:]])
    return ScoredSet("m", "test", "estimator", tuple(CASES[20:]), scores, EVENTS[20:].astype(float), patients)


def judge(model, *alone, patients=None):
    plain = [PlainModel(name, f"{name} alone", True, 1, own) for name, own in alone]
    plain += [PlainModel("boosting", "gradient boosting", False, 9, GOOD)]
    sets = (a_scored(model, patients),) if model else None
    found = PlainModels(tuple(plain), ("test",), 0, {"site": "no 'cohort.site'"})
    return list(better_than_simple_models(found, COHORT, OUTCOME, SPLIT, sets, None, None))


def test_a_model_that_beats_volume():
    finding = only(judge(GOOD, ("volume", WEAK)), "pass")
    assert finding.rows[0]["low"] > 0
    assert finding.plots[0].labels == ("re-run: m", "volume alone", "gradient boosting")


def test_a_model_that_volume_beats():
    finding = only(judge(WEAK, ("volume", GOOD), ("site", WEAK)))
    assert (finding.code, finding.tier, finding.severity) == ("no-better", Tier.TESTED, None)
    assert "m, the test set: volume alone reaches AUC 0.9" in finding.message


def test_a_model_not_shown_to_be_better_is_minor():
    near = {case: score + 0.8 * RNG.normal() for case, score in GOOD.items()}
    assert only(judge(GOOD, ("volume", near))).severity == Severity.MINOR


def test_without_scores_of_the_model_the_forest_is_shown_and_nothing_judged():
    finding = only(judge(None, ("volume", WEAK)), "unknown")
    assert finding.plots[0].labels == ("volume alone", "gradient boosting")
    assert "--trust" in finding.values["add"]


def test_without_a_simple_model_it_says_what_is_missing():
    with pytest.raises(Unavailable) as reason:
        judge(GOOD)
    assert "no 'cohort.site'" in reason.value.add


def test_patients_with_several_cases_are_drawn_whole():
    finding = only(judge(GOOD, ("volume", WEAK), patients=np.arange(40) // 4), "pass")
    assert "bootstrap of patients" in finding.rows[0]["interval by"]
    assert "DeLong" in only(judge(GOOD, ("volume", WEAK)), "pass").rows[0]["interval by"]
