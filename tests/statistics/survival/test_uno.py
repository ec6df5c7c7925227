import numpy as np
import pytest

from radaudit.statistics.survival.concordance import harrell_c
from radaudit.statistics.survival.uno import uno_c


def test_R_gives_the_same_with_ties(cases, of_r):
    found = uno_c(cases["time"], cases["event"], cases["risk"], resamples=50)
    assert found.estimate == pytest.approx(of_r["uno"][0], rel=1e-12)


@pytest.mark.parametrize(("name", "horizon"), [("uno", None), ("uno_18", 18)])
def test_scikit_survival_gives_the_same(name, horizon, cases, of_sksurv):
    found = uno_c(cases["days"], cases["event"], cases["risk"], horizon, resamples=50)
    assert found.estimate == pytest.approx(of_sksurv[name], rel=1e-12)


def test_without_censoring_it_is_harrell_s(cases):
    everyone = np.ones(90)
    expected = harrell_c(cases["days"], everyone, cases["risk"])
    found = uno_c(cases["days"], everyone, cases["risk"])
    assert found.estimate == pytest.approx(expected.estimate, rel=1e-12)
    # Two ways to the same standard error: resampling, and the infinitesimal jackknife.
    assert found.high - found.low == pytest.approx(expected.high - expected.low, rel=0.1)


def test_a_resample_is_worked_on_like_a_study_of_its_own(cases):
    from radaudit.statistics.resampling import resampled_weights

    weights = next(resampled_weights(90, 1, 0))[0].astype(int)
    columns = [np.repeat(cases[name], weights) for name in ("days", "event", "risk")]
    expected = uno_c(*columns, resamples=1).estimate
    found = uno_c(cases["days"], cases["event"], cases["risk"], resamples=1)
    assert found.low == found.high == pytest.approx(expected, rel=1e-12)


def test_no_pairs_are_refused():
    with pytest.raises(ValueError, match="No two cases"):
        uno_c([1, 2, 3], [0, 1, 1], [1, 2, 3], horizon=2)
