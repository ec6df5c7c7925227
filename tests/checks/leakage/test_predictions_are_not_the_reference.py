import pytest

from radaudit.checks.leakage.predictions_are_not_the_reference import predictions_are_not_the_reference
from radaudit.core.errors import Unavailable
from tests.made_evidence import a_cohort, a_picture, a_split, an_index, only, told
from tests.made_masks import a_mask, an_empty_mask, masks

COHORT = a_cohort("abc", patients=["P1", "P2", "P3"])
IMAGES = an_index(*map(a_picture, "abc"))


def judged(*rows, images=IMAGES, split=None, **options):
    return list(predictions_are_not_the_reference(masks(*rows), images, COHORT, split, **options))


def test_masks_of_their_own():
    finding = only(judged(*map(a_mask, "abc")), "pass")
    assert finding.message == "3 predicted masks; none equals a reference or another case's."


def test_a_copy_of_the_reference():
    copy = a_mask("b", 1.0, shapes=("same", "same"), same_file=True)
    finding = only(judged(a_mask("a"), copy, split=a_split(train="a", test="bc")))
    assert (finding.code, finding.tier) == ("copy-of-reference", "proved")
    assert finding.message.endswith("equal their reference in every voxel, 1 of them byte for byte the same file.")
    assert finding.rows == (
        {"case": "b", "patient": "P2", "set": "test", "predictor": "unet", "structure": "ROI", "voxels": 200,
         "same file": True},
    )  # fmt: skip


def test_masks_of_other_cases():
    rows = a_mask("a", shapes=("ra", "x")), a_mask("b", shapes=("x", "pb")), a_mask("c", shapes=("rc", "x"))
    finding = only(judged(*rows))
    assert finding.code == "mask-of-another-case"
    assert [row["case"] for row in finding.rows] == ["a", "c"]
    assert finding.rows[0]["is the reference of"] == "b"
    assert finding.rows[0]["is the prediction of"] == "c"


def test_the_same_image_twice_is_predicted_twice_alike():
    rows = a_mask("a", shapes=("ra", "x")), a_mask("c", shapes=("rc", "x"))
    twice = an_index(a_picture("a", "image"), a_picture("b"), a_picture("c", "image"))
    assert told(judged(*rows, images=twice)) == [("pass", "")]


def test_small_and_empty_masks_say_nothing():
    small = a_mask("a", 1.0, shapes=("same", "same"), predicted=99)
    with pytest.raises(Unavailable, match="at least 100 voxels"):
        judged(small, an_empty_mask("b"))
    assert told(judged(small, voxels=50)) == [("fail", "copy-of-reference")]
