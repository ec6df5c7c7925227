import numpy as np
import pytest

from radaudit.statistics.survival.cut_off import best_cut_off, cut_off_origin


def followed(seed=0, cases=60):
    rng = np.random.default_rng(seed)
    risks = rng.normal(size=cases).round(1)
    times = rng.exponential(np.exp(-risks)) + 0.01
    return times, rng.random(cases) < 0.8, risks


def test_the_greatest_log_rank_statistic_by_statsmodels():
    from statsmodels.duration.survfunc import survdiff

    times, events, risks = followed()
    known = {
        cut: survdiff(times, events, (risks >= cut).astype(int))[0]
        for cut in np.unique(risks)
        if 6 <= (risks >= cut).sum() <= 54
    }
    found = best_cut_off(times, events, risks, declared=0.0)
    best = max(known, key=known.get)
    assert found.value == pytest.approx(known[best])
    assert found.ranges[0][1] == best
    assert found.at_declared == pytest.approx(known[0.0])
    assert found.candidates == len(known)


def test_a_cut_off_tuned_on_the_test_set_is_found_and_one_of_the_training_set_is_not():
    test, train = followed(1), followed(2)
    low, high = best_cut_off(*test, 0.0).ranges[0]
    assert cut_off_origin((low + high) / 2, test, train).tuned_on_test == ("log-rank",)
    assert cut_off_origin((low + high) / 2, test, None).tuned_on_test == ()
    low, high = best_cut_off(*train, 0.0).ranges[0]
    assert cut_off_origin((low + high) / 2, test, train).tuned_on_test == ()


def test_equal_risks_have_no_cut_off():
    times, events, risks = followed()
    with pytest.raises(ValueError, match="No cut-off"):
        best_cut_off(times, events, np.ones_like(risks), 1.0)
