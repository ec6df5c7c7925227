import numpy as np

from tests.made_harmonised import made, raw, side_by_side

TABLES = side_by_side(made())


def test_codes_number_batches_and_batches_within_sets():
    assert np.unique(TABLES.codes("site")).tolist() == [0, 1, 2]
    assert np.unique(TABLES.codes("site", by_set=True)).tolist() == [0, 1, 2, 3, 4, 5]


def test_some_columns_are_spread_over_the_table():
    few = TABLES.some(3)
    np.testing.assert_array_equal(few.raw, raw()[:, [0, 6, 11]])
    assert TABLES.some(40) is TABLES


def test_terms_stand_side_by_side():
    assert TABLES.terms(("grade", "age")).shape == (42, 2)
    assert TABLES.terms(()).shape == (42, 0)
