import numpy as np
import pytest

from radaudit.statistics.calibration import brier
from radaudit.statistics.survival.brier import integrated_brier, survival_brier


def test_scikit_survival_gives_the_same(cases, of_sksurv):
    both = np.column_stack([cases["by12"], cases["by24"]])
    each = [
        survival_brier(cases["days"], cases["event"], both[:, place], time, resamples=50).estimate
        for place, time in enumerate((12, 24))
    ]
    assert each == pytest.approx(of_sksurv["brier"], rel=1e-12)
    whole = integrated_brier(cases["days"], cases["event"], both, [12, 24], resamples=50)
    assert whole.estimate == pytest.approx(of_sksurv["ibs"], rel=1e-12)


def test_without_censoring_it_is_the_brier_score(cases):
    found = survival_brier(cases["days"], np.ones(90), cases["by12"], 12)
    assert found.estimate == pytest.approx(brier(cases["by12"], cases["days"] <= 12), rel=1e-12)
    assert found.low < found.estimate < found.high


def test_unequal_steps_are_trapezoids(cases):
    times = np.array([6.0, 8.0, 14.0])
    risks = np.column_stack([cases["by12"] * share for share in (0.5, 0.7, 1)])
    each = [
        survival_brier(cases["days"], cases["event"], row, time, resamples=2).estimate
        for row, time in zip(risks.T, times, strict=True)
    ]
    whole = integrated_brier(cases["days"], cases["event"], risks, times, resamples=2).estimate
    assert whole == pytest.approx(np.trapz(each, times) / 8, rel=1e-12)


@pytest.mark.parametrize(
    ("risks", "horizons", "says"),
    [
        ([[0.5], [1.5]], [1], "outside 0 to 1"),
        ([[0.5, 0.6], [0.5, 0.6]], [2, 1], "ascend"),
        ([[0.5], [0.6]], [1, 2], "one column"),
        ([[0.5], [0.6]], [3], "Nobody was followed"),
    ],
)
def test_what_can_t_be_used_is_refused(risks, horizons, says):
    with pytest.raises(ValueError, match=says):
        integrated_brier([1, 3], [1, 0], risks, horizons)
