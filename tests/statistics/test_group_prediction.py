"""Left-out predictions against scikit-learn's; level and power on made groups."""

import numpy as np
import pytest

from radaudit.statistics.group_prediction import OFFSET, RIDGE, gaussian_kernel, group_prediction, left_out_hat

CODES = np.repeat([0, 1, 2], [14, 9, 7])


def made(seed, shift=0.0, scale=0.0, columns=12):
    random = np.random.default_rng(seed)
    values = random.normal(size=(len(CODES), columns))
    return (values * np.exp(scale * random.normal(size=(3, columns)))[CODES]) + shift * random.normal(
        size=(3, columns)
    )[CODES]


def test_left_out_predictions_are_those_of_sklearn():
    from sklearn.kernel_ridge import KernelRidge
    from sklearn.metrics.pairwise import rbf_kernel

    values = made(1, shift=0.5)
    apart = ((values[:, None] - values) ** 2).sum(axis=2)[np.triu_indices(len(values), 1)]
    kernel = rbf_kernel(values, gamma=1 / np.median(apart))
    assert gaussian_kernel(values) == pytest.approx(kernel)
    targets = np.eye(3)[CODES]
    told = left_out_hat(gaussian_kernel(values)) @ targets
    for row in (0, 15, 29):
        others = np.arange(len(values)) != row
        fitted = KernelRidge(alpha=RIDGE, kernel="precomputed").fit(
            (kernel + OFFSET)[np.ix_(others, others)], targets[others]
        )
        assert told[row] == pytest.approx(fitted.predict((kernel + OFFSET)[[row]][:, others])[0], abs=1e-9)


@pytest.mark.parametrize("changes", [{"shift": 1.2}, {"scale": 1.0}])
def test_shifts_and_scales_are_told(changes):
    found = group_prediction(made(2, **changes), CODES)
    assert found.accuracy > 0.6
    assert found.p <= 0.005
    assert found.chance == pytest.approx(1 / 3, abs=0.03)


def test_chance_keeps_its_level():
    p = [group_prediction(made(seed), CODES, seed).p for seed in range(200, 260)]
    assert np.mean(np.array(p) <= 0.1) <= 0.2  # 6 of 60 expected; 13 or more have a probability of 0.005
    assert np.mean(p) == pytest.approx(0.5, abs=0.13)


def test_small_groups_and_rows_without_one_take_no_part():
    codes = np.where(CODES == 2, -1, CODES)
    codes[0] = 3
    assert group_prediction(made(3), codes).rows == 22
    assert group_prediction(made(3), np.zeros(30, dtype=int)) is None
    assert group_prediction(np.ones((30, 4)), CODES) is None


def test_many_rows_are_drawn_and_every_group_keeps_its_least():
    random = np.random.default_rng(0)
    codes = np.repeat([0, 1], [1200, 6])
    found = group_prediction(random.normal(size=(1206, 3)), codes)
    assert found.rows == 497 + 5 or found.rows == 498 + 5
    assert group_prediction(random.normal(size=(1206, 3)), codes, seed=1).groups == 2
