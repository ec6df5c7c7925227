import numpy as np
import pytest

from radaudit.statistics.interval import normal_quantile
from radaudit.statistics.survival.concordance import concordance_test, harrell_c


def _error(found):
    return (found.high - found.low) / 2 / normal_quantile(found.level)


@pytest.mark.parametrize(("name", "by"), [("harrell", None), ("harrell_patients", "patient")])
def test_R_gives_the_same_estimate_and_error(name, by, cases, of_r):
    found = harrell_c(cases["time"], cases["event"], cases["risk"], groups=by and cases[by])
    assert [found.estimate, _error(found)] == pytest.approx(of_r[name], rel=1e-12)


def test_scikit_survival_gives_the_same_estimate(cases, of_sksurv):
    found = harrell_c(cases["days"], cases["event"], cases["risk"])
    assert found.estimate == pytest.approx(of_sksurv["harrell"], rel=1e-12)


def test_R_gives_the_same_difference(cases, of_r):
    found = concordance_test(cases["time"], cases["event"], cases["risk"], cases["other"])
    assert [found.difference.estimate, _error(found.difference)] == pytest.approx(of_r["harrell_difference"], rel=1e-11)
    assert found.z == pytest.approx(of_r["harrell_difference"][0] / of_r["harrell_difference"][1])
    same = concordance_test(cases["time"], cases["event"], cases["risk"], 2 * cases["risk"])
    assert (same.difference.estimate, same.p) == (0, 1)


def test_pairs_by_hand():
    # Times 1, 2+, 3, 3: pairs (1,2+), (1,3), (1,3) count; the censored tells nothing later, two events at 3 neither.
    found = harrell_c([1, 2, 3, 3, 4], [1, 0, 1, 1, 0], [5, 4, 5, 3, 2])
    # Of 1: against 4, 5, 3, 2 (three won, one tied); of both 3: against 2 (won).
    assert found.estimate == pytest.approx((3.5 + 2) / 6)


def test_censored_at_the_time_of_an_event_outlasted_it():
    assert harrell_c([1, 1, 2], [1, 0, 0], [3, 2, 1]).estimate == 1


def test_a_perfect_order_has_an_exact_bound_not_a_point():
    times = np.arange(1.0, 9)
    found = harrell_c(times, np.ones(8), -times)
    assert (found.estimate, found.high) == (1, 1)
    assert found.low == pytest.approx(0.025 ** (1 / 4))
    assert "4 separate pairs" in found.method
    turned = harrell_c(times, np.ones(8), times)
    assert (turned.low, turned.high) == (0, pytest.approx(1 - found.low))
    equal = harrell_c(times, np.ones(8), np.ones(8))
    assert (equal.estimate, equal.low, equal.high) == pytest.approx((0.5, found.low / 2, 1 - found.low / 2))
    pairs = harrell_c(times, np.ones(8), -times, groups=[1, 1, 1, 1, 2, 2, 2, 2])
    assert "1 separate pairs" in pairs.method


@pytest.mark.parametrize(
    ("times", "events", "risks", "says"),
    [([1, 2], [0, 1], [1, 2], "No two cases"), ([1, 2], [0, 0], [1, 2], "No two cases")],
)
def test_what_has_no_pairs_is_refused(times, events, risks, says):
    with pytest.raises(ValueError, match=says):
        harrell_c(times, events, risks)


@pytest.mark.slow
def test_the_interval_covers_the_truth():
    rng = np.random.default_rng(5)

    def drawn(cases):
        risk = rng.normal(size=cases)
        time, end = rng.exponential(np.exp(-risk)), rng.uniform(0, 3, cases)
        return np.minimum(time, end), time <= end, risk

    truth = np.mean([harrell_c(*drawn(2000)).estimate for _ in range(15)])
    covered = [harrell_c(*drawn(80)).contains(truth) for _ in range(1000)]
    assert 0.92 <= np.mean(covered) <= 0.97
