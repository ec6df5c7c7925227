import numpy as np
import pytest

from radaudit.statistics.delong import auc
from radaudit.statistics.survival.dynamic_auc import dynamic_auc


def test_scikit_survival_gives_the_same(cases, of_sksurv):
    found = [
        dynamic_auc(cases["days"], cases["event"], cases["risk"], time, resamples=50).estimate for time in (12, 24)
    ]
    assert found == pytest.approx(of_sksurv["auc"], rel=1e-12)


def test_without_censoring_it_is_the_auc(cases):
    found = dynamic_auc(cases["days"], np.ones(90), cases["risk"], 12, resamples=50)
    assert found.estimate == pytest.approx(auc(cases["risk"], cases["days"] <= 12), rel=1e-12)


@pytest.mark.parametrize(("horizon", "says"), [(0.0001, "Nobody had the event"), (500, "Nobody was followed")])
def test_a_time_without_cases_is_refused(horizon, says, cases):
    with pytest.raises(ValueError, match=says):
        dynamic_auc(cases["days"], cases["event"], cases["risk"], horizon)
