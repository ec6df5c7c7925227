import numpy as np
import pytest

from radaudit.forensics.history import history_of
from tests.made_lesions import examined, harmonised, history, lesions, scaled

OWN = lesions()


def told(values, **changes):
    return history(examined(OWN, values, **changes))


def test_raw():
    assert told(OWN.values).kind == "raw"


@pytest.mark.parametrize("digits", [2, 3, 15])
def test_one_shift_and_scale(digits):
    found = told(np.round(scaled(OWN.values), digits))
    assert (found.kind, found.batch, found.covariates) == ("scaled", "", ())


@pytest.mark.parametrize("rows", [None, OWN.train])
@pytest.mark.parametrize("digits", [3, 15])
def test_harmonised_by_site(rows, digits):
    found = told(np.round(scaled(harmonised(OWN, rows=rows)), digits))
    assert (found.kind, found.batch, found.covariates) == ("grouped", "site", ())


@pytest.mark.parametrize("digits", [3, 4, 15])
def test_the_outcome_was_preserved(digits):
    found = told(np.round(scaled(harmonised(OWN, OWN.event)), digits))
    assert (found.kind, found.batch, found.covariates, found.rivals) == ("preserved", "site", ("event",), ())
    assert found.p < 1e-6
    if digits == 15:
        assert found.tier == "proved"
        assert all(law.given < law.floor < law.grouped < law.pooled for law in found.laws)


def test_another_covariate_is_named_and_the_outcome_that_goes_with_it_is_not():
    found = told(harmonised(OWN, OWN.age))
    assert (found.kind, found.covariates) == ("preserved", ("age",))


def test_both():
    assert set(told(harmonised(OWN, OWN.event, OWN.age)).covariates) == {"event", "age"}


def test_a_hidden_covariate_never_becomes_the_outcome():
    found = told(harmonised(OWN, OWN.age), covariates={"event": OWN.event[:, None].astype(float)})
    assert (found.kind, found.tier) == ("other", "tested")
    assert found.covariates == ()


def test_a_covariate_that_is_the_outcome_in_other_words_is_a_rival():
    twin = {"event": OWN.event[:, None].astype(float), "grade": 3.0 - 2 * OWN.event[:, None]}
    found = told(harmonised(OWN, OWN.event), covariates=twin)
    assert {*found.covariates, *(name for other in found.rivals for name in other)} == {"event", "grade"}


def test_each_class_by_itself():
    values = OWN.values.copy()
    for code in (0, 1):
        values[OWN.event == code] = scaled(OWN.values[OWN.event == code])
    found = told(values)
    assert (found.kind, found.batch) == ("grouped", "event")


def test_columns_with_the_same_groups_are_named_together():
    groupings = {"site": OWN.site, "scanner": 2 - OWN.site}
    found = told(harmonised(OWN), groupings=groupings)
    assert {found.batch, *found.same} == {"site", "scanner"}


def test_logarithms_are_neither():
    found = told(scaled(np.sign(OWN.values) * np.log1p(np.abs(OWN.values))))
    assert found.kind == "other"
    assert found.beyond > 1e-4


def test_edited_rows_are_set_aside():
    values = scaled(harmonised(OWN, OWN.event))
    values[[7, 30], OWN.names.index("original_firstorder_Range")] = 0.25
    found = told(values)
    assert (found.kind, found.covariates, found.odd) == ("preserved", ("event",), (7, 30))


def test_without_the_columns_nothing_is_told():
    assert history_of(["a", "b"], OWN.values[:, :2], {}, {}).kind == "unknown"
    assert history_of(OWN.names, scaled(OWN.values)[:8], {}, {}).kind == "unknown"
