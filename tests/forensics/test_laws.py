import numpy as np
import pytest

from radaudit.forensics.laws import fit, half_units, linear_laws, mostly, p_of_more
from tests.made_lesions import harmonised, lesions, scaled

OWN = lesions()
LAWS = linear_laws(OWN.names)
EVERYONE = np.zeros(len(OWN.event), dtype=int)
NONE = np.zeros((len(OWN.event), 0))


def fitted(values, codes=EVERYONE, terms=NONE, law=LAWS[0]):
    return fit(law, values, half_units(OWN.names, values, LAWS), codes, terms)


def test_the_laws_of_one_image_type():
    assert [law.text for law in LAWS] == ["Range = Maximum - Minimum", "4 SumSquares = ClusterTendency + Contrast"]
    assert OWN.names[LAWS[0].left] == "original_firstorder_Range"
    assert linear_laws(["original_firstorder_Range", "T2_original_glcm_Contrast"]) == ()


@pytest.mark.parametrize("law", LAWS)
def test_scaling_keeps_them_and_harmonisation_keeps_them_within_sites(law):
    assert fitted(scaled(OWN.values), law=law).at_floor
    flat = harmonised(OWN)
    assert fitted(flat, law=law).rms > 1e-3
    assert fitted(flat, OWN.site, law=law).at_floor
    assert fitted(flat, OWN.event, law=law).rms > 1e-3


@pytest.mark.parametrize("digits", [2, 3, 5])
def test_rounding_leaves_what_is_said(digits):
    found = fitted(np.round(scaled(OWN.values), digits))
    assert found.at_floor
    assert 0.1 * found.floor < found.rms


def test_the_f_test_is_that_of_statsmodels():
    api = pytest.importorskip("statsmodels.api")
    left, right = LAWS[0].left, list(LAWS[0].right)
    values = OWN.values + np.random.default_rng(0).normal(size=OWN.values.shape)
    sites = np.eye(3)[OWN.site]
    design = np.hstack([sites, *(sites * values[:, [column]] for column in right)])
    larger = np.hstack([design, sites * OWN.age[:, None]])
    models = [api.OLS(values[:, left], own).fit() for own in (larger, design)]
    wanted = models[0].compare_f_test(models[1])[1]
    found = p_of_more(fitted(values, OWN.site), fitted(values, OWN.site, OWN.age[:, None]))
    assert found == pytest.approx(wanted, rel=1e-6)


def test_groups_too_small_take_no_part():
    codes = np.where(np.arange(len(OWN.event)) < 4, 1, 0)
    assert np.isnan(fitted(OWN.values, codes).rest[:4]).all()
    assert fitted(OWN.values, np.arange(len(OWN.event))) is None


def test_a_few_edited_rows_do_not_hide_what_the_others_follow():
    values = scaled(OWN.values)
    values[[3, 17, 40], LAWS[0].left] += [0.5, -0.2, 0.01]
    kept = mostly(LAWS[0], values, half_units(OWN.names, values, LAWS), EVERYONE, NONE)
    assert np.flatnonzero(~kept).tolist() == [3, 17, 40]
