from dataclasses import replace

import numpy as np
import pytest

from radaudit.forensics.recomputed.link import link_of
from tests.made_harmonised import made, output, printed, raw, side_by_side, train

RAW, LOGS = raw(), np.exp(raw() / 8)


@pytest.mark.parametrize(
    ("after", "kind", "covariates"),
    [
        (RAW, "same", ()),
        ((RAW - RAW.mean(axis=0)) / RAW.std(axis=0), "scaled", ()),
        (made(), "grouped", ()),
        (made(train(), empirical_bayes=False), "grouped", ()),
        (made(grade=True), "preserved", ("grade",)),
        (made(old=True) * 3 - 1, "preserved", ("age",)),
        (made(grade=True, old=True), "preserved", ("grade", "age")),
        (output("inmoose_grade"), "preserved", ("grade",)),
        (output("combatlearn_johnson"), "grouped", ()),
        (RAW**3, "other", ()),
    ],
)
def test_the_tables_tell_batch_and_covariates_whatever_the_program(after, kind, covariates):
    found = link_of(side_by_side(after))
    assert (found.kind, found.covariates) == (kind, covariates)
    if kind in ("grouped", "preserved"):
        assert (found.batch, found.same, found.by_set) == ("site", ("vendor",), False)


def test_sets_that_were_harmonised_apart():
    even = np.arange(len(RAW)) % 2 == 0
    after = np.where(even[:, None], made(even), made(~even))
    found = link_of(replace(side_by_side(after), sets=tuple(np.where(even, "train", "test"))))
    assert (found.kind, found.batch, found.by_set) == ("grouped", "site", True)


def test_a_reference_and_means_only():
    assert link_of(side_by_side(made(reference="B"))).untouched == ("B",)
    assert link_of(side_by_side(made(mean_only=True))).shifts
    assert not link_of(side_by_side(made())).shifts


def test_logarithms_come_first():
    found = link_of(side_by_side(made(table=np.log(LOGS), old=True), LOGS))
    assert (found.kind, found.before, found.covariates) == ("preserved", "log", ("age",))


@pytest.mark.parametrize(("options", "covariates"), [({}, ()), ({"grade": True}, ("grade",))])
def test_four_digits_are_enough(options, covariates):
    after, half = printed(made(**options), 4)
    assert link_of(side_by_side(after, half=half)).covariates == covariates


def test_columns_that_were_edited_later_hide_nothing():
    after = made(grade=True)
    after[3, 2] = 0.0
    after[5, 7] = 100.0
    found = link_of(side_by_side(after))
    assert (found.kind, found.covariates, round(found.share[0], 2)) == ("preserved", ("grade",), 0.83)


def test_a_covariate_that_says_the_same_is_a_rival():
    tables = side_by_side(made(grade=True))
    tables.covariates["stage"] = 5 - 2 * tables.covariates["grade"]
    assert link_of(tables).rivals == (("stage",),)
