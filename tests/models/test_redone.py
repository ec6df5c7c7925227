"""What was done to a table, undone: against scikit-learn, which does it on the raw table."""

import numpy as np
import pytest
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import MinMaxScaler, RobustScaler, StandardScaler

from radaudit.models.redone import redone
from radaudit.models.request import Run

RAW = np.random.default_rng(3).normal(5, 2, size=(20, 4))
FIT = np.arange(12)


@pytest.mark.parametrize(
    ("how", "scaler"), [("zscore", StandardScaler()), ("robust", RobustScaler()), ("minmax", MinMaxScaler())]
)
def test_a_scaling_on_all_rows_is_undone_by_one_on_training_rows(how, scaler):
    run = Run(FIT, rescale=np.array([0, 2]), scale=how)
    made = redone(scaler.fit_transform(RAW), run)
    assert made[:, [0, 2]] == pytest.approx(scaler.fit(RAW[FIT]).transform(RAW)[:, [0, 2]])
    assert (made[:, 1] == scaler.fit_transform(RAW)[:, 1]).all()


@pytest.mark.parametrize("how", ["mean", "median"])
def test_cells_that_were_filled_in_are_filled_in_again(how):
    cells = np.array([[3, 0], [15, 0], [16, 2]])
    holes = RAW.copy()
    holes[tuple(cells.T)] = np.nan
    filled = SimpleImputer(strategy=how).fit_transform(holes)
    expected = SimpleImputer(strategy=how).fit(holes[FIT]).transform(holes)
    assert redone(filled, Run(FIT, refill=cells, fill=how)) == pytest.approx(expected)


def test_a_column_that_tells_nothing_stays_and_a_table_is_not_changed_in_place():
    flat = np.ones((20, 1))
    cells = np.array([[row, 0] for row in range(20)])
    assert (redone(flat, Run(FIT, refill=cells, rescale=np.array([0]))) == 0).all()
    assert (flat == 1).all()
    assert redone(flat, Run(FIT)) is flat
