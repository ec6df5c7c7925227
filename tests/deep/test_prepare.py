"""A network's input, from end to end, and what is said where there can be none."""

from dataclasses import replace

import numpy as np
import pytest

from radaudit.core.errors import JobFailed
from radaudit.deep.prepare import prepare
from radaudit.deep.recipe import Recipe
from radaudit.images.volume import Volume
from radaudit.study.input_steps import Crop, MinMax, Repeat, Resample, Resize, Slices, Windows, ZScore
from tests.made_cases import case

IMAGE, MASK = case()
FINE = (1.1, 0.7, 1.3)


def made(*steps, image=IMAGE, mask=MASK, **more):
    return prepare(image, mask, 1, Recipe(steps), **more)


def test_what_is_scaled_by_is_what_there_is_at_that_step():
    before = made(MinMax(), Crop())[0]
    after = made(Crop(), MinMax())[0]
    assert after.max() == 1
    assert before.max() < 1
    roi = made(Resample(FINE), ZScore("roi"), Crop(), Resize((6, 6, 6)))
    assert np.array_equal(roi, made(Resample(FINE), ZScore("roi"), Crop(), Resize((6, 6, 6))))


def test_a_mask_on_a_grid_of_its_own_is_brought_onto_the_images():
    part = replace(MASK, voxels=MASK.voxels[2:7, 1:9, 4:13], origin=(-6.8, 5.9, 34.0))
    assert np.array_equal(made(Crop(), mask=part), made(Crop()))


def test_a_picture_of_two_dimensions():
    flat = Volume(IMAGE.voxels[4], IMAGE.spacing[:2], (0.0, 0.0), (1.0, 0.0, 0.0, 1.0))
    marks = replace(flat, voxels=MASK.voxels[4])
    assert np.array_equal(made(Slices(), Crop(), image=flat, mask=marks)[0], IMAGE.voxels[4, 2:8, 5:12])


@pytest.mark.parametrize(
    ("steps", "mask", "said"),
    [
        ((Crop(),), None, "the case has no mask"),
        ((Crop("centroid", (3, 3)),), MASK, "2 sizes is asked for, and the input is a volume"),
        ((Slices(), Resize((3, 3, 3))), MASK, "3 sizes to resize to are given, and the input is one slice"),
        ((Crop("centroid", (3, 3, 3), shift=(99, 0, 0)),), MASK, "lies outside of the image"),
        ((Resize((100_000,) * 3),), MASK, "voxels on the way"),
        ((Resample((1e-9, 1, 1)),), MASK, "voxels on the way"),
        ((Windows(((0, 1), (0, 2))), Repeat(3)), MASK, "one channel is repeated, and there are 2"),
    ],
)
def test_what_cannot_be_done_is_said(steps, mask, said):
    with pytest.raises(JobFailed, match=said):
        made(*steps, mask=mask)


def test_an_empty_mask_and_values_that_are_none():
    with pytest.raises(JobFailed, match="label 2 is not in the mask"):
        prepare(IMAGE, MASK, 2, Recipe((Crop(),)))
    holes = replace(IMAGE, voxels=np.full(IMAGE.voxels.shape, np.nan, np.float32))
    with pytest.raises(JobFailed, match="not finite"):
        made(Crop(), image=holes)
