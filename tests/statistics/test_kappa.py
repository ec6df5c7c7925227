"""Kappa against published tables, scikit-learn and statsmodels."""

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.inter_rater import cohens_kappa

from radaudit.statistics.kappa import cohen_kappa


def answers(table):
    cells = [(i, j) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)]
    return [i for i, _ in cells], [j for _, j in cells]


def steps(categories, power):
    return lambda a, b: (abs(a - b) / (categories - 1)) ** power


# Cohen 1968, doi 10.1037/h0026256, Table 1: two judges, three diagnoses, 200 cases; both kappas as printed there.
COHEN = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
GRAVITY = [[0, 1, 3], [1, 0, 6], [3, 6, 0]]


def test_the_published_example():
    first, second = answers(COHEN)
    assert cohen_kappa(first, second).estimate == pytest.approx(0.492, abs=5e-4)
    weighted = cohen_kappa(first, second, distance=lambda a, b: GRAVITY[a][b] / 6)
    assert weighted.estimate == pytest.approx(0.348, abs=5e-4)


TABLES = [COHEN, [[20, 5], [10, 15]], [[8, 2, 0, 1], [1, 6, 3, 0], [0, 2, 9, 1], [0, 1, 2, 4]], [[0, 5], [7, 0]]]


@pytest.mark.parametrize("table", TABLES, ids=["cohen", "two", "four", "against"])
@pytest.mark.parametrize(("name", "power"), [(None, 0), ("linear", 1), ("quadratic", 2)])
def test_as_other_libraries_have_it(table, name, power):
    first, second = answers(table)
    distance = steps(len(table), power) if name else None
    found = cohen_kappa(first, second, distance)
    assert found.estimate == pytest.approx(cohen_kappa_score(first, second, weights=name))
    witness = cohens_kappa(np.array(table), wt=name)
    assert found.low == pytest.approx(max(-1, witness.kappa_low))
    assert found.high == pytest.approx(min(1, witness.kappa_upp))


def test_full_agreement_is_no_certainty():
    few, many = (cohen_kappa([0, 1] * n, [0, 1] * n) for n in (5, 50))
    assert (few.estimate, few.high) == (many.estimate, many.high) == (1, 1)
    assert few.low == pytest.approx((0.025**0.1 - 0.5) / 0.5)  # Clopper and Pearson: 10 of 10 are 0.692 or more
    assert few.low < many.low < 1


@pytest.mark.parametrize("same", [["a"] * 5, ["a"], []])
def test_where_nobody_could_disagree_kappa_says_nothing(same):
    assert cohen_kappa(same, same) is None


def test_one_rater_without_variety_does_no_better_than_chance():
    found = cohen_kappa(["a"] * 4, ["a", "b", "a", "b"])
    assert found.estimate == 0
    assert -1 <= found.low < -0.5 < 0.5 < found.high <= 1


def test_answers_must_pair_up():
    with pytest.raises(ValueError, match="One rater gives 1 answers, the other 2"):
        cohen_kappa(["a"], ["a", "b"])
