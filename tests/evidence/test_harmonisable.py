import numpy as np
import pytest

from radaudit.core.errors import Unavailable
from radaudit.evidence.harmonisable import harmonisable
from radaudit.evidence.setups import Setups
from tests.made_left_out import a_study, at_sites, cohort_of, draw, on_all_rows

FEATURES, TARGET, SITES = draw((0.2, 0.5, 0.8))


def ground(setups, study):
    return harmonisable(setups, study, cohort_of(setups))["m"]


def test_features_as_they_are_need_no_other_table():
    found = ground(at_sites(FEATURES, TARGET, SITES), a_study())
    assert (found.problem, found.on_harmonised, found.said) == ("", False, None)
    assert np.array_equal(found.setup.unharmonised.features, FEATURES)


def test_the_outcome_is_preserved_where_that_is_asked_for_only():
    found = ground(at_sites(FEATURES, TARGET, SITES), a_study())
    run = found.own.split_run(predict=np.arange(1, 120, 2))
    assert found.run(run, "pool").harmonise.covariates == ()
    told = found.run(run, "pool", told=True)
    assert told.harmonise.covariates == ("label",)
    assert np.allclose(found.table(told), on_all_rows(FEATURES, SITES, TARGET), atol=1e-9)
    assert np.array_equal(found.table(found.run(run, "none")), FEATURES)


def test_of_harmonised_features_the_study_says_how_and_on_which_rows():
    found = ground(at_sites(FEATURES, TARGET, SITES, on_all_rows(FEATURES, SITES)), a_study("all", "t.csv"))
    assert (found.on_harmonised, found.said) == (True, "all")
    assert np.array_equal(found.setup.unharmonised.features, FEATURES)


def test_cases_of_no_known_site():
    setups = at_sites(FEATURES, TARGET, SITES)
    setups.ready["m"] = type(own := setups.ready["m"])(**vars(own) | {"sites": (None, *own.sites[1:])})
    assert "1 of the model's cases" in ground(setups, a_study()).problem


def test_no_model_that_can_be_run():
    with pytest.raises(Unavailable, match="it broke"):
        harmonisable(Setups({}, {"m": "it broke"}), a_study(), None)
