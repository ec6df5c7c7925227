import numpy as np
import pytest

from radaudit.statistics.interval import normal_quantile
from radaudit.statistics.survival.calibration import observed_over_expected, risk_groups, survival_slope
from radaudit.statistics.survival.followup import until
from radaudit.statistics.survival.kaplan_meier import kaplan_meier
from radaudit.statistics.survival.pseudo_regression import log_hazards


def test_R_s_cox_regression_gives_the_same_slope(cases, of_r):
    found = survival_slope(cases["time"], cases["event"], cases["risk"])
    error = (found.high - found.low) / 2 / normal_quantile(0.95)
    assert [found.estimate, error] == pytest.approx(of_r["cox"], rel=1e-9)
    assert survival_slope(cases["time"], cases["event"], 10 * cases["risk"] + 3).estimate == pytest.approx(
        of_r["cox"][0] / 10
    )


def test_R_s_cox_regression_of_what_happened_until_a_time(cases, at_a_time):
    seen = until(cases["days"], cases["event"], 12)
    found = survival_slope(*seen, log_hazards(cases["by12"]))
    error = (found.high - found.low) / 2 / normal_quantile(0.95)
    assert [found.estimate, error] == pytest.approx(at_a_time["cox"], rel=1e-8)


def test_the_slope_over_patients_is_near_the_one_over_cases(cases):
    plain = survival_slope(cases["days"], cases["event"], cases["risk"])
    patients = survival_slope(cases["days"], cases["event"], cases["risk"], groups=cases["patient"])
    assert patients.estimate == plain.estimate
    assert patients.high - patients.low == pytest.approx(plain.high - plain.low, rel=0.4)


def test_observed_over_expected_by_hand(cases, of_r):
    # Greenwood's error and the estimate from R's curve: log scale, (S / (1 - S)) times the error of log S.
    time = 9
    place = of_r["km_time"].index(time)
    free = of_r["km_survival"][place]
    found = observed_over_expected(cases["time"], cases["event"], np.full(90, 0.5), time)
    assert found.estimate == pytest.approx((1 - free) / 0.5, rel=1e-12)
    # R's log-log band: log S times exp(-+ z error / |log S|); its error of log S is found back from the upper end.
    error = -np.log(np.log(of_r["km_high"][place]) / np.log(free)) / normal_quantile(0.95) * -np.log(free)
    reach = normal_quantile(0.95) * error * free / (1 - free)
    assert [found.low, found.high] == pytest.approx(found.estimate * np.exp([-reach, reach]), rel=1e-9)
    patients = observed_over_expected(cases["time"], cases["event"], np.full(90, 0.5), time, groups=cases["patient"])
    assert patients.estimate == pytest.approx(found.estimate)
    assert patients.low < found.estimate < patients.high


def test_groups_hold_everyone_and_say_what_Kaplan_Meier_says(cases):
    found = risk_groups(cases["days"], cases["event"], cases["by12"], 12, groups=3)
    assert sum(group.cases for group in found) == 90
    assert [group.predicted for group in found] == sorted(group.predicted for group in found)
    lowest = cases["by12"] <= np.quantile(cases["by12"], 1 / 3)
    expected = 1 - kaplan_meier(cases["days"][lowest], cases["event"][lowest]).at(12).estimate
    assert found[0].observed.estimate == pytest.approx(expected)
    assert all(group.observed.low <= group.observed.estimate <= group.observed.high for group in found)


@pytest.mark.parametrize(
    ("measure", "says"),
    [
        (lambda: survival_slope([1, 2, 3], [1, 1, 1], [3, 2, 1]), "no finite calibration slope"),
        (lambda: survival_slope([1, 2, 3], [1, 1, 1], [1, 1, 1]), "that varies"),
        (lambda: observed_over_expected([1, 2, 3], [0, 1, 1], [0.1, 0.2, 0.3], 1.5), "undefined"),
        (lambda: observed_over_expected([1, 2, 3], [1, 1, 1], [0.1, 0.2, 3], 1.5), "outside 0 to 1"),
    ],
)
def test_what_is_not_defined_is_refused(measure, says):
    with pytest.raises(ValueError, match=says):
        measure()
