import numpy as np
import pytest

from radaudit.statistics.survival.weighted_concordance import weighted_c


def arrays(cases, time="time"):
    return np.asarray(cases[time], dtype=float), np.asarray(cases["event"]) > 0, np.asarray(cases["risk"], dtype=float)


def test_with_weights_of_one_it_is_what_R_and_scikit_survival_give(cases, of_r, of_sksurv):
    times, events, risks = arrays(cases)
    ones = np.ones((1, len(times)))
    assert weighted_c(times, events, risks, ones)[0] == pytest.approx(of_r["harrell"][0], rel=1e-12)
    assert weighted_c(*arrays(cases, "days"), ones)[0] == pytest.approx(of_sksurv["harrell"], rel=1e-12)


def test_a_weight_is_a_number_of_copies(cases):
    times, events, risks = (own[:40] for own in arrays(cases, "days"))
    counts = np.random.default_rng(0).integers(0, 4, (5, 40))
    copies = [np.repeat(np.arange(40), row) for row in counts]
    alone = [weighted_c(times[rows], events[rows], risks[rows], np.ones((1, len(rows))))[0] for rows in copies]
    assert weighted_c(times, events, risks, counts.astype(float)) == pytest.approx(alone, rel=1e-12)


def test_without_a_pair_to_compare_it_is_undefined():
    times, events, risks = np.array([1.0, 2.0]), np.array([True, False]), np.array([2.0, 1.0])
    found = weighted_c(times, events, risks, np.array([[1.0, 1.0], [3.0, 0.0], [0.0, 0.0]]))
    assert found[0] == 1
    assert np.isnan(found[1:]).all()
