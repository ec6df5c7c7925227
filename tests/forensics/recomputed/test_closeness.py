import numpy as np
import pytest

from radaudit.forensics.recomputed.closeness import closeness
from tests.made_harmonised import made, printed, side_by_side


def test_equal_tables_and_tables_that_were_scaled_afterwards():
    after = made()
    assert closeness(side_by_side(after), after).met
    found = closeness(side_by_side(3 * after + 5), after)
    assert (found.met, found.scaled) == (True, True)


def test_a_table_turned_upside_down_is_another_one():
    assert not closeness(side_by_side(-made()), made()).met


def test_a_few_columns_may_have_been_edited():
    after = made()
    after[:, :2] += np.random.default_rng(0).normal(size=(len(after), 2))
    assert closeness(side_by_side(after), made()).share == pytest.approx(10 / 12)
    after[:, 2] *= np.linspace(1, 2, len(after))
    assert not closeness(side_by_side(after), made()).met


def test_print_is_allowed_for():
    after, half = printed(made(), 3)
    assert not closeness(side_by_side(after), made()).met
    assert closeness(side_by_side(after, half=half), made()).met


def test_too_few_rows():
    half = made()
    half[: len(half) // 2] = np.nan
    assert closeness(side_by_side(made()), half) is None
