"""What authors, code, a recorded run and the table say of each step of a made study."""

import numpy as np
import pytest

from radaudit.core.finding import Location, Tier
from radaudit.evidence import testimony as collected
from radaudit.evidence.equal_sites import EqualSites
from radaudit.evidence.matters import (
    ANY_FEATURES,
    ANY_OUTCOMES,
    AUTHORS,
    CODE,
    MODEL,
    NO,
    RECORD,
    TABLE,
    WITH_OUTCOME,
    YES,
)
from radaudit.evidence.overlaps import Overlaps
from radaudit.evidence.recordings import Recording
from radaudit.evidence.saved_harmoniser import ALL, SavedHarmoniser
from radaudit.evidence.testimony import pointed
from radaudit.forensics.equal_sites import Equality
from radaudit.forensics.history import History
from radaudit.forensics.selection import Chosen
from radaudit.models.ledger.fields import Line
from radaudit.models.ledger.judge import Conflict
from radaudit.models.saved_harmoniser import Saved
from tests.made_code import leaky, some_code
from tests.made_evidence import a_cohort, a_split
from tests.made_harmonised import made, recomputed, train
from tests.made_lesions import a_study, examined, lesions, scaled

OWN = lesions()
COHORT = a_cohort([f"c{row}" for row in range(len(OWN.event))])
NAMES = (
    "split",
    "overlaps",
    "code",
    "recordings",
    "examined",
    "histories",
    "equal_sites",
    "chosen_features",
    "recomputed_harmonisation",
    "saved_harmoniser",
)


def a_said(harmonisation=None, **model):
    study = a_study(models=[{"name": "m", **model}], **({"harmonisation": harmonisation} if harmonisation else {}))
    study.declared = lambda *keys: Location("radaudit.yaml", 1, "/".join(map(str, keys)))
    return study


def hear(study, **given):
    """Matters by step."""
    found = collected.testimony(tuple(study.manifest.models), study, COHORT, *(given.get(name) for name in NAMES))
    return {matter.step: matter for matter in found}


def says(matter, who):
    voice = matter.of(who)
    return voice.says, voice.tier


def test_what_authors_declare_also_tells_of_any_step():
    told = hear(a_said(fitted_on={"selection": "all", "scaling": "train"}))
    assert says(told["selection"], AUTHORS) == (YES, Tier.PROVED)
    assert says(told["scaling"], AUTHORS) == (NO, Tier.PROVED)
    assert told["selection"].of(AUTHORS).rests == "declared in 'models[].fitted_on.selection'"
    assert (told[ANY_OUTCOMES].of(AUTHORS).says, told[ANY_OUTCOMES].spoken) == (YES, False)
    assert "filtering" not in told  # not every selection is a filter
    assert hear(a_said(fitted_on={"selection": "train"}))["filtering"].of(AUTHORS).implied


def test_a_declared_harmonisation_tells_whether_it_used_the_outcome():
    info = {"method": "combat", "batch": "site", "fitted_on": "all"}
    told = hear(a_said(info, features="harmonised"))
    assert says(told["harmonisation"], AUTHORS) == (YES, Tier.PROVED)
    assert says(told[WITH_OUTCOME], AUTHORS) == (NO, Tier.PROVED)
    told = hear(a_said(info | {"covariates": ["event"]}))
    assert says(told[WITH_OUTCOME], AUTHORS) == (YES, Tier.PROVED)


def test_the_code_says_yes_with_its_line_and_no_where_it_evaluates_something():
    scaling = leaky("X = StandardScaler().fit_transform(X)").replace("import pandas", IMPORT, 1)
    told = hear(a_said(), code=some_code(scaling))
    voice = told["scaling"].of(CODE)
    assert (voice.says, voice.tier, voice.rests.startswith("a.py:")) == (YES, Tier.HEURISTIC, True)
    assert voice.check == "code/steps-fitted-inside-training"
    assert (told["selection"].of(CODE).says, told["selection"].spoken) == (NO, False)
    assert told[ANY_FEATURES].of(CODE).says == YES
    assert told[ANY_OUTCOMES].of(CODE).says == NO
    assert hear(a_said(), code=some_code("print(1)")) == {}  # nothing is evaluated: it can't tell


IMPORT = "from sklearn.preprocessing import StandardScaler\nimport pandas"


def conflict(kind="selection", sure=True):
    return Conflict(kind, Line("run.py", 7), None, Line("run.py", 9), "SelectKBest.fit", np.arange(3), 9, sure)


