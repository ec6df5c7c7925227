import numpy as np
import pytest

from radaudit.features.plausible.writing import few_digits, is_complex, is_date, lost_points


@pytest.mark.parametrize("text", ["3. Dez", "12-Mar", "Jan 12", "2021-03-12", "12/03/2021", "01.02.1903", "Okt 45"])
def test_dates(text):
    assert is_date(text)


@pytest.mark.parametrize("text", ["see note", "12.5 mm", "1,234", "(1+0j)", "1.2e-3", "#DIV/0!", "12"])
def test_no_dates(text):
    assert not is_date(text)


def test_complex_numbers():
    assert is_complex("(0.93+0j)")
    assert is_complex("0.93-1.2e-17j")
    assert not is_complex("0.93")


def test_a_lost_decimal_point():
    values = np.random.default_rng(0).uniform(10, 90, (12, 3))
    values[4, 1] = float(repr(values[4, 1]).replace(".", ""))
    assert lost_points(values) == [(4, 1)]


def test_a_lost_decimal_point_in_a_rounded_table():
    values = np.round(np.random.default_rng(0).uniform(10, 90, (12, 3)), 4)
    values[4, 1] *= 10_000
    assert lost_points(np.round(values, 4)) == [(4, 1)]


def test_large_whole_numbers_are_no_lost_points(filtered):
    names, values = filtered()
    assert lost_points(values) == []
    counts = np.random.default_rng(0).integers(1, 10**6, (12, 3)).astype(float)
    assert lost_points(counts) == []
    values[3, names.index("original_glszm_LargeAreaEmphasis")] = 1354896.0**2  # one zone: a square of its voxels
    assert lost_points(values) == []


def test_rows_and_columns_of_another_writer(filtered):
    names, values = filtered()
    assert few_digits(names, values) == few_digits(names, values.astype(np.float32))
    assert few_digits(names, values).rows == few_digits(names, values).columns == ()
    column = names.index("original_glcm_Contrast")
    values[2] = np.round(values[2], 3)
    values[:, column] = np.round(values[:, column], 2)
    found = few_digits(names, values)
    assert (found.rows, found.columns) == ((2,), (column,))


def test_a_table_that_is_rounded_as_a_whole_is_one_table(filtered):
    names, values = filtered()
    assert few_digits(names, np.round(values, 4)).rows == ()
    assert few_digits(names, np.round(values, 4)).columns == ()


def test_columns_of_other_tools_may_be_coarse():
    values = np.random.default_rng(0).normal(size=(12, 20))
    values[:, 0] = np.round(values[:, 0], 1)
    assert few_digits([f"F{n}" for n in range(20)], values).columns == ()
