import numpy as np
import pytest

from radaudit.statistics.similar_rows import close_rows, equal_rows

VALUES = np.random.default_rng(4).normal(size=(15, 10))


def with_copy(noise=0.0, source=2, target=11):
    values = VALUES.copy()
    values[target] = values[source] + noise
    return values


class TestEqualRows:
    def test_none(self):
        assert equal_rows(VALUES) == []

    def test_pairs_have_the_smaller_index_first(self):
        values = with_copy()
        values[5] = values[2]
        assert equal_rows(values) == [(2, 5), (2, 11), (5, 11)]

    def test_the_smallest_difference_counts(self):
        values = with_copy()
        values[11, 3] = np.nextafter(values[11, 3], 10)
        assert equal_rows(values) == []

    def test_values_that_one_lacks_are_passed_over_up_to_a_share(self):
        values = with_copy()
        values[11, :2] = np.nan
        assert equal_rows(values) == [(2, 11)]
        values[11, 2] = np.nan
        assert equal_rows(values) == []
        assert equal_rows(values, share=0.7) == [(2, 11)]

    @pytest.mark.parametrize("rows", [[1, 2], slice(None)])
    def test_rows_without_values_are_not_equal(self, rows):
        values = VALUES.copy()
        values[rows] = np.nan
        assert equal_rows(values) == []

    def test_infinity_is_no_value(self):
        values = VALUES.copy()
        values[[1, 2]] = np.inf
        assert equal_rows(values) == []

    def test_constant_columns_tell_nothing(self):
        values = np.ones((6, 5))
        assert equal_rows(values) == []
        values[:, 0] = [1, 1, 2, 3, 4, 5]
        assert equal_rows(values) == []  # one telling column is too few
        values[:, 1] = [1, 1, 2, 3, 4, 5]
        assert equal_rows(values) == [(0, 1)]

    @pytest.mark.parametrize("shape", [(0, 5), (1, 5), (5, 0)])
    def test_small_tables(self, shape):
        assert equal_rows(np.zeros(shape)) == []


class TestCloseRows:
    def test_none_among_strangers(self):
        assert close_rows(VALUES, 0.2) == []

    def test_a_copy_with_noise(self):
        [(a, b, distance)] = close_rows(with_copy(1e-3), 0.2)
        assert (a, b) == (2, 11)
        assert 0 < distance < 0.01

    def test_units_of_a_column_play_no_part(self):
        scale = 10.0 ** np.arange(-5, 5)
        [(_, _, one)], [(_, _, other)] = close_rows(with_copy(1e-3), 0.2), close_rows(with_copy(1e-3) * scale, 0.2)
        assert one == pytest.approx(other)

    def test_closest_first(self):
        values = with_copy(1e-2)
        values[12] = values[4] + 1e-4
        assert [pair[:2] for pair in close_rows(values, 0.2)] == [(4, 12), (2, 11)]

    def test_rows_that_lack_much_are_left_out_and_the_others_still_seen(self):
        values = with_copy(1e-3)
        values[0] = np.nan
        values[7, :5] = np.nan
        assert [pair[:2] for pair in close_rows(values, 0.2)] == [(2, 11)]

    def test_rows_that_lack_much_are_not_close(self):
        values = with_copy()
        values[11, :5] = np.nan
        assert close_rows(values, 0.2) == []

    def test_too_few_columns_without_gaps(self):
        values = with_copy(1e-3)
        for column in range(6):
            values[column, column] = np.nan
        assert close_rows(values, 0.2) == []

    @pytest.mark.parametrize("values", [np.ones((9, 4)), VALUES[:3], np.full((6, 6), np.nan), VALUES[:, :1]])
    def test_tables_that_tell_nothing(self, values):
        assert close_rows(values, 0.2) == []

    def test_a_table_of_copies_has_no_measure(self):
        assert close_rows(np.repeat(VALUES[:4], 3, axis=0), 0.2) == []
