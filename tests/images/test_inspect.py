"""What an image and its mask are, before anything is computed from them."""

import numpy as np
import pytest

from radaudit.compute.digest import FileRef
from radaudit.images.inspect import Inspect, mismatch, roi_of
from radaudit.images.volume import Volume, voxel_digest


@pytest.fixture
def look(write):
    """Inspects an image and a mask, each given as voxels or as (voxels, geometry)."""

    def look(image, mask=None, label=1, endings=(".nrrd", ".nii.gz")):
        refs = []
        for name, given, ending in (("image", image, endings[0]), ("mask", mask, endings[1])):
            voxels, geometry = given if isinstance(given, tuple) else (given, {})
            refs.append(None if voxels is None else FileRef.of(write(f"{name}{ending}", voxels, **geometry)))
        return Inspect("case 1", *refs, label).run()

    return look


@pytest.fixture
def mask(ramp):
    """Marked with 1: z 1 to 2, y 1 to 3, x 2 to 4, less one corner."""
    mask = np.zeros(ramp.shape, np.uint8)
    mask[1:3, 1:4, 2:5] = 1
    mask[1, 1, 2] = 0
    return mask


def test_an_image_alone(look, ramp):
    facts = look(ramp)
    assert set(facts) == {"image", "header", "digest", "text"}
    assert facts["image"] == {
        "size": [6, 5, 4],
        "spacing": [0.5, 0.7, 2.0],
        "origin": [1.0, -2.0, 3.5],
        "direction": [1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0],
        "dtype": "int16",
    }


def test_the_roi_of_an_image(look, ramp, mask):
    facts = look(ramp, mask)
    inside = ramp[mask == 1]
    assert facts["voxels"] == 17
    assert facts["box"] == [(2, 4), (1, 3), (1, 2)]
    assert (facts["least"], facts["greatest"]) == (inside.min(), inside.max())
    assert facts["finite"] is True
    assert facts["mismatch"]["size"] is False
    assert facts["mismatch"]["origin"] == pytest.approx(0, abs=1e-6)


KINDS = [("int16", (".mha", ".nii")), ("float32", (".nii", ".mha")), ("float64", (".nii.gz", ".nrrd"))]


@pytest.mark.parametrize(("kind", "endings"), KINDS)
def test_the_digest_does_not_depend_on_pixel_type_or_file_format(look, ramp, mask, kind, endings):
    first = look(ramp, mask)
    other = look(ramp.astype(kind), mask.astype("int16"), endings=endings)
    assert other["digest"] == first["digest"]
    assert other["roi_digest"] == first["roi_digest"]
    assert other["image"]["dtype"] == kind


def test_one_other_voxel_is_another_digest(look, ramp, mask):
    first = look(ramp, mask)
    changed = ramp.copy()
    changed[0, 0, 0] += 1  # outside the ROI
    other = look(changed, mask)
    assert other["digest"] != first["digest"]
    assert other["roi_digest"] == first["roi_digest"]
    changed[2, 2, 3] += 1  # inside it
    assert look(changed, mask)["roi_digest"] != first["roi_digest"]


def test_the_digest_of_an_roi_does_not_depend_on_where_it_lies(look, ramp, mask):
    first = look(ramp, mask)
    moved = look(np.pad(ramp, 2), np.pad(mask, 2))
    assert moved["roi_digest"] == first["roi_digest"]
    assert moved["digest"] != first["digest"]


def test_the_sign_of_zero_and_the_order_in_memory_play_no_part():
    zeros = np.zeros((2, 3, 4))
    assert voxel_digest(zeros) == voxel_digest(-zeros) == voxel_digest(np.asfortranarray(zeros.astype("int8")))
    assert voxel_digest(zeros) != voxel_digest(zeros.reshape(3, 2, 4))


@pytest.mark.parametrize(
    ("marks", "label", "said"),
    [
        ([0], 1, "the mask is empty: no voxel is marked"),
        ([0, 2, 255], 1, "the label 1 is not in the mask; its labels are 2, 255"),
        ([0, 1], 2, "the label 2 is not in the mask; its labels are 1"),
        (range(1, 13), 50, "the label 50 is not in the mask; its labels are 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 ..."),
        ([0.0, 0.999], 1, "the mask is empty: no voxel is marked"),
    ],
)
def test_a_mask_without_the_roi(look, ramp, marks, label, said):
    mask = np.zeros(ramp.shape, "float32" if isinstance(marks[0], float) else "uint8")
    mask.flat[: len(marks)] = marks
    facts = look(ramp, mask, label)
    assert facts["roi_problem"] == said
    assert "voxels" not in facts
    assert facts["mask"]["size"] == [6, 5, 4]


def test_a_mask_with_a_value_that_is_not_finite(look, ramp, mask):
    mask = mask.astype("float32")
    mask[0, 0, 0] = np.nan
    assert look(ramp, mask, endings=(".nrrd", ".mha"))["roi_problem"] == "the mask holds values that are not finite"


def test_a_mask_of_fractions_is_cut_off_as_pyradiomics_does():
    mask = Volume(np.array([[[0.2, 0.999, 1.0, 1.9, 2.0]]], "float32"), (1.0,) * 3, (0.0,) * 3, (1.0,) * 9)
    assert roi_of(mask, 1).tolist() == [[[False, False, True, True, False]]]


def test_values_that_are_not_finite_are_told(look, ramp, mask):
    image = ramp.astype("float32")
    image[2, 2, 3] = np.nan
    facts = look(image, mask)
    assert facts["finite"] is False
    assert "least" not in facts
    image[2, 2, 3], image[0, 0, 0] = 0, np.inf
    assert look(image, mask)["finite"] is True


def test_grids_that_differ(look, ramp, mask):
    moved = look(ramp, (mask, {"origin": (1.0, 3.0, 3.5), "spacing": (0.5, 0.7, 2.25)}))["mismatch"]
    assert moved["size"] is False
    assert (moved["origin"], moved["spacing"], moved["direction"]) == (5.0, 0.25, 0.0)


def test_sizes_that_differ(look, ramp, mask):
    facts = look(ramp, mask[:, :, :5])
    assert facts["mismatch"]["size"] is True
    assert facts["mask"]["size"] == [5, 5, 4]
    assert facts["voxels"] == 17
    assert "roi_digest" not in facts


def test_dimensions_that_differ(look, ramp, mask):
    facts = look(ramp, mask[1])
    assert facts["mismatch"] == {"size": True}
    assert facts["mask"]["size"] == [6, 5]


def test_mismatch_is_the_largest_difference_of_any_axis():
    first = Volume(np.zeros((2, 2, 2)), (1.0, 1.0, 1.0), (0.0, 0.0, 0.0), (1.0, 0, 0, 0, 1.0, 0, 0, 0, 1.0))
    second = Volume(np.zeros((2, 2, 2)), (1.0, 1.5, 0.75), (0.0, -3.0, 2.0), (-1.0, 0, 0, 0, 1.0, 0, 0, 0, 1.0))
    assert mismatch(first, second) == {"size": False, "spacing": 0.5, "origin": 3.0, "direction": 2.0}
