import numpy as np
import pytest

from radaudit.statistics.leading_components import leading_components

RANDOM = np.random.default_rng(6)


@pytest.mark.parametrize("shape", [(30, 7), (7, 30)])
def test_they_are_those_of_sklearn(shape):
    from sklearn.decomposition import PCA

    values = RANDOM.normal(size=shape)
    values -= values.mean(axis=0)
    scores, shares = leading_components(values, 3)
    other = PCA(3, svd_solver="full").fit(values)
    assert np.abs(scores) == pytest.approx(np.abs(other.transform(values)))
    assert shares == pytest.approx(other.explained_variance_ratio_)


def test_signs_do_not_depend_on_the_shape_and_missing_components_are_left_out():
    one = np.outer(np.arange(6.0) - 2.5, [1.0, -3.0])
    scores, shares = leading_components(one, 5)
    assert scores[:, 0] == pytest.approx((2.5 - np.arange(6)) * np.sqrt(10))
    assert shares == pytest.approx([1.0])
    wide, _ = leading_components(np.hstack([one] * 5), 5)
    assert wide[:, 0] == pytest.approx(scores[:, 0] * np.sqrt(5))
    assert leading_components(np.zeros((4, 3)), 2)[0].shape == (4, 0)
    assert leading_components(np.zeros((4, 0)), 2)[0].shape == (4, 0)
