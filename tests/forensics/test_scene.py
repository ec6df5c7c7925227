import numpy as np

from radaudit.forensics.laws import half_units, linear_laws
from radaudit.forensics.scene import Scene, at_floor, by_size, enough, large_enough, p_of_outcome, same_groups
from tests.made_lesions import harmonised, lesions

OWN = lesions()
GROUPS = {"site": OWN.site, "scanner": 2 - OWN.site, "event": OWN.event}


def a_scene(values):
    laws = linear_laws(OWN.names)
    covariates = {"event": OWN.event[:, None].astype(float), "age": OWN.age[:, None]}
    return Scene(values, half_units(OWN.names, values, laws), laws, GROUPS, covariates, "event")


def test_groupings_are_compared_by_the_rows_they_join():
    assert same_groups(GROUPS, "site") == ("scanner",)
    assert same_groups(GROUPS, "event") == ()
    assert [name for name, _ in by_size(GROUPS)] == ["event", "site", "scanner"]


def test_groups_too_small_for_the_coefficients_are_left_out():
    codes = np.repeat([0, 1], [5, 85])
    assert large_enough(codes, 3).tolist() == [-1] * 5 + [1] * 85


def test_a_model_speaks_for_the_table_only_with_most_of_its_rows():
    scene = a_scene(harmonised(OWN))
    fits = scene.fits(OWN.site, ())
    assert at_floor(fits)
    assert enough(fits, scene)
    assert not enough(scene.fits(np.where(OWN.site == 0, 0, -1), ()), scene)


def test_the_outcome_is_tested_given_every_other_covariate():
    assert p_of_outcome(a_scene(harmonised(OWN, OWN.age)), OWN.site, 1) > 1e-4
    assert p_of_outcome(a_scene(harmonised(OWN, OWN.event)), OWN.site, 1) < 1e-20
