"""A figure over studies, beside that of the standard library."""

import statistics

import pytest

from radaudit.surveying.spread import spread


@pytest.mark.parametrize("values", [[1.0, 4.0, 2.0, 9.0], [3.0, 3.0, 5.0], [-8.0, 36.0]])
def test_a_spread_is_that_of_the_standard_library(values):
    own = spread(values)
    assert [own.lower, own.median, own.upper] == statistics.quantiles(values, n=4, method="inclusive")
    assert own.deviation == pytest.approx(statistics.stdev(values))
    assert (own.count, own.least, own.most) == (len(values), min(values), max(values))
    assert own.mean == pytest.approx(statistics.fmean(values))


def test_one_study_has_no_deviation_and_none_no_spread():
    assert spread([2.0]).deviation is None
    assert spread([]) is None
