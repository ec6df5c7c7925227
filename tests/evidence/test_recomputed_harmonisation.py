"""The harmonisation done again: what it says of rows and outcome, and how the evidence comes together."""

from types import SimpleNamespace

import numpy as np
import pytest

from radaudit.compute.job import Failure
from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.finding import Tier
from radaudit.evidence import recomputed_harmonisation as again
from radaudit.evidence.forensics import SET
from tests.made_evidence import a_cohort, a_split
from tests.made_harmonised import made, output, printed, raw, recomputed, train
from tests.made_lesions import OUTCOME, a_study, examined, harmonised, lesions

OWN = lesions()


@pytest.mark.parametrize(
    ("after", "seen", "outcome"),
    [
        (made(), True, False),
        (made(train()), False, False),
        (made(train(), grade=True), False, True),
        (np.where(train()[:, None], made(train()), made(~train())), True, False),
    ],
)
def test_what_gives_the_table_proves_rows_and_covariates(after, seen, outcome):
    own = recomputed(after)
    assert (own.saw_held_out, own.used_outcome, own.tier) == (seen, (outcome, Tier.PROVED), Tier.PROVED)


def test_a_program_that_is_near_is_tested_and_one_that_is_not_tells_no_rows():
    noise = 1e-4 * np.random.default_rng(0).normal(size=raw().shape)
    near = recomputed(made() + noise)
    assert (near.found.met, near.saw_held_out, near.tier) == ((), True, Tier.TESTED)
    far = recomputed(output("combatlearn_johnson"))
    if not far.found.met:  # where combatlearn is not installed
        assert (far.standing, far.saw_held_out, far.used_outcome) == ((), None, (False, Tier.PROVED))


def test_what_can_not_be_told_apart_is_not_told():
    coarse = np.round(made() / 2) * 2
    own = recomputed(coarse, half=np.full(coarse.shape, 1.0))
    assert (own.saw_held_out, own.used_outcome[0]) == (None, None)


class Map:
    def __init__(self, broken=False):
        self.broken = broken

    def map(self, title, jobs):
        return [Failure("no") if self.broken else job.run() for job in jobs]


CASES = [f"c{row:02d}" for row in range(90)]
COHORT = a_cohort(CASES)
COHORT.columns["site"] = tuple("ABC"[own] for own in OWN.site)
SPLIT = a_split(
    train=[case for case, own in zip(CASES, OWN.train, strict=True) if own],
    test=[case for case, own in zip(CASES, OWN.train, strict=True) if not own],
)
INFO = {"method": "combat", "batch": "site", "fitted_on": "train"}


def made_again(tables, info=INFO, broken=False):
    study = a_study(**({"harmonisation": info} if info else {}))
    return again.recomputed_harmonisation(study, COHORT, tables, SPLIT, Map(broken))


def both(values):
    return examined(OWN, OWN.values), examined(OWN, values, which="harmonised", path="harmonised.csv")


def test_the_evidence_comes_from_the_tables_and_the_cohort():
    found = made_again(both(harmonised(OWN, OWN.event)))
    assert (found.path, found.cases, found.columns) == ("harmonised.csv", 90, 41)
    assert (found.declared.rows, found.declared.batch) == (f"{SET} train", "site")
    assert (found.saw_held_out, found.used_outcome) == (True, (True, Tier.PROVED))
    assert found.standing[0].recipe.covariates == (OUTCOME,)


def test_cases_and_columns_that_one_table_lacks_are_left_out():
    values = harmonised(OWN)
    values[:, 0] = np.nan
    fewer = SimpleNamespace(**vars(examined(OWN, values)), half=np.zeros(values.shape))
    fewer.which, fewer.cases = "harmonised", (*CASES[:89], "stranger")
    found = made_again((examined(OWN, OWN.values), fewer))
    assert (found.cases, found.columns) == (89, 40)


def test_what_the_study_must_give():
    with pytest.raises(NotApplicable, match="declares no harmonisation"):
        made_again(None, info=None)
    for tables in (None, both(OWN.values)[:1]):
        with pytest.raises(Unavailable, match="both before and after"):
            made_again(tables)
    with pytest.raises(Unavailable, match="0 columns without a gap"):
        made_again(both(np.full(OWN.values.shape, np.nan)))
    with pytest.raises(Unavailable, match="could not be harmonised again: no"):
        made_again(both(harmonised(OWN)), broken=True)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"empirical_bayes": False}, "ComBat without empirical Bayes"),
        ({"method": "standardised"}, "mean and spread of each batch"),
        ({"reference": "B"}, "ComBat, reference batch 'B'"),
    ],
)
def test_declared_options_are_tried_first(options, words):
    found = made_again(both(harmonised(OWN)), INFO | options)
    assert found.declared.method.in_words() == words


def test_a_declared_batch_that_the_cohort_lacks_is_not_tried():
    assert made_again(both(harmonised(OWN)), INFO | {"batch": "vendor"}).declared is None


def test_half_a_unit_of_the_print_counts():
    shown, _ = printed(harmonised(OWN, OWN.age), 5)
    assert made_again(both(shown)).standing[0].recipe.covariates == ("age",)
