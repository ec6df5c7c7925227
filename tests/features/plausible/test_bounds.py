import numpy as np
import pytest

from radaudit.features.plausible.bounds import BOUNDS, ORDERS, impossible_values


def test_what_pyradiomics_writes_is_possible(filtered):
    trial = impossible_values(*filtered())
    assert (trial.natural, trial.lost, trial.found) == (True, (), ())
    assert trial.tried > 900


def test_bounds_and_orders_are_of_features_that_exist(extracted):
    short = {name.removeprefix("original_") for name in extracted()[0]}
    on_request = {"firstorder_StandardDeviation", "shape2D_Elongation", "shape2D_Sphericity"}
    assert set(BOUNDS) - short == on_request
    assert {feature for pair in ORDERS for feature in pair} <= short


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("original_firstorder_Entropy", -0.1, "at least 0"),
        ("original_firstorder_Uniformity", 1.2, "0 to 1"),
        ("original_glcm_Correlation", -1.5, "-1 to 1"),
        ("original_glcm_Imc1", 0.2, "-1 to 0"),
        ("original_shape_MeshVolume", -3.0, "at least 0"),
        ("original_shape_Sphericity", 1.01, "0 to 1"),
        ("original_glrlm_LongRunEmphasis", 0.5, "at least 1"),
        ("original_ngtdm_Coarseness", 2e6, "0 to 1e+06"),
    ],
)
def test_a_value_out_of_bounds(extracted, name, value, expected):
    names, values = extracted()
    column = names.index(name)
    values[2, column] = value
    (found,) = impossible_values(names, values).found
    assert (found.row, found.column, found.expected) == (2, column, expected)


def test_a_mean_above_the_maximum(extracted):
    names, values = extracted()
    values[7, names.index("original_firstorder_Mean")] = 1e5
    (found,) = impossible_values(names, values).found
    assert found.row == 7
    assert found.expected.startswith("not greater than original_firstorder_Maximum (")


@pytest.mark.parametrize("rounded", [3, 1, 0])
def test_rounding_makes_nothing_impossible(extracted, rounded):
    names, values = extracted()
    assert impossible_values(names, np.round(values, rounded)).found == ()


def test_sums_that_miss_by_the_last_bit_are_possible(extracted):
    names, values = extracted()
    values[0, names.index("original_firstorder_Entropy")] = -3.2e-16
    values[0, names.index("original_glcm_Correlation")] = 1 + 2.2e-16
    assert impossible_values(names, values).found == ()


def test_nothing_is_impossible_in_a_standardised_table(extracted):
    names, values = extracted()
    trial = impossible_values(names, (values - values.mean(axis=0)) / values.std(axis=0))
    assert (trial.natural, trial.found) == (False, ())


def test_one_column_in_other_units_is_told_apart_from_its_rows(extracted):
    names, values = extracted()
    column = names.index("original_glcm_Id")
    values[:, column] *= 100
    trial = impossible_values(names, values)
    assert (trial.natural, trial.lost, trial.found) == (True, (column,), ())


def test_sphericity_of_counted_voxels_has_no_bound():
    assert impossible_values(["original_shape_Sphericity"], np.array([[1.2], [0.5], [0.6]])).tried == 0


def test_names_of_other_tools_have_no_bounds():
    trial = impossible_values(["Entropy"], np.array([[-5.0]]))
    assert (trial.tried, trial.natural, trial.found) == (0, True, ())
