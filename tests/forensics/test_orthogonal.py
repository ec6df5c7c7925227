import numpy as np
import pytest

from radaudit.features.plausible.groups import rounding
from radaudit.forensics.orthogonal import residual_scope, rotation_scope

RANDOM = np.random.default_rng(0)
ROWS, COLUMNS = 100, 12
AGE = RANDOM.normal(60, 9, ROWS)[:, None]
VALUES = RANDOM.normal(size=(ROWS, COLUMNS)) @ RANDOM.normal(size=(COLUMNS, COLUMNS)) + 0.3 * AGE
TRAIN = RANDOM.uniform(size=ROWS) < 0.7
SUBSETS = {"all rows": np.ones(ROWS, dtype=bool), "set train": TRAIN, "set test": ~TRAIN}


def printed(values, digits):
    return np.array([[float(f"{own:.{digits - 1}e}") for own in row] for row in values])


def half(values):
    return rounding(values, [False] * values.shape[1])


@pytest.mark.parametrize("digits", [4, 17])
@pytest.mark.parametrize("name", ["all rows", "set train"])
def test_components_of_scikit_learn(name, digits):
    from sklearn.decomposition import PCA

    made = printed(PCA().fit(VALUES[SUBSETS[name]]).transform(VALUES), digits)
    found = rotation_scope(made, half(made), SUBSETS)
    assert (found.method, found.rows, found.runner_up) == ("pca", name, 0.0)


@pytest.mark.parametrize("digits", [4, 17])
@pytest.mark.parametrize("name", SUBSETS)
def test_residuals_of_scikit_learn(name, digits):
    from sklearn.linear_model import LinearRegression

    rows = SUBSETS[name]
    made = printed(VALUES - LinearRegression().fit(AGE[rows], VALUES[rows]).predict(AGE), digits)
    found = residual_scope(made, half(made), SUBSETS, AGE, "age")
    assert (found.method, found.rows, found.share) == ("residuals of age", name, 1.0)


def test_raw_values_are_neither():
    assert rotation_scope(VALUES, half(VALUES), SUBSETS) is None
    assert residual_scope(VALUES, half(VALUES), SUBSETS, AGE, "age") is None


def test_what_cant_tell():
    coarse = np.round(VALUES, -1)
    assert rotation_scope(coarse, half(coarse), SUBSETS) is None
    assert rotation_scope(VALUES[:, :2], half(VALUES[:, :2]), SUBSETS) is None
    assert (
        residual_scope(VALUES, half(VALUES), SUBSETS, np.where(AGE > 80, np.nan, np.full_like(AGE, np.nan)), "age")
        is None
    )
    few = VALUES[:16]
    assert rotation_scope(few, half(few), {"all rows": np.ones(16, dtype=bool)}) is None
