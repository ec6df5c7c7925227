import numpy as np
import pytest
from scipy.stats import CensoredData, ecdf
from statsmodels.duration.survfunc import SurvfuncRight

from radaudit.statistics.survival.kaplan_meier import kaplan_meier, uncensored_share, weighted_survival


def test_R_gives_the_same_curve_and_band(cases, of_r):
    curve = kaplan_meier(cases["time"], cases["event"])
    assert curve.times.tolist() == of_r["km_time"]
    for mine, name in ((curve.survival, "survival"), (curve.low, "low"), (curve.high, "high")):
        assert mine == pytest.approx(of_r[f"km_{name}"], rel=1e-12)
    median = curve.median()
    assert [median.estimate, median.low, median.high] == of_r["km_median"]
    assert curve.at(9.7).estimate == curve.at(9).estimate == pytest.approx(of_r["km_survival"][8], rel=1e-12)


def test_Freireich_s_leukaemia_patients():
    # 6-mercaptopurine group; product-limit estimates as printed in Kalbfleisch & Prentice, Collett and elsewhere.
    times = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
    events = [1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0]
    curve = kaplan_meier(times, events)
    printed = {6: 0.857, 7: 0.807, 10: 0.753, 13: 0.690, 16: 0.627, 22: 0.538, 23: 0.448}
    assert {time: round(curve.at(time).estimate, 3) for time in printed} == printed
    assert curve.median().estimate == 23


def test_before_the_first_event_and_after_the_last_there_is_no_width():
    curve = kaplan_meier([1, 2, 3], [0, 1, 1])
    assert (curve.low[0], curve.survival[0], curve.high[0]) == (1, 1, 1)
    assert curve.at(0.5).estimate == 1
    assert curve.survival[-1] == 0
    assert np.isnan(curve.low[-1])
    assert kaplan_meier([1, 2, 3], [1, 0, 0]).median().estimate == np.inf
    with pytest.raises(ValueError, match="ends at 3"):
        curve.at(3.1)


def test_weights_are_copies_of_cases(cases):
    rng = np.random.default_rng(0)
    weights = rng.integers(0, 3, (2, 90)).astype(float)
    at = np.array([0.0, 4.0, 11.5, 23.0])
    found = weighted_survival(cases["time"], cases["event"] == 1, weights, at)
    for row, own in zip(found, weights.astype(int), strict=True):
        times, events = np.repeat(cases["time"], own), np.repeat(cases["event"], own)
        other = SurvfuncRight(times, events)
        expected = [1.0, *(other.surv_prob[other.surv_times <= time][-1] for time in at[1:])]
        assert row == pytest.approx(expected, rel=1e-12)


def test_the_censored_leave_after_the_events_of_their_time():
    times, events = np.array([1.0, 1, 1, 2, 2, 3]), np.array([True, False, True, False, True, False])
    ones = np.ones((1, 6))
    at = np.array([0.5, 1, 1.5, 2, 3])
    after = uncensored_share(times, events, ones, at)[0]
    before = uncensored_share(times, events, ones, at, before=True)[0]
    # At 1 two of six had the event first: one of four is censored. At 2 one of three: one of two. At 3 the last.
    assert after == pytest.approx([1, 0.75, 0.75, 0.375, 0])
    assert before == pytest.approx([1, 1, 0.75, 0.75, 0.375])


def test_scipy_gives_the_same_censoring_curve_without_ties(cases):
    days, seen = cases["days"], cases["event"] == 1
    other = ecdf(CensoredData(days[~seen], right=days[seen])).sf
    at = np.array([3.0, 12.0, 24.0])
    assert uncensored_share(days, seen, np.ones((1, 90)), at)[0] == pytest.approx(other.evaluate(at), rel=1e-12)
