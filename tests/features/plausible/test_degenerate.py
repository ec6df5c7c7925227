import numpy as np
import pytest

from radaudit.features.plausible.degenerate import (
    constant_columns,
    one_level,
    rows_of_one_value,
    rows_without_values,
    sparse_columns,
    too_large,
)


def numbers(rows=8, columns=6):
    return np.random.default_rng(0).normal(size=(rows, columns))


@pytest.mark.parametrize("value", [0.0, -1.0, 999.0])
def test_a_row_of_one_value(value):
    values = numbers()
    values[3], values[3, 0] = value, np.nan
    assert rows_of_one_value(values) == {3: value}
    assert rows_of_one_value(values[:, :4]) == {}


def test_a_row_without_values():
    values = numbers()
    values[2], values[4, 0] = np.nan, np.nan
    assert rows_without_values(values) == [2]
    assert rows_without_values(np.empty((3, 0))) == []


def test_a_single_grey_level(filtered):
    names, values = filtered()
    before = {(own.row, own.group) for own in one_level(names, values)}
    assert not {group for _, group in before} & {"original", "wavelet-LLL"}
    signs = {"glcm_JointEnergy": 1, "glcm_Contrast": 0, "glcm_JointEntropy": -3e-16, "glcm_MaximumProbability": 1}
    signs |= {"firstorder_Uniformity": 1, "gldm_GrayLevelVariance": 0, "ngtdm_Coarseness": 1e6}
    signs |= {f"{kind}_GrayLevelNonUniformityNormalized": 1 for kind in ("glrlm", "glszm")}
    for name, value in signs.items():
        values[4, names.index(f"original_{name}")] = value
    (found,) = [own for own in one_level(names, values) if own.group == "original"]
    assert (found.row, found.image, found.flat) == (4, "original", False)
    values[4, names.index("original_glcm_Contrast")] = 0.5
    assert {(own.row, own.group) for own in one_level(names, values)} == before


def test_a_flat_roi_and_a_row_of_zeros_are_told_apart(extracted):
    names = ["original_glcm_JointEnergy", "original_glcm_Contrast", "original_firstorder_Range"]
    values = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 0.0], [1.0, 0.0, 7.0], [0.3, 2.0, 9.0]])
    assert [(own.row, own.flat) for own in one_level(names, values)] == [(0, True), (2, False)]
    assert one_level(names[:1], values[:, :1]) == []


def test_columns_that_tell_nothing():
    values = numbers()
    values[:, 1], values[1:, 4] = 2.0, np.nan
    assert constant_columns(values) == {1: 2.0}
    assert sparse_columns(values, 0.5) == {4: 7 / 8}
    assert constant_columns(values[:4]) == {}


def test_numbers_that_are_too_large():
    values = numbers()
    values[0, 1], values[5, 2], values[6, 0] = np.inf, -1e300, 1e30
    assert too_large(values) == [(0, 1), (5, 2)]
