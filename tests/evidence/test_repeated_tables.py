"""`read_repeats` is tested through the evidence that calls it; here, which columns it takes for features."""

import pytest

from radaudit.core.errors import DataError
from radaudit.evidence.repeated_tables import read_repeats
from tests.made_study import write_table


def names_of(make_study, columns):
    table = {"table": "repeats.csv", "case": "case", "session": "scan"}
    made = make_study(manifest=lambda said: said.update(stability={"test_retest": table}))
    rows = [{"case": case, "scan": scan, **dict.fromkeys(columns, n)} for n, case in enumerate("ab") for scan in "12"]
    for row in rows:
        row |= {"note": "x"}
    write_table(made.root / "repeats.csv", rows)
    bench = made.bench()
    return read_repeats(made.study, bench.get("cohort"), bench.get("reported"), "test_retest").names


@pytest.mark.parametrize(
    ("columns", "taken"),
    [
        (["original_glcm_F1", "original_glcm_Contrast", "age"], ("original_glcm_F1",)),
        (["original_glcm_Contrast", "age"], ("original_glcm_Contrast",)),
        (["mean radius", "texture"], ("mean radius", "texture")),
    ],
)
def test_the_study_s_own_columns_come_first(make_study, columns, taken):
    assert names_of(make_study, columns) == taken


def test_no_feature_at_all(make_study):
    with pytest.raises(DataError, match="no column that could be a feature"):
        names_of(make_study, [])
