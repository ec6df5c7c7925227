import numpy as np
import pandas as pd
import pytest

from radaudit.models.ledger.lineage import Lineage, Watermarks, by_label, columns_of
from radaudit.models.ledger.tracked import Info, Tracked

VALUES = np.array([[0.5, 1.25], [0.75, 2.5], [1.5, np.nan], [2.25, 4.75]])


@pytest.fixture
def lineage():
    made = Lineage(Tracked())
    made.declare(VALUES)
    return made


def frame(values=VALUES, **options):
    return pd.DataFrame(values, columns=["a", "b"], **options)


def test_rows_are_told_by_their_cells(lineage):
    assert lineage.rows(VALUES[[2, 0]])[0].tolist() == [2, 0]
    assert lineage.rows(pd.DataFrame({"z": ["x", "y"], "b": [4.75, 2.5]}))[0].tolist() == [3, 1]


@pytest.mark.parametrize("value", [np.array([[0.5], [9.5]]), np.array([3, 4]), np.array([1.0, 2.0]), np.empty((0, 2))])
def test_what_is_not_told_without_doubt_is_not_known(lineage, value):
    assert lineage.rows(value) is None


def test_a_cell_that_stands_in_two_rows_tells_neither():
    marks = Watermarks()
    marks.add(np.array([[0.5, 1.25], [0.5, 2.5]]), np.arange(2))
    assert marks.find(np.array([0.5])) is None
    assert marks.find(np.array([[0.5, 2.5]])).tolist() == [1]


def test_labels_are_followed_through_filters_and_sorting():
    whole = frame()
    assert by_label(whole[whole.a > 0.6], whole).tolist() == [1, 2, 3]
    assert by_label(whole.sort_values("a", ascending=False), whole).tolist() == [3, 2, 1, 0]
    assert by_label(whole["b"], whole).tolist() == [0, 1, 2, 3]


def test_labels_that_were_counted_anew_are_not_believed():
    whole = frame()
    part = whole.iloc[[2, 1]].reset_index(drop=True)
    assert by_label(part, whole) is None
    assert by_label(whole.head(2), whole).tolist() == [0, 1]


def test_a_part_has_the_rows_of_its_key(lineage):
    values = VALUES * 100  # other cells, so that nothing but the position tells
    lineage.tracked.put(values, Info(np.arange(4)))
    for key in ([3, 1], np.array([3, 1]), (np.array([3, 1]), slice(None))):
        assert lineage.part(values[key], values, key)[0].tolist() == [3, 1]
    mask = np.array([True, False, True, False])
    assert lineage.part(values[mask], values, mask)[0].tolist() == [0, 2]
    assert lineage.part(values[:, 1], values, (slice(None), 1))[0].tolist() == [0, 1, 2, 3]
    table = frame(values, index=list("wxyz"))
    lineage.tracked.put(table, Info(np.arange(4)))
    assert lineage.part(table.iloc[2:], table.iloc, slice(2, None))[0].tolist() == [2, 3]
    assert lineage.part(table.loc[["z", "w"]], table.loc, ["z", "w"])[0].tolist() == [3, 0]


def test_what_is_put_together_has_the_rows_of_all(lineage):
    one, two = VALUES[:1] * 100, VALUES[1:] * 100
    lineage.tracked.put(one, Info(np.array([0])))
    lineage.tracked.put(two, Info(np.array([1, 2, 3])))
    rows, exact = lineage.derived(np.vstack([two, one]), [[two, one]], "vstack", True)
    assert (rows.tolist(), exact) == ([1, 2, 3, 0], True)


def test_equal_length_is_a_guess_where_the_library_is_not_known(lineage):
    values = VALUES * 100
    lineage.tracked.put(values, Info(np.arange(4)))
    assert lineage.derived(values + 1, [values], "stranger", False)[1] is False
    assert lineage.derived(values + 1, [values], "argsort", True) is None


@pytest.mark.parametrize(
    ("key", "names"), [("a", ["a"]), (["a", "b"], ["a", "b"]), (slice(1), None), (pd.Series([True, False]), None)]
)
def test_columns_that_a_key_names(key, names):
    assert columns_of(frame(), key) == names
    assert columns_of(frame().loc, (slice(None), key)) == names
