import numpy as np
import pytest

from radaudit.statistics.survival.logrank_scores import logrank_scores


def test_they_are_events_less_the_expected_ones_of_statsmodels():
    from statsmodels.duration.survfunc import SurvfuncRight

    random = np.random.default_rng(2)
    times = np.rint(random.exponential(20, 40)) + 1
    events = (random.uniform(size=40) < 0.6).astype(float)
    table = SurvfuncRight(times, events)
    expected = [(table.n_events / table.n_risk)[table.surv_times <= time].sum() for time in times]
    assert logrank_scores(times, events) == pytest.approx(events - expected)


def test_their_sum_over_a_group_is_observed_less_expected_of_the_logrank_test():
    from radaudit.statistics.survival.logrank import logrank

    random = np.random.default_rng(3)
    times, events = random.exponential(20, 30), random.uniform(size=30) < 0.7
    group = random.uniform(size=30) < 0.5
    own = logrank_scores(times, events.astype(float))[group].sum()
    assert logrank(times, events, group).chi2 == pytest.approx(own**2 / _variance(times, events, group), rel=1e-9)


def _variance(times, events, group):
    """Hypergeometric, of each moment; Mantel 1966."""
    total = 0.0
    for moment in times[events]:
        n, ones = (times >= moment).sum(), (times[group] >= moment).sum()
        total += ones / n * (1 - ones / n)
    return total


def test_they_sum_to_nothing_and_keep_what_is_unknown():
    scores = logrank_scores(np.array([3.0, 1.0, np.nan, 2.0, 2.0]), np.array([1.0, 1.0, 1.0, 0.0, np.nan]))
    assert np.isnan(scores[[2, 4]]).all()
    assert np.nansum(scores) == pytest.approx(0)
    assert scores[[0, 1, 3]] == pytest.approx([1 - 1 / 3 - 1, 1 - 1 / 3, -1 / 3])
