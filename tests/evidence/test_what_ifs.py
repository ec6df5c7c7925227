import numpy as np
import pytest

from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.harmonisable import harmonisable
from radaudit.evidence.harmonised_otherwise import harmonised_otherwise, what_ifs
from tests.made_left_out import a_study, at_sites, cohort_of, draw, on_all_rows
from tests.made_setups import run_here

CONFOUNDED = draw((0.1, 0.15, 0.9), seed=3)


class Map:
    map = None


@pytest.fixture(autouse=True)
def here(monkeypatch):
    monkeypatch.setattr("radaudit.models.side_by_side.run_all", run_here)


def made(setups, study):
    cohort = cohort_of(setups)
    ground = harmonisable(setups, study, cohort)
    return what_ifs(cohort, ground, harmonised_otherwise(ground, None, None, Auditor(), Map))


def test_a_table_that_was_told_the_outcome_is_found_out():
    features, target, sites = CONFOUNDED
    [found] = made(at_sites(features, target, sites, on_all_rows(features, sites, target)), a_study("all", "t.csv"))
    assert [own.name for own in found.variants] == ["given", "none", "train", "all", "outcome"]
    assert [own.sees for own in found.variants] == [True, False, False, True, True]
    assert (found.nearest.name, found.nearest.apart) == ("outcome", pytest.approx(0, abs=1e-9))
    assert found.of("outcome").figure == found.variants[0].figure
    assert found.of("train").less.low > 0
    assert (found.set, found.cases) == ("test", 60)


def test_a_model_on_features_as_they_are_is_harmonised_by_site():
    [found] = made(at_sites(*CONFOUNDED), a_study())
    assert [own.name for own in found.variants] == ["none", "train", "all", "outcome"]
    less = found.of("none").figure.estimate - found.of("train").figure.estimate
    assert found.gained.estimate == pytest.approx(-less)
    assert found.of("train").less.estimate == pytest.approx(less)
    assert found.nearest is None


def test_held_out_rows_have_no_part_in_what_training_rows_give():
    features, target, sites = draw((0.5, 0.5, 0.5), signal=1.0)
    moved = features.copy()
    moved[1::2] += np.random.default_rng(1).normal(size=moved[1::2].shape)  # the test rows
    ground = [harmonisable(own, a_study(), cohort_of(own))["m"] for own in (at_sites(features, target, sites),
                                                                           at_sites(moved, target, sites))]  # fmt: skip
    run = ground[0].own.split_run(predict=np.arange(1, 120, 2))
    one, other = (own.table(own.run(run, "fit")) for own in ground)
    assert np.array_equal(one[::2], other[::2])
    one, other = (own.table(own.run(run, "pool")) for own in ground)
    assert not np.allclose(one[::2], other[::2])


def test_folds_are_harmonised_one_by_one():
    features, target, sites = draw((0.5, 0.5, 0.5), signal=1.0)
    setups = at_sites(features, target, sites)
    own = setups.ready["m"]
    folds = (tuple(np.arange(start, 120, 3) for start in range(3)),)
    setups.ready["m"] = type(own)(**vars(own) | {"folds": folds, "sets": (None,) * 120, "info": own.info.model_copy(
        update={"cv": type(own.info).model_validate({"name": "m", "cv": {"folds": 3}}).cv})})  # fmt: skip
    [found] = made(setups, a_study())
    assert (found.set, found.cases) == ("cv", 120)
    assert found.of("train").figure.estimate > 0.7


def test_only_a_harmonised_table_is_no_ground():
    features, target, sites = CONFOUNDED
    [found] = made(at_sites(features, target, sites), a_study("all"))
    assert "from before its harmonisation" in found.problem


def test_one_site_or_none():
    features, target, sites = CONFOUNDED
    with pytest.raises(NotApplicable):
        made(at_sites(features, target, np.repeat("A", len(sites))), a_study())
    setups = at_sites(features, target, sites)
    setups.ready["m"] = type(own := setups.ready["m"])(**vars(own) | {"sites": (None,) * len(sites)})
    with pytest.raises(Unavailable):
        made(setups, a_study(site=None))
