import numpy as np

from radaudit.forensics.digits import two_ways

VALUES = np.random.default_rng(0).normal(size=(20, 12))


def test_one_way():
    assert two_ways(VALUES) is None
    assert two_ways(np.round(VALUES, 3)) is None
    assert two_ways(np.rint(100 * VALUES)) is None


def test_two_ways():
    values = VALUES.copy()
    values[5:9] = np.round(values[5:9], 4)
    found = two_ways(values)
    assert np.flatnonzero(found.few).tolist() == [5, 6, 7, 8]
    assert found.digits[0] <= 5
    assert found.digits[1] >= 15


def test_two_rows_are_no_pipeline():
    values = VALUES.copy()
    values[5:7] = np.round(values[5:7], 4)
    assert two_ways(values) is None