@pytest.mark.parametrize(("sure", "tier"), [(True, Tier.PROVED), (False, Tier.HEURISTIC)])
def test_a_recorded_run_speaks_for_its_own_model(sure, tier):
    record = Recording("m", "", (conflict(sure=sure),), 2)
    told = hear(a_said(), recordings=(record, Recording("other", "", (conflict("scaling"),), 2)))
    assert says(told["selection"], RECORD) == (YES, tier)
    assert (told["scaling"].of(RECORD).says, told["scaling"].spoken) == (NO, False)
    assert hear(a_said(), recordings=(Recording("m", "it broke"),)) == {}
    assert list(hear(a_said(), recordings=(Recording("m", "", (conflict(),), 2, 1),))) == [
        "selection", ANY_FEATURES, ANY_OUTCOMES,
    ]  # fmt: skip


def test_the_table_tells_what_was_done_to_it_on_which_rows():
    for rows, said in ((slice(None), YES), (OWN.train, NO)):
        told = hear(a_said(), examined=(examined(OWN, scaled(OWN.values, rows)),))
        assert says(told["scaling"], TABLE) == (said, Tier.PROVED)
    assert told["scaling"].of(TABLE).rests == "standardised on 'set train'"
    assert hear(a_said(), examined=(examined(OWN, OWN.values),)) == {}
    assert hear(a_said(features="extracted"), examined=(examined(OWN, scaled(OWN.values)),)) == {}


def test_harmonisation_and_its_use_of_the_outcome_are_two_matters():
    table = examined(OWN, OWN.values)
    test = Equality(1e-5, 0.9, -1.0, 90, 3, 40)
    made = {"examined": (table,), "equal_sites": (EqualSites(table, "site", {"all rows": test}),)}
    preserved = History("preserved", "site", covariates=("event",))
    told = hear(a_said(), histories=(preserved,), **made)
    assert says(told["harmonisation"], TABLE) == (YES, Tier.TESTED)
    assert says(told[WITH_OUTCOME], TABLE) == (YES, Tier.PROVED)
    rival = History("preserved", "site", covariates=("event",), rivals=(("age",),))
    assert WITH_OUTCOME not in hear(a_said(), histories=(rival,), **made)


def test_a_list_of_features_tells_whose_outcomes_chose_it():
    for chosen, said in ((Chosen("t-test", 6, 3, 6, 60), YES), (Chosen("t-test", 4, 6, 6, 60), NO)):
        told = hear(a_said(features=["a"]), chosen_features={"m": chosen})
        assert says(told["selection"], TABLE) == (said, Tier.TESTED)
    assert hear(a_said(features=["a"]), chosen_features={"m": Chosen("t-test", 3, 3, 6, 60)}) == {}


def test_patients_of_the_declared_sets():
    overlaps = Overlaps({"p1": ("c1", "c2")}, {}, {})
    told = hear(a_said(), split=a_split(train=["c1"], test=["c2"]), overlaps=overlaps)
    assert told["patients"].of(TABLE).rests == "1 patient in more than one declared set"
    assert says(told["patients"], TABLE) == (YES, Tier.PROVED)


def test_places_in_the_manifest_are_named_without_numbers():
    assert pointed(("models", 0, "fitted_on", "scaling")) == "models[].fitted_on.scaling"
    assert pointed(("harmonisation", "fitted_on")) == "harmonisation.fitted_on"


INFO = {"method": "combat", "batch": "site", "fitted_on": "train", "table": "h.csv"}


def test_harmonising_again_is_the_voice_of_the_table():
    study = a_said(INFO, features="harmonised")
    told = hear(study, recomputed_harmonisation=recomputed(made(grade=True)))
    assert says(told["harmonisation"], TABLE) == (YES, Tier.PROVED)
    assert says(told[WITH_OUTCOME], TABLE) == (YES, Tier.PROVED)
    assert told["harmonisation"].of(TABLE).rests == "ComBat by 'site', preserving 'grade', fitted on all rows"
    assert told["harmonisation"].disputed
    told = hear(study, recomputed_harmonisation=recomputed(made(train())))
    assert (says(told["harmonisation"], TABLE)[0], says(told[WITH_OUTCOME], TABLE)[0]) == (NO, NO)
    other = hear(a_said(INFO), recomputed_harmonisation=recomputed(made()))  # the model is on the raw table
    assert "harmonisation" not in other


def test_the_saved_harmoniser_is_a_voice_of_its_own():
    saved = SavedHarmoniser("h.json", Saved(3, {"A": 3}, ("Event",)), {ALL: {"A": 3}}, frozenset({"event"}))
    told = hear(a_said(INFO, features="harmonised"), saved_harmoniser=saved)
    assert says(told["harmonisation"], MODEL) == (YES, Tier.PROVED)
    assert told[WITH_OUTCOME].of(MODEL).rests == "it preserves Event"
    assert hear(a_said(INFO), saved_harmoniser=saved).get("harmonisation") is None
