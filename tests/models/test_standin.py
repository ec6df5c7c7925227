import numpy as np
import pytest
from sklearn.feature_selection import SelectKBest, f_classif, f_regression

from radaudit.models.standin import best_columns

RANDOM = np.random.default_rng(0)
VALUES = RANDOM.normal(size=(30, 8))


@pytest.mark.parametrize(
    ("task", "target", "test"),
    [("binary", np.arange(30) % 2.0, f_classif), ("regression", VALUES[:, 3] + VALUES[:, 5], f_regression)],
)
def test_it_takes_what_the_f_test_takes(task, target, test):
    theirs = SelectKBest(test, k=3).fit(VALUES, target).get_support(indices=True)
    np.testing.assert_array_equal(best_columns(VALUES, target, task, 3), theirs)


def test_survival_by_concordance_in_either_direction():
    times = np.column_stack([np.arange(30.0), np.ones(30)])
    values = VALUES.copy()
    values[:, 2], values[:, 6] = times[:, 0], -times[:, 0]
    assert best_columns(values, times, "survival", 2).tolist() == [2, 6]


def test_gaps_empty_and_constant_columns_come_last():
    values = VALUES.copy()
    values[3, 1], values[:, 4], values[:, 7] = np.nan, np.nan, 1.0
    values[:, 1] += 5 * (np.arange(30) % 2)
    found = best_columns(values, np.arange(30) % 2.0, "binary", 6)
    assert 1 in found
    assert not {4, 7} & set(found.tolist())
    assert best_columns(values, np.arange(30) % 2.0, "binary", 99).tolist() == list(range(8))
