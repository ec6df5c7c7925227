import numpy as np

from radaudit.features.comparison import compare
from radaudit.features.recovery.group import to_explain
from radaudit.features.resolution import Resolution

CASES = tuple(f"c{number}" for number in range(8))
NAMES = tuple(f"original_glcm_F{number}" for number in range(10))
VALUES = np.random.default_rng(2).uniform(1, 2, (8, 10))


def table(rows=(), columns=(), names=NAMES):
    changed = VALUES.copy()
    changed[np.ix_(list(rows), list(columns))] += 0.5
    return compare(CASES, (names, changed), (NAMES, VALUES), 1e-9, Resolution(17, 17))


def test_a_table_that_comes_out_again_needs_no_explanation():
    assert to_explain(table()) is None


def test_single_cells_rows_and_columns_of_a_few_cases_are_no_matter_of_settings():
    assert to_explain(table([3], [2])) is None
    assert to_explain(table([3, 4], range(10))) is None
    assert to_explain(table([1, 2, 3], [4])) is None


def test_features_that_deviate_in_most_cases_concern_all_of_them():
    group = to_explain(table(range(5), [1, 2]))
    assert group.others == ()
    assert group.oddness == {case: 0 if number < 5 else 2 for number, case in enumerate(CASES)}


def test_some_cases_of_one_kind_are_told_from_the_others():
    group = to_explain(table([1, 4, 6], [0, 3, 5]))
    assert group.oddness == {"c1": 0, "c4": 0, "c6": 0}
    assert group.others == ("c0", "c2", "c3", "c5", "c7")


def test_an_image_type_that_nobody_extracts():
    renamed = ("log-sigma-2-0-mm-3D_glcm_F0", *NAMES[1:])
    assert set(to_explain(table(names=renamed)).oddness) == set(CASES)
    assert to_explain(table(names=("original_glcm_Old", *NAMES[1:]))) is None
