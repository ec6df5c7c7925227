import numpy as np
import pytest

from radaudit.statistics.dealing import dealt, units

PATIENTS = ("p", "p", "q", "r", None, None)


def test_patients_keep_their_cases_together():
    unit, what = units([1, 1, 0, 0, 1, 0], PATIENTS)
    assert (unit.tolist(), what) == ([0, 0, 1, 2, 3, 4], "patients")
    outcome = np.array([1, 1, 0, 0, 1, 0])
    for seed in range(20):
        new = outcome[dealt(unit, None, [seed])]
        assert new[0] == new[1]
        assert sorted(new[1:]) == sorted(outcome[1:])


def test_of_patients_with_several_outcomes_cases_are_dealt_to():
    unit, what = units(["1", "0", "0", "0", "1", "0"], PATIENTS)
    assert (unit.tolist(), what) == ([0, 1, 2, 3, 4, 5], "cases")


def test_within_strata_nothing_leaves_them_and_each_place_is_as_likely():
    unit = np.arange(5)
    sites = ("A", "A", "A", "B", "B")
    orders = np.array([dealt(unit, sites, [0, turn]) for turn in range(600)])
    assert set(orders[:, :3].ravel()) == {0, 1, 2}
    assert set(orders[:, 3:].ravel()) == {3, 4}
    assert np.bincount(orders[:, 0]) / 600 == pytest.approx([1 / 3] * 3, abs=0.07)
