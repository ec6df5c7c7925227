import pytest

from radaudit.checks.features.mask_and_image_agree import mask_and_image_agree
from radaudit.core.errors import Unavailable
from tests.made_evidence import AGREEING, a_picture, an_index, only, told


def moved(case, **differences):
    return a_picture(case, mismatch=AGREEING | differences)


def test_masks_on_their_images():
    images = an_index(a_picture("a"), moved("b", origin=1e-5, direction=1e-7))
    assert only(mask_and_image_agree(images), "pass").message == "All 2 masks lie on the grid of their image."


@pytest.mark.parametrize(
    ("differences", "said"),
    [
        ({"origin": 5.0}, "origin by 5 mm"),
        ({"spacing": 0.25, "origin": 0.01}, "spacing by 0.25 mm, origin by 0.01 mm"),
        ({"direction": 1.0}, "direction by 1"),
    ],
)
def test_a_mask_elsewhere(differences, said):
    finding = only(mask_and_image_agree(an_index(a_picture("a"), moved("b", **differences))))
    assert finding.code == "geometry-mismatch"
    assert finding.message == "1 mask off the grid of the image."
    assert finding.rows == ({"case": "b", "difference": said},)


def test_a_mask_of_another_size():
    own = a_picture("b", mismatch={"size": True}, mask={"size": [4, 4, 3]})
    finding = only(mask_and_image_agree(an_index(own)))
    assert finding.rows[0]["difference"] == "size: image 4 x 4 x 4, mask 4 x 4 x 3 voxels"


def test_options_say_how_far():
    images = an_index(moved("b", origin=0.5, direction=0.01))
    assert told(mask_and_image_agree(images, millimetres=1.0, cosine=0.1)) == [("pass", "")]


def test_a_missing_mask():
    images = an_index(a_picture("a"), a_picture("b", problem="mask: there is no file", masked=False))
    finding = only(mask_and_image_agree(images))
    assert (finding.code, finding.message) == ("mask-missing", "1 case without a mask file that can be read.")
    assert finding.rows == ({"case": "b", "reason": "mask: there is no file"},)


def test_no_masks_and_no_image_that_can_be_read():
    with pytest.raises(Unavailable, match="no masks"):
        list(mask_and_image_agree(an_index(a_picture("a"), masked=False)))
    with pytest.raises(Unavailable, match="No image with a mask"):
        list(mask_and_image_agree(an_index(a_picture("a", problem="damaged"))))
