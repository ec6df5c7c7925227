import numpy as np
import pytest

from radaudit.forensics.imputed import imputation
from tests.made_lesions import examined, lesions, scaled

OWN = lesions()
EMPTY = np.random.default_rng(1).uniform(size=OWN.values.shape) < 0.06
ALL = np.ones(len(OWN.event), dtype=bool)


def found(values):
    table = examined(OWN, values)
    return imputation(table.values, table.half, table.subsets, table.groupings)


def filled(function, rows=ALL, parts=(ALL,)):
    values = np.where(EMPTY, np.nan, OWN.values)
    for part in parts:
        values[part] = np.where(EMPTY[part], function(values[part & rows], axis=0), values[part])
    return values


def test_measured_numbers_do_not_repeat():
    assert found(scaled(OWN.values)) is None


@pytest.mark.parametrize(("function", "name"), [(np.nanmean, "mean"), (np.nanmedian, "median")])
@pytest.mark.parametrize(("rows", "of"), [(ALL, "all rows"), (OWN.train, "set train")])
@pytest.mark.parametrize("after", [lambda values: values, scaled, lambda values: np.round(scaled(values), 4)])
def test_the_statistic_and_its_rows(function, name, rows, of, after):
    told = found(after(filled(function, rows)))
    assert (told.statistic, told.rows, told.each) == (name, of, False)
    assert told.columns >= 3


def test_the_mean_of_each_class():
    told = found(filled(np.nanmean, parts=[OWN.event == 0, OWN.event == 1]))
    assert (told.statistic, told.rows, told.each) == ("mean", "event", True)


def test_the_cells_are_those_that_were_empty():
    told = found(filled(np.nanmean))
    assert {*told.cells} <= {(int(row), int(column)) for row, column in np.argwhere(EMPTY)}


def test_a_value_that_repeats_for_another_reason():
    values = OWN.values.copy()
    values[:6, 0] = 0.001
    told = found(values)
    assert (told.statistic, told.repeated, len(told.cells)) == ("", 1, 6)


@pytest.mark.parametrize("digits", [1, 2, 3])
def test_rounded_numbers_are_not_taken_for_filled_ones(digits):
    told = found(np.round(scaled(OWN.values), digits))
    assert told is None or not told.statistic
