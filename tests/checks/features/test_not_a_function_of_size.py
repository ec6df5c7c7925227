import numpy as np
import pytest

from radaudit.checks.features.not_a_function_of_size import not_a_function_of_size
from radaudit.core.errors import Unavailable
from tests.made_evidence import a_table, only

NAMES = ["original_shape_VoxelVolume", "original_shape_SurfaceArea", "original_glrlm_RunLengthNonUniformity"]


def table(cases=15, follows=True):
    random = np.random.default_rng(0)
    size = random.uniform(100, 900, cases)
    last = 3 * size + 5 if follows else random.uniform(1, 9, cases)
    rows = np.column_stack([size, size ** (2 / 3), last])
    return a_table({f"c{n}": row for n, row in enumerate(rows)}, NAMES)


def test_a_texture_that_is_the_volume():
    finding = only(not_a_function_of_size(table()))
    assert finding.code == "size-by-another-name"
    assert finding.values == {"features": 1, "shape_features": 1}
    shown = {row["feature"]: (row["relation"], row["describes the shape"]) for row in finding.rows}
    assert shown == {NAMES[1]: ("same order", True), NAMES[2]: ("same order", False)}


def test_shape_features_are_no_surprise():
    finding = only(not_a_function_of_size(table(follows=False)), "pass")
    assert (
        finding.message
        == "No feature orders the cases as original_shape_VoxelVolume does, but for 1 that describe" + (" the shape.")
    )
    assert [row["feature"] for row in finding.rows] == [NAMES[1]]


def test_the_option_says_how_alike():
    values = table(follows=False).values
    values[:, 2] = values[:, 0] + np.random.default_rng(3).normal(0, 60, len(values))
    noisy = a_table({f"c{n}": row for n, row in enumerate(values)}, NAMES)
    only(not_a_function_of_size(noisy), "pass")
    only(not_a_function_of_size(noisy, correlation=0.9), "fail")


def test_without_a_size_or_with_few_cases_it_is_not_known():
    with pytest.raises(Unavailable, match="no column with the volume"):
        list(not_a_function_of_size(a_table({f"c{n}": [n, 2.0 * n] for n in range(20)})))
    with pytest.raises(Unavailable, match="With 9 cases"):
        list(not_a_function_of_size(table(9)))
