"""Flaws that nobody declared, taken out of made models."""

from dataclasses import replace

import numpy as np
import pytest

from radaudit.core.finding import Tier
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.forensics import Examined
from radaudit.evidence.found_flaws import Ground
from radaudit.evidence.matters import CODE, NO, RECORD, TABLE, WITH_OUTCOME, YES, Matter, Voice
from radaudit.evidence.near_duplicates import Likeness, NearDuplicates
from radaudit.evidence.setups import Setups
from radaudit.evidence.waterfalls import waterfalls
from radaudit.models.harmonised import Harmonise, Unharmonised
from tests.checks.model.test_claims_are_possible import a_set
from tests.made_setups import a_setup, claimed, run_here

RNG = np.random.default_rng(11)
NOISE, LABELS = RNG.normal(size=(60, 150)), RNG.permutation(np.arange(60) % 2)
SETS = ["train"] * 40 + ["test"] * 20
STEPS = "code/steps-fitted-inside-training"


class Map:
    map = None


@pytest.fixture(autouse=True)
def here(monkeypatch):
    monkeypatch.setattr("radaudit.models.side_by_side.run_all", run_here)


def said(step, *voices):
    return Matter("m", step, tuple(voices))


def reads(says=YES):
    return Voice(CODE, says, "study.py:41", Tier.HEURISTIC, STEPS)


def records(says=YES, tier=Tier.PROVED):
    return Voice(RECORD, says, "study.py:41", tier, "leakage/recorded-steps-stay-in-training")


def shows(rests="zscore on all rows", tier=Tier.PROVED):
    return Voice(TABLE, YES, rests, tier, "leakage/scaling-fitted-on-training-rows")


def a_table(values, outcome=None):
    groups = {} if outcome is None else {"y": outcome}
    names = tuple(f"f{column}" for column in range(values.shape[1]))
    cases = tuple(f"c{row:03d}" for row in range(len(values)))
    return Examined("reported", "f.csv", cases, names, values, groups, {"y": ("0", "1")}, {}, "y" if groups else "")


def fall(setups, *matters, near=None, table=None, group=None):
    examined = (table,) if table is not None else None
    given = claimed(setups, group or a_set(name="cv", auc="0.90"))
    [made] = waterfalls(given, None, near, matters, examined, Auditor(), Map)
    return made


def flaws(setups, *matters, table=None):
    ground = Ground(None, None, matters, (table,) if table is not None else None)
    return ground.flaws(setups.ready["m"], claimed(setups, a_set(name="cv", auc="0.9"))[0].scored.runs)


def folds(**info):
    return a_setup(NOISE, LABELS, folds=5, **info)


def test_what_the_recorded_run_proves_is_taken_out_like_what_is_declared():
    made = fall(folds(), said("selection", records()))
    [cost] = made.costs
    assert cost.flaw.label == "selection on all rows (recorded: study.py:41)"
    assert cost.flaw.found == "found: leakage/recorded-steps-stay-in-training, study.py:41"
    assert (cost.worth.low > 0, made.rerun.estimate > 0.75, made.suspicions) == (True, True, ())
    assert made.rerun == fall(folds(fitted_on={"selection": "all"})).rerun


def test_a_suspicion_is_run_apart_and_changes_nothing_of_what_is_known():
    made, honest = fall(folds(), said("selection", reads())), fall(folds())
    assert (made.costs, made.rerun, made.clean, made.total) == ((), honest.rerun, honest.clean, honest.total)
    [cost] = made.suspicions
    assert cost.flaw.label == "selection on all rows (suspected: study.py:41)"
    assert cost.flaw.suspected
    assert cost.worth.estimate == pytest.approx(made.suspected.estimate - made.rerun.estimate)
    assert (made.suspicion.low > 0, made.met) == (True, False)
    leaky = fall(folds(), said("selection", reads()), group=a_set(name="cv", auc=f"{made.suspected.estimate:.3f}"))
    assert leaky.met


@pytest.mark.parametrize(
    ("setups", "voices", "why"),
    [
        (folds(), [reads(), records(NO, Tier.HEURISTIC)], "the recorded run shows it on training rows alone"),
        (folds(listed=["f1", "f2"]), [reads()], "the features are a list"),
    ],
)
def test_a_suspicion_that_something_speaks_against_is_set_aside(setups, voices, why):
    made = fall(setups, said("selection", *voices))
    assert (made.suspicions, made.costs) == ((), ())
    assert why in made.aside[0]


def test_a_suspicion_is_dropped_where_the_claim_comes_out_without_it():
    figure = f"{fall(folds()).rerun.estimate:.3f}"
    made = fall(folds(), said("selection", reads()), group=a_set(name="cv", auc=figure))
    assert (made.suspicions, made.suspected) == ((), None)
    assert made.aside[0].endswith("the claim comes out without it")


def test_a_suspected_step_that_the_estimator_lacks_has_no_part_in_the_figure():
    made = fall(folds(), said("scaling", reads()))
    assert "the estimator has no such step" in made.aside[0]
    assert (made.suspicions, made.left) == ((), ())


