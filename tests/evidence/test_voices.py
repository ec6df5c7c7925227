"""The black box and the re-run, beside the testimony."""

import pytest

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Tier
from radaudit.evidence.matters import ANY_FEATURES, ANY_OUTCOMES, AUTHORS, BOX, NO, RERUN, YES, Matter, Voice
from radaudit.evidence.moved_predictions import Moved
from radaudit.evidence.null_runs import NullRuns, NullSet
from radaudit.evidence.permuted_outcomes import PermutedOutcomes
from radaudit.evidence.planted_features import PlantedFeatures
from radaudit.evidence.undeclared import Trial, Undeclared
from radaudit.evidence.voices import voices
from radaudit.study.manifest import ModelInfo
from tests.checks.model.test_claims_are_possible import a_set
from tests.made_setups import a_figure

[CLAIM] = a_set(auc="0.90").claims
FIGURE = a_figure(CLAIM)
DECLARED = (Matter("m", "selection", (Voice(AUTHORS, NO),)),)


def hear(testimony=DECLARED, command=("python", "run.py"), fitted_on=None, **given):
    model = ModelInfo(name="m", command=list(command), fitted_on=fitted_on or {})
    names = ("influences", "planted_features", "scrambled_outcomes", "permuted_outcomes", "undeclared")
    return {own.step: own for own in voices((model,), testimony, *((given.get(name)) for name in names))}


def said(matters, step, who=BOX):
    voice = matters[step].of(who)
    return voice.says, voice.tier


@pytest.mark.parametrize(("p", "says"), [(0.001, YES), (0.4, NO)])
def test_planted_features_tell_of_the_selection(p, says):
    told = hear(planted_features=(PlantedFeatures("m", p=p),))
    assert said(told, "selection") == (says, Tier.TESTED)
    assert told["selection"].disputed == (says == YES)
    assert [voice.who for voice in told["selection"].voices] == [AUTHORS, BOX]


def test_outcomes_and_other_cases_tell_of_any_step():
    moved, still = Moved("m", moved={"c1": 0.2}, watched=5), Moved("m", watched=5)
    told = hear(influences=(moved,), scrambled_outcomes=(still,))
    assert said(told, ANY_FEATURES) == (YES, Tier.PROVED)
    assert said(told, ANY_OUTCOMES) == (NO, Tier.PROVED)
    assert "scaling" not in told
    assert said(hear(influences=(still,)), "scaling") == (NO, Tier.PROVED)
    assert ANY_FEATURES not in hear(influences=(still,), command=())  # an estimator is fitted on training rows anyway
    assert ANY_FEATURES not in hear(influences=(Moved("m", "it broke"),))


@pytest.mark.parametrize(("verdict", "says"), [("above", YES), ("below", NO), ("open", None)])
def test_permuted_outcomes_speak_where_they_are_settled(verdict, says):
    settled = type("Race", (), {"verdict": verdict})
    runs = NullRuns("m", "", (NullSet("test", 0.8, (0.5,), settled),), 8)
    told = hear(permuted_outcomes=(PermutedOutcomes("m", runs),))
    assert (told[ANY_OUTCOMES].of(BOX).says if ANY_OUTCOMES in told else None) == says


def test_a_claim_that_comes_out_only_with_a_step_on_all_rows():
    trials = (Trial((), 0.6, False), Trial(("selection",), 0.9, True))
    told = hear(undeclared=(Undeclared(FIGURE, "", trials),))
    assert said(told, "selection", RERUN) == (YES, Tier.HEURISTIC)
    assert told["selection"].disputed
    little = (Trial((), 0.895, False), Trial(("selection",), 0.9, True))
    assert not hear(undeclared=(Undeclared(FIGURE, "", little),))["selection"].disputed


def test_a_claim_that_comes_out_as_declared_speaks_for_the_declaration():
    declared = Undeclared(FIGURE, "", (Trial((), 0.9, True),), ("scaling", "selection", "model"))
    told = hear(undeclared=(declared,), fitted_on={"selection": "train", "scaling": "all", "imputation": "train"})
    assert "imputation" not in told  # the estimator has no such step
    assert said(told, "selection", RERUN) == (NO, Tier.HEURISTIC)
    assert said(told, "scaling", RERUN)[0] == YES
    contrary = Undeclared(FIGURE, "", (Trial((), 0.6, False), Trial(("selection",), 0.9, True)))
    both = hear(undeclared=(declared, contrary), fitted_on={"selection": "train"})
    assert both["selection"].of(RERUN).says == ""  # claims differ in what they need


def test_where_nobody_says_anything():
    with pytest.raises(Unavailable, match="Nobody says"):
        hear(())
