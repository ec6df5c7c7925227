import pytest

from radaudit.checks.code.patients_kept_whole import patients_kept_whole
from radaudit.core.errors import Unavailable
from tests.made_code import BUILDS, CLEAN, some_code
from tests.made_evidence import a_cohort, only

TWICE = a_cohort("abcd", ["p1", "p1", "p2", "p3"])


def test_rows_parted_one_by_one():
    finding = only(patients_kept_whole(some_code(repeats=True), TWICE))
    assert (finding.code, finding.values["patients"]) == ("patients-split", 1)
    assert finding.where[0].line == 8


def test_patients_with_one_row_cannot_be_parted():
    assert only(patients_kept_whole(some_code(), a_cohort("abc")), "pass")


def test_groups_are_kept_together():
    text = CLEAN.split("A, B")[0] + (
        "from sklearn.model_selection import GroupKFold, cross_val_score\n"
        "print(cross_val_score(LogisticRegression(), X, y, cv=GroupKFold(5), groups=df.pid))\n"
    )
    assert only(patients_kept_whole(some_code(text, repeats=True), TWICE), "pass")


def test_without_patients_or_splits_nobody_can_tell():
    with pytest.raises(Unavailable, match="no patient column"):
        list(patients_kept_whole(some_code(), a_cohort("ab", [None, None])))
    with pytest.raises(Unavailable, match="parts no rows"):
        list(patients_kept_whole(some_code(BUILDS, repeats=True), TWICE))
