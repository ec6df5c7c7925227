"""Tables that differ in known ways, and the kind of difference that is seen in them."""

import numpy as np
import pytest

from radaudit.deep.comparison import Likeness, Limits, compare_deep, unscaled

CASES, FEATURES = 14, 6


@pytest.fixture
def features():
    random = np.random.default_rng(3)
    return np.maximum(random.normal(1.0, 0.8, (CASES, FEATURES)), 0) * np.logspace(-2, 1, FEATURES)


def compared(reported, extracted, half=0.0, **how):
    return compare_deep(
        [str(n) for n in range(len(reported))], reported, extracted, np.full(reported.shape, half), **how
    )


def noisy(features, size, seed=1):
    """The features, each row moved by so much of its own length."""
    noise = np.random.default_rng(seed).normal(size=features.shape) * features.std(axis=0)
    noise *= size * np.linalg.norm(features, axis=1, keepdims=True) / np.linalg.norm(noise, axis=1, keepdims=True)
    return features + noise


@pytest.mark.parametrize(
    ("size", "likeness"),
    [
        (0.0, Likeness.IDENTICAL),
        (1e-6, Likeness.NUMERIC),
        (8e-4, Likeness.REDUCED),
        (3e-2, Likeness.DIFFERENT),
        (0.1, Likeness.DIFFERENT),
    ],
)
def test_the_kind_follows_the_measured_steps(features, size, likeness):
    found = compared(features, noisy(features, size))
    assert found.likeness is likeness
    assert found.farthest == pytest.approx(size, rel=1e-6, abs=1e-12)
    assert likeness.agrees == (size < 1e-2)


def test_another_network_has_no_concordance(features):
    other = np.abs(np.random.default_rng(9).normal(size=features.shape)) * features.max(axis=0)
    found = compared(features, other)
    assert found.likeness is Likeness.UNRELATED
    assert found.middle < 0.5
    assert found.cosine < 1


def test_the_float32_of_a_number_is_that_number(features):
    assert compared(features, features.astype(np.float32).astype(float)).likeness is Likeness.IDENTICAL


@pytest.mark.parametrize("decimals", [2, 6])
def test_digits_that_were_not_printed_are_no_difference(features, decimals):
    printed = np.round(features, decimals)
    assert compared(printed, features, 0.5 * 10.0**-decimals + 1e-12).likeness is Likeness.IDENTICAL
    assert compared(printed, features).likeness is not Likeness.IDENTICAL


def test_one_bad_case_is_seen(features):
    changed = features.copy()
    changed[4] *= 1.2
    found = compared(features, changed)
    assert found.likeness is Likeness.DIFFERENT
    assert np.flatnonzero(found.distance > 1e-9).tolist() == [4]


def test_dead_features_have_no_concordance_and_cost_nothing(features):
    features[:, 2] = 0.0
    found = compared(features, noisy(features, 1e-6))
    assert np.isnan(found.concordance[2])
    assert found.likeness is Likeness.NUMERIC


def test_a_feature_that_is_dead_in_one_table_only_is_seen(features):
    changed = features.copy()
    changed[:, 0] = 0.0
    found = compared(features, changed)
    assert found.concordance[0] == 0
    assert found.likeness is Likeness.DIFFERENT


def test_few_cases_give_distances_only(features):
    found = compared(features[:5], noisy(features, 1e-6)[:5])
    assert np.isnan(found.concordance).all()
    assert np.isnan(found.least)
    assert found.likeness is Likeness.NUMERIC


@pytest.mark.parametrize("scale", ["zscore", "minmax"])
def test_scaled_columns_are_put_back_by_their_line(features, scale):
    low, size = (features.mean(0), features.std(0)) if scale == "zscore" else (features.min(0), np.ptp(features, 0))
    table = (features - low) / size
    assert compared(table, features).likeness is not Likeness.NUMERIC
    assert compared(table, features, scaled=True).likeness.agrees
    assert compared(table, noisy(features, 0.1), scaled=True).likeness is Likeness.DIFFERENT
    back, half = unscaled(table, features, np.ones(table.shape))
    assert back == pytest.approx(features)
    assert half[0] == pytest.approx(size)


def test_a_falling_line_is_no_scaling(features):
    assert compared(-features, features, scaled=True).likeness is not Likeness.NUMERIC


def test_limits_can_be_set(features):
    loose = Limits(reduced=0.1, concordance=0.9)
    assert compared(features, noisy(features, 3e-2), limits=loose).likeness is Likeness.REDUCED


def test_tables_of_other_shapes_are_refused(features):
    with pytest.raises(ValueError, match="can't be compared"):
        compare_deep((), features, features[:, 1:], features)
