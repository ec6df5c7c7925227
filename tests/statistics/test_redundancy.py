import numpy as np
import pandas as pd
import pytest

from radaudit.statistics.redundancy import effective_number, near_identical, rank_matrix

RNG = np.random.default_rng(0)


def test_the_matrix_is_that_of_pandas():
    values = RNG.normal(size=(30, 5))
    assert rank_matrix(values) == pytest.approx(pd.DataFrame(values).corr("spearman").to_numpy(), abs=1e-12)


def test_missing_values_count_as_the_middle_and_constants_go_with_nothing():
    values = RNG.normal(size=(30, 3))
    values[4, 0], values[:, 2] = np.nan, 7.0
    found = rank_matrix(values)
    assert np.isfinite(found).all()
    assert found[2].tolist() == [0, 0, 1]


def test_one_case_has_no_correlations():
    with pytest.raises(ValueError, match="two cases"):
        rank_matrix([[1.0, 2.0]])


def test_clusters_hold_copies_whatever_their_sign_and_unit():
    base = RNG.normal(size=(50, 3))
    table = np.column_stack([base[:, 0], base[:, 1], -5 * base[:, 0] + 2, base[:, 2], np.exp(base[:, 0])])
    assert near_identical(rank_matrix(table), 0.95).tolist() == [0, 1, 0, 2, 0]


def test_a_chain_of_likeness_is_no_cluster():
    """Complete linkage: the ends of a chain are too far apart."""
    matrix = np.array([[1, 0.96, 0.90], [0.96, 1, 0.955], [0.90, 0.955, 1]])
    assert near_identical(matrix, 0.95).tolist() == [0, 0, 1]
    assert near_identical(np.ones((1, 1)), 0.95).tolist() == [0]


@pytest.mark.parametrize(
    ("matrix", "number"),
    [
        (np.eye(7), 7),
        (np.ones((7, 7)), 1),
        (np.kron(np.eye(3), np.ones((4, 4))), 3),
        # All pairs at r: one eigenvalue 1 + (m - 1) r and m - 1 of 1 - r, so (sqrt(2.5) + 3 sqrt(0.5))^2 / 4.
        (np.full((4, 4), 0.5) + 0.5 * np.eye(4), (np.sqrt(2.5) + 3 * np.sqrt(0.5)) ** 2 / 4),
    ],
)
def test_the_effective_number_is_galweys(matrix, number):
    assert effective_number(matrix) == pytest.approx(number)
