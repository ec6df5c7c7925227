import numpy as np
import pytest

from radaudit.checks.cohort.cases_are_distinct import cases_are_distinct
from radaudit.core.errors import Unavailable
from tests.made_evidence import a_cohort, a_picture, a_table, an_index, only, told

COHORT = a_cohort("abcd", ["p1", "p2", "p3", "p4"])
ROWS = {"a": [1.0, 2.0, 3.0], "b": [2.0, 5.0, 1.0], "c": [4.0, 4.0, 9.0], "d": [7.0, 1.0, 2.0]}


def test_different_images_and_rows_pass():
    images = an_index(*[a_picture(case) for case in "abcd"])
    finding = only(cases_are_distinct(COHORT, images, a_table(ROWS)), "pass")
    assert finding.message == "No two cases have the same images and feature rows."


def test_what_was_not_given_is_not_said_to_differ():
    assert only(cases_are_distinct(COHORT, None, a_table(ROWS)), "pass").message.endswith("the same feature rows.")
    images = an_index(*[a_picture(case) for case in "abcd"])
    assert only(cases_are_distinct(COHORT, images, None), "pass").message.endswith("the same images.")
    with pytest.raises(Unavailable):
        list(cases_are_distinct(COHORT, None, None))


def test_one_image_under_two_cases():
    images = an_index(a_picture("a", "same"), a_picture("b"), a_picture("c", "same"), a_picture("d"))
    finding = only(cases_are_distinct(COHORT, images, None))
    assert finding.code == "repeated-image"
    assert finding.message == "1 group of cases with the same image and the same ROI, voxel for voxel."
    assert finding.rows[1] == {"group": 1, "case": "c", "patient": "p3", "image": "images/c.nrrd"}
    assert [place.path for place in finding.where] == ["images/a.nrrd", "images/c.nrrd"]


def test_two_lesions_in_one_image_are_two_cases():
    images = an_index(a_picture("a", "same", roi_digest="1"), a_picture("b", "same", roi_digest="2"))
    assert told(cases_are_distinct(COHORT, images, None)) == [("pass", "")]


def test_without_masks_the_image_alone_counts():
    pictures = [a_picture(case, "same", masked=False) for case in "ab"]
    for own in pictures:
        del own.facts["roi_digest"], own.facts["box"]
    assert told(cases_are_distinct(COHORT, an_index(*pictures, masked=False), None)) == [("fail", "repeated-image")]


def test_equal_rows():
    finding = only(cases_are_distinct(COHORT, None, a_table(ROWS | {"d": ROWS["b"]})))
    assert (finding.code, finding.message) == ("repeated-row", "1 pair of cases with the same value in every feature.")
    assert [place.line for place in finding.where] == [3, 5]


def test_rows_without_values_are_not_alike():
    nothing = [np.nan] * 3
    assert told(cases_are_distinct(COHORT, None, a_table(ROWS | {"c": nothing, "d": nothing}))) == [("pass", "")]


def test_images_that_could_not_be_read_are_not_alike():
    images = an_index(a_picture("a", problem="gone"), a_picture("b", problem="gone"))
    assert told(cases_are_distinct(COHORT, images, None)) == [("pass", "")]
