"""What is done to a case before the network sees it."""

import numpy as np
import pytest

from radaudit.core.errors import JobFailed
from radaudit.deep.alterations import Controlled, Erased, Perturbed, after, reach_of
from radaudit.deep.recipe import Recipe
from radaudit.features.chain import Chain, Step
from radaudit.study.input_steps import Crop, Resample, ZScore
from tests.made_cases import case

IMAGE, MASK = case((14, 20, 20), (1.0, 1.0, 2.0))
INSIDE = MASK.voxels == 1
RECIPE = Recipe((Crop("centroid", (6, 6, 6)),))
NOISE, TURN = Step("noise", 1.0, 7), Step("rotation", 8.0)


def altered(*alterations, image=IMAGE, mask=MASK):
    return after(image, mask, 1, alterations, RECIPE)


@pytest.mark.parametrize(("part", "left"), [("roi", ~INSIDE), ("background", INSIDE)])
def test_one_part_becomes_what_surrounds_the_roi(part, left):
    ((image, mask),) = altered(Erased(part))
    assert np.array_equal(image.voxels[left], IMAGE.voxels[left])
    assert len(np.unique(image.voxels[~left])) == 1
    assert abs(image.voxels[~left][0]) < 60  # the median of noise about zero
    assert mask is MASK


def test_the_value_is_the_surroundings_not_the_lesions():
    voxels = np.where(INSIDE, 900, 40).astype(np.int16)
    ((image, _),) = altered(Erased("roi"), image=type(IMAGE)(voxels, IMAGE.spacing, IMAGE.origin, IMAGE.direction))
    assert (image.voxels == 40).all()


def test_an_roi_without_surroundings():
    full = type(MASK)(np.ones_like(MASK.voxels), MASK.spacing, MASK.origin, MASK.direction)
    (found,) = altered(Erased("roi"), mask=full)
    assert isinstance(found, JobFailed)
    assert "nothing around it" in str(found)


def test_controls_and_nothing():
    plain, (image, _), (again, _) = altered(None, *[Controlled("shuffled_roi", (1, 2))] * 2)
    assert plain == (IMAGE, MASK)
    assert np.array_equal(image.voxels, again.voxels)
    assert np.array_equal(image.voxels[~INSIDE], IMAGE.voxels[~INSIDE])
    assert sorted(image.voxels[INSIDE]) == sorted(IMAGE.voxels[INSIDE])
    assert not np.array_equal(image.voxels, IMAGE.voxels)


def test_chains_share_their_image_and_a_bad_one_fails_alone():
    smaller = [Chain((Step("volume", size, 1), NOISE)) for size in (-0.2, 0.2)]
    gone = Chain((Step("volume", -0.999999, 1), NOISE))
    one, other, none, turned = altered(*map(Perturbed, (*smaller, gone)), Perturbed(Chain((TURN,))))
    assert one[0] is other[0]
    assert one[1].voxels.sum() < INSIDE.sum() < other[1].voxels.sum()
    assert isinstance(none, JobFailed) or none[1].voxels.sum() < one[1].voxels.sum()
    assert not np.array_equal(turned[0].voxels, IMAGE.voxels)


def test_settings_of_an_extraction_are_refused():
    with pytest.raises(ValueError, match="no extraction settings"):
        Perturbed(Chain((Step("bins", 0.8),)))


@pytest.mark.parametrize(
    ("steps", "reach"),
    [
        ((Crop(margin_mm=5),), [30, 30, 30]),
        ((Crop("centroid", (20, 20, 10)),), [45, 45, 35]),
        ((Resample((3, 3, 3)), Crop("centroid", (20, 20, 10))), [55, 55, 40]),
        ((ZScore(), Crop()), [1e6] * 3),
        ((ZScore("roi"), Crop()), [25] * 3),
        ((Crop(), ZScore()), [25] * 3),
        ((), [1e6] * 3),
    ],
)
def test_the_image_is_changed_as_far_as_the_network_looks(steps, reach):
    assert reach_of(Recipe(steps), IMAGE).tolist() == reach


def test_a_case_without_a_mask():
    plain, refused = altered(None, Erased("roi"), mask=None)
    assert plain == (IMAGE, None)
    assert "has no mask" in str(refused)


def test_words():
    assert Erased("roi").words == "the ROI replaced by the median of what surrounds the ROI"
    assert Controlled("shuffled_roi", (1,)).words == "voxels of the ROI shuffled"
