import pytest

from radaudit.core.errors import Unavailable
from radaudit.evidence.overlaps import apart, overlaps
from tests.made_evidence import a_cohort, a_picture, a_split, a_table, an_index

COHORT = a_cohort("abcdef", patients=["p", "q", "p", "r", None, None])
SPLIT = a_split(train="abe", test="cf", none="d")


def test_patients_images_and_rows_in_more_than_one_set():
    images = an_index(
        a_picture("a", "x"), a_picture("b", "y"), a_picture("c", "z"), a_picture("f", "y"), a_picture("d", "x")
    )
    table = a_table({"a": [1, 2], "b": [3, 4], "c": [1, 2], "d": [3, 4], "e": [5, 7]}, cohort="abcdef")
    found = overlaps(COHORT, SPLIT, table, images)
    assert found.patients == {"p": ("a", "c")}
    assert list(found.images.values()) == [("b", "f")]
    assert list(found.rows.values()) == [("a", "c")]
    assert [sorted(found.twins(kind, SPLIT)) for kind in ("patients", "images", "rows")] == [["a"], ["b"], ["a"]]


def test_nobody_named_and_nothing_given_overlaps_nowhere():
    found = overlaps(a_cohort("abcdef", patients=[None] * 6), SPLIT, None, None)
    assert (found.patients, found.images, found.rows) == ({}, {}, {})


def test_cases_of_no_set_are_not_apart():
    assert apart(SPLIT, "a", "c")
    assert not apart(SPLIT, "a", "b")
    assert not apart(SPLIT, "b", "d")


def test_one_set_alone_can_not_overlap():
    with pytest.raises(Unavailable, match="All cases are in one set"):
        overlaps(COHORT, a_split(train="abcdef"), None, None)
