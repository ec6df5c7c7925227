import numpy as np
import pytest

from radaudit.core.errors import NotApplicable
from radaudit.evidence.site_sizes import site_sizes
from tests.made_evidence import a_split, a_target
from tests.made_sites import CASES, EVENT, TRAIN, cohort, study

SPLIT = a_split(
    train=[case for case, own in zip(CASES, TRAIN, strict=True) if own],
    test=[case for case, own in zip(CASES, TRAIN, strict=True) if not own],
)
TARGET = a_target(EVENT.astype(bool).tolist())


def sizes(split=SPLIT, target=TARGET, who=None, **harmonisation):
    told = {"method": "combat", "batch": "site"} | harmonisation
    return site_sizes(study(harmonisation=told), who or cohort(), split, target, None)


def test_of_the_rows_that_it_is_learnt_from():
    train, everyone = sizes(fitted_on="train"), sizes(fitted_on="all")
    assert (train.rows, everyone.rows) == ("training", "all")
    assert [(own.patients, own.others) for own in train.sites] == [(20, 10)] * 3
    assert [(own.patients, own.others) for own in everyone.sites] == [(30, 0)] * 3
    own = {own.site: own.classes for own in everyone.sites}
    assert own["A"] == {"0": int((EVENT[:30] == 0).sum()), "1": int(EVENT[:30].sum())}


def test_patients_count_once_and_the_largest_comes_first():
    sites = ["A"] * 50 + ["B"] * 38 + ["C", None]
    found = sizes(split=None, target=None, who=cohort(sites, [f"p{row // 2}" for row in range(90)]))
    assert [(own.site, own.patients) for own in found.sites] == [("A", 25), ("B", 19), ("C", 1)]
    assert found.sites[0].classes == {}


def test_an_outcome_that_is_preserved():
    assert sizes(covariates=["label"]).preserved
    assert not sizes().preserved


def test_without_harmonisation():
    with pytest.raises(NotApplicable, match="declares no harmonisation"):
        site_sizes(study(), cohort(), SPLIT, TARGET, None)
    unknown = a_target([None, *EVENT[1:].astype(bool).tolist()])
    assert np.sum([sum(own.classes.values()) for own in sizes(target=unknown, fitted_on="all").sites]) == 89
