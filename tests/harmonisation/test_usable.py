import numpy as np
import pytest

from radaudit.harmonisation.usable import filled, usable

RNG = np.random.default_rng(2)
CODES = np.repeat([0, 1], 10)
TABLE = RNG.normal(size=(20, 4))
DESIGN = np.column_stack([CODES == 0, CODES == 1, RNG.normal(size=20)]).astype(float)


def test_features_that_say_how_batches_differ_are_kept():
    table = np.column_stack([TABLE, np.full(20, 0.1), np.where(CODES, 0.3, TABLE[:, 0]), DESIGN[:, 2] * 2 + CODES])
    kept, notes = usable(table, CODES, design=DESIGN)
    assert kept.tolist() == [True] * 4 + [False] * 3
    assert notes == (
        "1 feature stays as it is: one value in all rows.",
        "1 feature stays as it is: one value in a batch.",
        "1 feature stays as it is: no variance left beyond batch and covariates.",
    )
    assert usable(table, CODES, mean_only=True)[0].tolist() == [True] * 4 + [False, True, True]


@pytest.mark.parametrize(("empty", "stays"), [(2, True), (3, False), (10, False), (20, False)])
def test_a_feature_is_left_alone_where_a_fifth_of_a_batch_is_empty(empty, stays):
    table = TABLE.copy()
    table[:empty, 1] = np.nan
    kept, notes = usable(table, CODES)
    assert kept[1] == stays
    assert ("2 empty cells stayed empty" if stays else "empty in more than a fifth") in notes[0]


def test_what_stands_in_an_empty_cell_leaves_the_estimates_as_they_are():
    table = TABLE.copy()
    table[[1, 12], 0] = table[3, 2] = np.nan
    made = filled(table, DESIGN)
    for column in range(4):
        known = np.isfinite(table[:, column])
        expected = np.linalg.lstsq(DESIGN[known], table[known, column], rcond=None)[0]
        assert np.linalg.lstsq(DESIGN, made[:, column], rcond=None)[0] == pytest.approx(expected)
        assert (made[known, column] == table[known, column]).all()
    assert filled(TABLE, DESIGN) is TABLE