def test_a_table_that_was_scaled_on_all_rows_is_scaled_again_on_training_rows():
    scaled = (NOISE - NOISE.mean(axis=0)) / NOISE.std(axis=0)
    setups = a_setup(scaled, LABELS, folds=5)
    [flaw] = flaws(setups, said("scaling", shows()), table=a_table(scaled)).known
    assert (flaw.label, flaw.early) == ("scaling on all rows (in the table)", False)
    assert (flaw.mend["scale"], len(flaw.mend["rescale"])) == ("zscore", 150)
    made = fall(setups, said("scaling", shows()), table=a_table(scaled))
    raw = fall(a_setup((scaled - 3) * 7, LABELS, folds=5), said("scaling", shows()), table=a_table(scaled))
    assert made.clean.estimate == pytest.approx(raw.clean.estimate)  # undone exactly: the raw table gives the same
    assert made.left == ()


def test_declared_and_in_the_table_is_one_flaw_and_no_longer_left_in():
    scaled = (NOISE - NOISE.mean(axis=0)) / NOISE.std(axis=0)
    made = fall(
        a_setup(scaled, LABELS, folds=5, fitted_on={"scaling": "all"}), said("scaling", shows()), table=a_table(scaled)
    )
    assert [cost.flaw.found for cost in made.costs] == ["declared: models[].fitted_on"]
    assert made.left == ()


def test_cells_that_hold_the_mean_of_all_rows_are_filled_in_again():
    values = NOISE.copy()
    for column in range(20):
        rows = np.arange(column, column + 12, 3)
        values[rows, column] = np.delete(values[:, column], rows).mean()
    table = a_table(values)
    assert table.filled.statistic == "mean"
    found = flaws(a_setup(values, LABELS, folds=5), said("imputation", shows("cells hold the mean")), table=table)
    [flaw] = found.known
    assert (len(flaw.mend["refill"]), flaw.mend["fill"]) == (80, "mean")


@pytest.mark.parametrize("step", ["harmonisation", WITH_OUTCOME])
def test_what_a_table_holds_and_does_not_give_back_is_named(step):
    found = flaws(folds(), said(step, shows("sites are too alike", Tier.TESTED)), table=a_table(NOISE))
    assert found.known == ()
    assert "harmonisation is in the table already (sites are too alike)" in found.left["harmonisation"]


def test_a_table_that_was_harmonised_on_all_rows_is_harmonised_again_on_training_rows():
    site = np.array(["A", "B"] * 30)
    before = Unharmonised(NOISE + (site == "B")[:, None], tuple(site))
    after = before.harmonised(Harmonise(), np.arange(60))
    [own] = a_setup(after, LABELS, folds=5, fitted_on={"harmonisation": "all"}).ready.values()
    own = replace(own, setup=replace(own.setup, unharmonised=before), harmonise=Harmonise())
    made = fall(Setups({"m": own}))
    [cost] = made.costs
    assert (cost.flaw.label, made.left) == ("harmonisation on all rows", ())
    assert cost.note.startswith("without it: ComBat, fitted on the training rows")
    raw = replace(own, setup=replace(own.setup, features=before.features, unharmonised=None), harmonise=None)
    assert fall(Setups({"m": raw})).rerun != made.clean
    known = fall(Setups({"m": own}), said("harmonisation", shows("sites are too alike", Tier.TESTED)))
    assert known.clean == made.clean


def test_synthetic_rows_are_neither_learnt_from_nor_scored():
    values, labels = NOISE.copy(), LABELS.copy()
    for row in range(50, 60):  # each between two others of class 1
        one, two = np.flatnonzero(labels[:50] == 1)[[row - 50, row - 45]]
        values[row], labels[row] = values[one] + 0.3 * (values[two] - values[one]), 1
    table = a_table(values, labels)
    assert {found.row for found in table.between} >= set(range(50, 60))
    made = fall(a_setup(values, labels, folds=5), table=table)
    [cost] = made.costs
    assert (cost.flaw.label, cost.flaw.of_rows) == ("synthetic rows", True)
    assert made.fewer == pytest.approx(10 / 60, abs=0.05)
    alone = fall(a_setup(values[:50], labels[:50], folds=5))
    assert made.clean.estimate == pytest.approx(alone.clean.estimate, abs=0.15)


def test_near_copies_of_images_are_left_out_of_the_training():
    pairs = tuple(Likeness(f"c{row:03d}", f"c{row + 40:03d}", "whole image", 0.99, 1e-6, "") for row in range(20))
    hint = Likeness("c020", "c041", "whole image", 0.99, None, "")
    near = NearDuplicates((*pairs, hint), (), {}, {})
    copied = np.vstack([NOISE[:40], NOISE[:20] + RNG.normal(scale=0.01, size=(20, 150))])
    labels = np.concatenate([LABELS[:40], LABELS[:20]])
    made = fall(a_setup(copied, labels, SETS), near=near, group=a_set(auc="0.95"))
    assert [cost.flaw.label for cost in made.costs] == ["near copies of images of other patients"]
    assert made.fewer == 0.5
