import numpy as np
import pytest

from radaudit.statistics.spline import knots_of, restricted_cubic


def test_the_terms_are_those_of_statsmodels():
    """A restricted cubic spline spans the natural splines of the same knots, which patsy makes otherwise."""
    from patsy import cr

    values = np.random.default_rng(0).normal(size=60)
    knots = knots_of(values, 4)
    own = restricted_cubic(values, knots)
    other = np.asarray(cr(values, knots=knots[1:-1], lower_bound=knots[0], upper_bound=knots[-1]))
    assert own.shape == other.shape == (60, 4)
    left = other - own @ np.linalg.lstsq(own, other, rcond=None)[0]
    assert np.abs(left).max() < 1e-8


def test_beyond_the_outer_knots_it_is_straight():
    values = np.array([2.0, 3.0, 4.0])
    assert np.diff(restricted_cubic(values, np.array([-1.0, 0.0, 1.0])), 2, axis=0) == pytest.approx(0, abs=1e-12)


def test_few_distinct_values_leave_a_line():
    values = np.repeat([0.0, 1.0], [9, 1])
    knots = knots_of(values, 3)
    assert knots.size == 2
    assert restricted_cubic(values, knots).tolist() == [[1, value] for value in values]
