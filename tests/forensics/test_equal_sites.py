import numpy as np
import pytest

from radaudit.forensics.equal_sites import _statistics, equality
from tests.made_lesions import harmonised, lesions

OWN = lesions()


def test_the_statistic_orders_assignments_as_the_analysis_of_variance_does():
    from scipy.stats import f_oneway

    random = np.random.default_rng(0)
    column = random.normal(size=(30, 1))
    groups = np.array([random.permutation(np.repeat([0, 1, 2], 10)) for _ in range(50)])
    ours = _statistics(column, groups)[:, 0]
    theirs = [f_oneway(*(column[own == code, 0] for code in range(3))).statistic for own in groups]
    assert (np.argsort(ours) == np.argsort(theirs)).all()


def test_sites_with_an_effect_are_not_too_equal():
    found = equality(OWN.values, OWN.site)
    assert found.p > 0.1
    assert (found.rows, found.groups, found.columns) == (90, 3, 41)


def test_harmonised_sites_are():
    assert equality(harmonised(OWN), OWN.site).p <= 0.001


def test_where_the_outcome_was_preserved_its_effect_is_taken_out_first():
    skewed = np.where(OWN.event == 1, np.where(OWN.site == 2, 0, OWN.site), OWN.site)
    own = lesions()
    own.site = skewed
    flat = harmonised(own, own.event)
    with_it = equality(flat, skewed, own.event[:, None].astype(float))
    assert with_it.p <= 0.001


def test_it_keeps_its_level():
    random = np.random.default_rng(3)
    p = [equality(random.normal(size=(40, 6)), np.arange(40) % 2, seed=run).p for run in range(60)]
    assert np.mean(np.array(p) <= 0.1) <= 0.2
    assert min(p) > 0.001


@pytest.mark.parametrize(
    ("values", "codes"),
    [(OWN.values, np.zeros(90, int)), (OWN.values[:, :3], OWN.site), (OWN.values, np.where(np.arange(90) < 4, 1, 0))],
)
def test_too_little_to_tell(values, codes):
    assert equality(values, codes) is None
