import pytest

from radaudit.checks.leakage.identical_images import identical_images
from radaudit.core.errors import Unavailable
from tests.made_evidence import a_cohort, a_picture, a_split, an_index, only, told

COHORT = a_cohort("abcd", ["p1", "p2", "p3", "p4"])
SPLIT = a_split(train="ab", test="cd")


def test_different_images_pass():
    images = an_index(*[a_picture(case) for case in "abcd"])
    assert only(identical_images(COHORT, SPLIT, images), "pass").message == "4 different images; none is in two sets."


def test_an_image_in_two_sets():
    images = an_index(a_picture("a", "same"), a_picture("b"), a_picture("c", "same"), a_picture("d", "same"))
    finding = only(identical_images(COHORT, SPLIT, images))
    assert finding.code == "shared-image"
    assert finding.message == "1 image in more than one set: 3 cases share them."
    assert [(row["image"], row["case"], row["set"]) for row in finding.rows] == [
        (1, "a", "train"),
        (1, "c", "test"),
        (1, "d", "test"),
    ]
    assert [place.path for place in finding.where] == [f"images/{case}.nrrd" for case in "acd"]


def test_an_image_twice_in_one_set_is_no_leak():
    images = an_index(a_picture("a", "same"), a_picture("b", "same"), a_picture("c"), a_picture("d"))
    assert told(identical_images(COHORT, SPLIT, images)) == [("pass", "")]


def test_an_image_of_a_case_in_no_set_is_no_leak():
    images = an_index(a_picture("a", "same"), a_picture("b"), a_picture("c"), a_picture("d", "same"))
    assert told(identical_images(COHORT, a_split(train="ab", test="c", none="d"), images)) == [("pass", "")]


def test_images_that_could_not_be_read_are_not_alike():
    images = an_index(a_picture("a"), a_picture("b", problem="gone"), a_picture("c", problem="gone"), a_picture("d"))
    assert told(identical_images(COHORT, SPLIT, images)) == [("unknown", "not-compared"), ("pass", "")]


def test_nothing_to_compare():
    with pytest.raises(Unavailable, match="No image could be read"):
        list(identical_images(COHORT, SPLIT, an_index(*[a_picture(case, problem="gone") for case in "abcd"])))
    with pytest.raises(Unavailable, match="All cases are in one set"):
        list(identical_images(COHORT, a_split(train="abcd"), an_index(a_picture("a"))))
