"""The outcome in harmonisation taken out by itself: on noise, where all that it is worth is the leak."""

from dataclasses import replace

import numpy as np
import pytest

from radaudit.core.finding import Tier
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.matters import AUTHORS, CODE, TABLE, WITH_OUTCOME, YES, Matter, Voice
from radaudit.evidence.preserved_outcome import outcome_preserved, takes_signal, without_outcome_apart
from radaudit.evidence.setups import Setups
from radaudit.evidence.waterfalls import waterfalls
from radaudit.models.harmonised import Harmonise, Unharmonised
from tests.checks.model.test_claims_are_possible import a_set
from tests.made_setups import a_setup, claimed, run_here

RNG = np.random.default_rng(3)
NOISE, LABELS = RNG.normal(size=(80, 40)), np.arange(80) % 2
SITE = np.where(RNG.uniform(size=80) < 0.1 + 0.8 * LABELS, "A", "B")  # most of the events in one of the sites
TOLD, SLUG = Harmonise(covariates=("y",)), "leakage/outcome-not-in-harmonisation"


class Map:
    map = None


@pytest.fixture(autouse=True)
def here(monkeypatch):
    monkeypatch.setattr("radaudit.models.side_by_side.run_all", run_here)


def a_model(outcome=LABELS):
    before = Unharmonised(NOISE + (SITE == "B")[:, None], tuple(SITE), {"y": np.asarray(outcome, dtype=float)})
    after = before.harmonised(TOLD, np.arange(80)) if outcome is LABELS else NOISE
    sets = ["train"] * 50 + ["test"] * 30
    [own] = a_setup(after, LABELS, sets).ready.values()
    return replace(own, setup=replace(own.setup, unharmonised=before), harmonise=Harmonise())


def said(step, who=TABLE, tier=Tier.PROVED, check=SLUG):
    return Matter("m", step, (Voice(who, YES, "ComBat", tier, check),))


def test_both_flaws_are_taken_out_and_add_up():
    matters = (said(WITH_OUTCOME), said("harmonisation", check="leakage/harmonisation-fitted-on-training-rows"))
    given = claimed(Setups({"m": a_model()}), a_set(auc="0.80"))
    [made] = waterfalls(given, None, None, matters, None, Auditor(), Map)
    outcome, rows = made.costs
    assert [own.flaw.name for own in made.costs] == [WITH_OUTCOME, "harmonisation"]
    assert (outcome.flaw.checks, rows.flaw.early) == ((SLUG,), False)
    assert outcome.worth.low > 0.1 > rows.worth.estimate
    assert outcome.worth.estimate + rows.worth.estimate == pytest.approx(made.total.estimate)
    assert made.bound
    assert made.clean.low < 0.5 < made.rerun.low  # nothing but noise, and a leak


def test_each_flaw_stays_as_it_is_while_the_other_is_taken_out():
    own = a_model()
    flaw = outcome_preserved(own, said("harmonisation"), said(WITH_OUTCOME))
    assert (flaw.mend["harmonise"].rows, flaw.mend["harmonise"].covariates) == ("pool", ())
    rows = without_outcome_apart(own, replace(flaw, name="harmonisation", mend={"harmonise": own.harmonise}))
    assert (rows.mend["harmonise"].rows, rows.mend["harmonise"].covariates) == ("fit", ("y",))
    both = rows.mend["harmonise"].joined(flaw.mend["harmonise"])
    assert (both.rows, both.covariates) == ("fit", ())
    alone = outcome_preserved(own, Matter("m", "harmonisation", ()), said(WITH_OUTCOME))
    assert alone.mend["harmonise"].rows == "fit"


def test_where_outcomes_are_alike_in_all_batches_nothing_is_taken_with_them():
    own = a_model()
    alike = tuple(np.where(np.arange(80) // 2 % 2, "A", "B"))
    same = replace(own, setup=replace(own.setup, unharmonised=replace(own.setup.unharmonised, batch=alike)))
    assert (takes_signal(same, Harmonise()), takes_signal(own, Harmonise()), takes_signal(own, TOLD)) == (0, 1, 0)


def test_what_authors_declare_comes_first():
    matter = said(WITH_OUTCOME).joined([Voice(AUTHORS, YES, "declared in 'harmonisation'", Tier.PROVED)])
    flaw = outcome_preserved(a_model(), said("harmonisation"), matter)
    assert (flaw.found, flaw.checks) == ("declared in 'harmonisation'", (SLUG,))


@pytest.mark.parametrize(
    ("own", "matter"),
    [
        (a_model(), Matter("m", WITH_OUTCOME, ())),
        (a_model(), said(WITH_OUTCOME, CODE, Tier.HEURISTIC)),
        (replace(a_model(), harmonise=None), said(WITH_OUTCOME)),
        (
            a_model((SITE == "A") * 1.0),
            said(WITH_OUTCOME),
        ),  # the outcome is the site
    ],
)
def test_otherwise_it_is_one_flaw_with_the_rows(own, matter):
    assert outcome_preserved(own, said("harmonisation"), matter) is None
