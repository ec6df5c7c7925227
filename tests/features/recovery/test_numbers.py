import math

import pytest

from radaudit.features.recovery.numbers import as_setting, overlap, ratio, roundest


@pytest.mark.parametrize(
    ("low", "high", "number"),
    [
        (24.2, 25.3, 25),
        (99.9999999, 100.0000001, 100),
        (-161, -159, -160),
        (-3, 4, 0),
        (0.2499, 0.2501, 0.25),
        (1.4999, 1.5001, 1.5),
        (7, 7, 7),
        (999, 1001, 1000),
        (1.234567, 1.234568, 1.234567),
    ],
)
def test_the_number_that_somebody_would_have_chosen(low, high, number):
    assert roundest(low, high) == pytest.approx(number, rel=1e-9)


@pytest.mark.parametrize(("low", "high"), [(2, 1), (math.nan, 1), (0, math.inf), (math.pi, math.pi)])
def test_no_number(low, high):
    assert roundest(low, high) is None


def test_intervals():
    assert overlap([(0, 3), (2, 5), (-1, 9)]) == (2, 3)
    assert overlap([(0, 1), (2, 3)]) is None
    assert overlap([]) is None
    assert ratio((8, 10), (2, 4)) == (2, 5)
    assert ratio((8, 10), (0, 4)) is None


def test_whole_numbers_stand_as_such():
    assert repr(as_setting(2.0)) == "2"
    assert repr(as_setting(1.5)) == "1.5"
