"""Components of made features; scikit-learn makes the tables, SciPy gives the angles."""

import numpy as np
import pytest
from scipy.linalg import subspace_angles
from sklearn.decomposition import PCA
from sklearn.preprocessing import StandardScaler

from radaudit.deep.reduced import component_scores, cosine_between, reductions

CASES, TRAINING, KEPT = 40, 25, 4


@pytest.fixture
def features():
    random = np.random.default_rng(5)
    return random.normal(size=(CASES, 3)) @ random.normal(size=(3, 12)) + random.normal(size=(CASES, 12)) * 0.5 + 3


@pytest.fixture
def training():
    return np.arange(CASES) < TRAINING


@pytest.mark.parametrize("scaled", [False, True])
@pytest.mark.parametrize("rows", ["all", "training"])
def test_it_tells_what_the_components_were_fitted_on(features, training, rows, scaled):
    fitted = training if rows == "training" else np.ones(CASES, bool)
    given = StandardScaler().fit(features[fitted]).transform(features) if scaled else features
    table = PCA(KEPT, svd_solver="full").fit(given[fitted]).transform(given)
    first, second, *_ = reductions(np.round(table, 4) * [1, -1, 1, -1], features, training)
    assert (first.rows, first.scaled) == (rows, scaled)
    assert first.alike > 0.9999 > second.alike


def test_the_scores_are_scikit_learns_up_to_sign(features, training):
    wanted = PCA(KEPT, svd_solver="full").fit(features[training]).transform(features)
    assert np.abs(component_scores(features, training, KEPT, False)) == pytest.approx(np.abs(wanted))


def test_the_angle_is_scipys():
    random = np.random.default_rng(8)
    one, other = random.normal(size=(2, 20, 3))
    one, other = one - one.mean(0), other - other.mean(0)
    assert cosine_between(one, other) == pytest.approx(np.cos(subspace_angles(one, other).max()))


def test_other_features_are_not_recognised(features, training):
    other = np.random.default_rng(1).normal(size=(CASES, KEPT))
    assert all(own.alike < 0.9 for own in reductions(other, features, training))


def test_spaces_of_other_dimension_are_not_the_same(features):
    assert cosine_between(features[:, :2], features[:, :3]) == 0
    assert cosine_between(np.ones((5, 1)), np.arange(5.0)[:, None]) == 0


def test_without_held_out_rows_only_all_can_be_told(features):
    assert {own.rows for own in reductions(features[:, :3], features, None)} == {"all"}
