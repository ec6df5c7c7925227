"""Site effects of made tables: found where there are some, and on the rows where they are."""

import numpy as np
import pytest

from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.forensics import ALL
from radaudit.evidence.site_effects import HELD_OUT, TRAIN, first_of_each, site_effects
from tests.made_sites import COMBAT, EVENT, SITE, centred, cohort, examined, features, histories, study
from tests.made_sites import TRAIN as TRAINED


def effects(*tables, kinds=(), harmonisation=None, who=None):
    parts = {"harmonisation": harmonisation} if harmonisation else {}
    kinds = kinds or ("other",) * len(tables)
    return site_effects(study(**parts), who or cohort(), tables, histories(*kinds), Auditor())


def test_before_and_after():
    raw = features(shift=1.0)
    found = effects(examined(raw), examined(centred(raw), "harmonised"), harmonisation=COMBAT)
    assert (found.column, found.names, found.covariates) == ("site", ("A", "B", "C"), ("event",))
    before, after = found.of("raw").effects[ALL], found.of("harmonised").effects[ALL]
    assert before.prediction.accuracy > 0.9 > 0.5 > after.prediction.accuracy
    assert (before.differing("levels"), after.differing("levels")) == (8, 0)
    assert before.share > 0.4 > 0.01 > after.share
    assert before.sites == {"A": 30, "B": 30, "C": 30}


def test_held_out_rows_are_judged_by_themselves():
    """What is centred on the training rows alone still has a shift in the others, if they have another one."""
    raw = features() + 3.0 * np.where(TRAINED, 0, 1)[:, None] * (SITE == 1)[:, None]
    found = effects(examined(centred(raw, rows=TRAINED), "harmonised"), harmonisation=COMBAT).of("harmonised")
    assert found.effects[TRAIN].least("levels") > 0.5
    assert found.effects[HELD_OUT].least("levels") < 0.001


def test_what_the_outcome_explains_is_no_site_effect():
    by_outcome = [("A", "B", "C")[own] for own in np.where(EVENT == 1, 2 * (SITE > 0), SITE % 2)]
    found = effects(examined(features(signal=3.0)), who=cohort(by_outcome)).of("raw").effects[ALL]
    assert found.unadjusted.p <= 0.005 < found.prediction.p


@pytest.mark.parametrize(
    ("kind", "harmonisation", "state"),
    [
        ("other", None, "raw"),
        ("grouped", None, "harmonised"),
        ("raw", {"method": "combat", "batch": "site"}, "raw"),
        ("other", {"method": "combat", "batch": "site"}, "unclear"),
        ("other", COMBAT | {"table": "reported.csv"}, "harmonised"),
    ],
)
def test_whether_a_table_was_harmonised(kind, harmonisation, state):
    assert effects(examined(features()), kinds=(kind,), harmonisation=harmonisation).tables[0].state == state


def test_sites_of_no_training_row():
    own = examined(features(), groupings={"set": np.where(SITE == 2, 1, 0)}, levels={"set": ("train", "test")})
    found = effects(own).tables[0]
    assert found.unseen == ("C",)
    assert HELD_OUT not in found.effects


def test_components_are_the_same_whatever_the_order_of_columns():
    values = features(shift=1.0)
    one, two = (effects(examined(own, split=False)).tables[0] for own in (values, values[:, ::-1]))
    assert np.abs(one.picture) == pytest.approx(np.abs(two.picture), abs=1e-9)
    assert one.shares[0] > one.shares[1] > 0


def test_gaps_and_constants():
    values = features(shift=1.0)
    values[::3, 0], values[:60, 1], values[:, 2] = np.nan, np.nan, 4.0
    assert len(effects(examined(values)).tables[0].effects[ALL].differences.share) == 6


def test_patients_count_once():
    people = ["p", "q", "p", "p", None, None]
    assert first_of_each(people, np.array([False, True, True, True, True, True])).tolist() == [1, 2, 4, 5]
    pairs = [f"p{row // 2}" for row in range(90)]
    assert effects(examined(features()), who=cohort(patients=pairs)).tables[0].effects[ALL].patients == 45


def test_without_sites():
    with pytest.raises(NotApplicable, match="one site only"):
        effects(examined(features()), who=cohort(["A"] * 90))
    with pytest.raises(Unavailable, match="names no sites"):
        effects(examined(features()), who=cohort([None] * 90))
    two = cohort(["A"] * 88 + ["B"] * 2)
    assert effects(examined(features()), who=two).tables[0].effects == {}
