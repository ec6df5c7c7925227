"""Cover's counting function, against his recursion and against planes that are really looked for."""

from functools import cache
from itertools import product

import numpy as np
import pytest
from scipy.optimize import linprog

from radaudit.statistics.capacity import separable


@cache
def ways(cases, dimensions):
    """C(N + 1, d) = C(N, d) + C(N, d - 1): Cover 1965, proof of theorem 1."""
    if dimensions < 1:
        return 0
    return 2 if cases == 1 else ways(cases - 1, dimensions) + ways(cases - 1, dimensions - 1)


@pytest.mark.parametrize(("cases", "features"), [(1, 0), (5, 2), (12, 5), (34, 16), (60, 3)])
def test_the_share_follows_covers_recursion(cases, features):
    assert separable(cases, features) == pytest.approx(ways(cases, features + 1) / 2**cases)


def test_it_is_what_planes_can_part():
    points = np.random.default_rng(2).normal(size=(6, 2))
    given = np.column_stack([points, np.ones(6)])

    def parts(signs):
        rows = -np.array(signs)[:, None] * given
        return linprog(np.zeros(3), A_ub=rows, b_ub=-np.ones(6), bounds=[(None, None)] * 3).success

    found = sum(parts(signs) for signs in product((-1, 1), repeat=6))
    assert separable(6, 2) == pytest.approx(found / 2**6)


def test_at_twice_as_many_cases_half_of_all_outcomes_are_fitted():
    assert separable(34, 16) == pytest.approx(0.5)
    assert separable(17, 16) == 1


@pytest.mark.parametrize(("cases", "features"), [(0, 1), (3, -1)])
def test_nonsense_is_refused(cases, features):
    with pytest.raises(ValueError, match="can't be judged"):
        separable(cases, features)
