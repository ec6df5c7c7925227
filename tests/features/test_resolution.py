import numpy as np
import pytest

from radaudit.features.resolution import resolution_of


@pytest.mark.parametrize(
    ("texts", "decimals", "digits", "words"),
    [
        (["1.25", "0.10", "13.5"], 2, 3, "2 decimals"),
        (["1,25", "0,1"], 2, 3, "2 decimals"),
        (["12", "345"], 0, 3, "0 decimals"),
        (["1.234e-08", "5.678e+03"], 11, 4, "4 significant digits"),
        (["0.12345678901234567", "1.5"], 17, 17, "full precision"),
        (["-0.0001234567891234567"], 19, 16, "full precision"),
    ],
)
def test_how_cells_were_written(texts, decimals, digits, words):
    found = resolution_of(texts)
    assert (found.decimals, found.digits, found.words) == (decimals, digits, words)
    assert found.rounded == (words != "full precision")


def test_cells_without_a_number_are_passed_over():
    assert resolution_of(["", "NA", "see note", "0.25"]) == resolution_of(["0.25"])


def test_a_table_without_numbers_is_held_to_full_precision():
    assert not resolution_of(["", "NA"]).rounded


def test_half_a_unit_of_decimals_and_of_digits():
    assert resolution_of(["1.25", "10.10"]).half_units(np.array([1.25])).tolist() == [0.005]
    four = resolution_of(["1.234", "1234", "0.0001234"])  # printed with %.4g
    assert four.half_units(np.array([1234.0, 0.0001234])) == pytest.approx([0.5, 5e-8])
    assert four.half_units(np.array([0.0])) == pytest.approx([5e-8])


def test_full_precision_leaves_no_slack():
    assert resolution_of(["0.12345678901234567"]).half_units(np.array([[1.0, np.nan, 1e300]])).tolist() == [[0, 0, 0]]
