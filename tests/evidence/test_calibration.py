from dataclasses import replace

import numpy as np
import pytest

from radaudit.evidence.calibration import Figure, calibrations
from radaudit.models.metrics import measure
from radaudit.statistics.interval import Interval
from tests.made_scores import a_scored_set, a_timed_set, risks


@pytest.mark.parametrize(("ends", "wrong"), [((0.2, 0.9), "low"), ((0.9, 1.1), ""), ((1.1, 2.0), "high")])
def test_what_is_wrong_is_where_the_interval_lies(ends, wrong):
    assert Figure("slope", Interval(sum(ends) / 2, *ends, 0.95, "made"), 1.0, "low", "high").wrong == wrong


def test_all_figures_share_the_error():
    own = a_timed_set(200, horizons=(0.5, 1.0))
    first, second = calibrations(own, 0.95)
    assert (first.slope.found.level, second.large.found.level) == pytest.approx((0.9875, 0.9875))
    asked = measure("observed_expected", own.outcomes, own.by_time[:, 1], task="survival", horizon=1.0, level=0.9875)
    assert second.large.found == asked
    had = own.events & (own.outcomes[:, 0] <= 1)
    assert (second.events, second.others) == (had.sum(), (own.outcomes[:, 0] > 1).sum())


@pytest.mark.parametrize("own", [a_scored_set(*risks(60)), a_timed_set(60)])
def test_patients_with_several_cases_take_the_wider_ends(own):
    [alone] = calibrations(own)
    [paired] = calibrations(replace(own, patients=np.repeat(np.arange(30), 2)))
    assert paired.slope.found.estimate == alone.slope.found.estimate
    assert paired.slope.found.low <= alone.slope.found.low
    assert paired.large.found.high >= alone.large.found.high
    assert "wider" in paired.large.found.method


def test_what_is_not_defined_is_a_problem_and_no_curve():
    own = a_timed_set(60, horizons=(9.0,))
    [found] = calibrations(own)
    assert "Nobody was followed" in found.problem
    assert (found.slope, found.curve, found.groups) == (None, None, ())
