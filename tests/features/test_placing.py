"""Where a mask may lie: pyradiomics' own rules, and a sentence where it would be wrong in silence."""

import struct
from dataclasses import replace

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from radaudit.core.errors import JobFailed
from radaudit.features.fast.pyradiomics import plain
from radaudit.features.placing import placing_rule
from radaudit.features.radiomics import extracted, recorded
from radaudit.images.volume import Volume

STRAIGHT = (1.0, 0, 0, 0, 1.0, 0, 0, 0, 1.0)
TILTED = (0.8, -0.6, 0, 0.6, 0.8, 0, 0, 0, 1.0)
RESAMPLED = {"resampledPixelSpacing": [1.5, 1.5, 1.5]}
CLASSES = {"firstorder": ["Mean", "Maximum"], "shape": ["VoxelVolume"]}


@pytest.fixture
def image():
    noise = np.random.default_rng(1).normal(size=(10, 16, 16))
    return Volume((100 + 300 * gaussian_filter(noise, 1)).astype(np.int16), (1.0, 1.0, 2.0), (-7.0, 3.0, 2.0), STRAIGHT)


@pytest.fixture
def mask(image):
    marks = np.zeros(image.voxels.shape, np.uint8)
    marks[3:7, 4:10, 5:12] = 1
    marks[3, 4, 5] = 0
    return replace(image, voxels=marks)


def rule(image, mask, **setting):
    return placing_rule(image, mask, mask.voxels == 1, setting)


def refusal(image, mask, **setting):
    with pytest.raises(JobFailed) as caught:
        rule(image, mask, **setting)
    return str(caught.value)


def cropped(mask):
    """The mask's part from voxel 3, 3, 2 on, where it is."""
    origin = tuple(np.array(mask.origin) + np.array([3, 3, 2]) * mask.spacing)
    return replace(mask, voxels=mask.voxels[2:, 3:, 3:], origin=origin)


def moved(mask, *by):
    return replace(mask, origin=tuple(a + b for a, b in zip(mask.origin, by, strict=True)))


@pytest.mark.parametrize("setting", [{}, RESAMPLED, {"correctMask": True}, {"geometryTolerance": 10.0}])
def test_nothing_is_said_of_a_mask_on_its_images_grid(image, mask, setting):
    assert rule(image, mask, **setting) == ""


@pytest.mark.parametrize(
    ("by", "setting", "said"),
    [
        (5.0, {"geometryTolerance": 10.0}, "taken index by index"),
        (0.5, {"geometryTolerance": 10.0, **RESAMPLED}, "taken by place, because it was resampled"),
        (2.0, {"correctMask": True}, "correctMask brought it onto it, by place"),
        (2.0, {"correctMask": True, **RESAMPLED}, "correctMask does nothing there"),
    ],
)
def test_the_rule_is_told(image, mask, by, setting, said):
    assert said in rule(image, moved(mask, by, 0, 0), **setting)


@pytest.mark.parametrize("by", [0.5, 5.0])
@pytest.mark.parametrize("setting", [{}, RESAMPLED])
def test_a_shifted_mask_is_refused(image, mask, by, setting):
    assert f"origin differs by {by:g} mm" in refusal(image, moved(mask, by, 0, 0), **setting)


class TestCropped:
    def test_resampled_it_is_taken_as_pyradiomics_does_and_the_rule_is_told(self, image, mask):
        parameters = {
            "imageType": {"Original": {}, "LoG": {"sigma": [2.0]}},
            "featureClass": CLASSES,
            "setting": RESAMPLED,
        }
        found = extracted(image, cropped(mask), 1, parameters)
        alone = plain(image, cropped(mask), 1, parameters)
        assert {name: struct.pack("d", value) for name, value in found["features"].items()} == {
            name: struct.pack("d", value) for name, value in alone.items()
        }
        assert "counted from the mask's origin" in found["warnings"][0]
        whole = extracted(image, mask, 1, parameters)
        assert whole["warnings"] == []
        assert whole["features"] != found["features"]  # which is why it has to be told

    def test_not_resampled_it_is_refused_unless_corrected(self, image, mask):
        assert "differ in size: (16, 16, 10) and (13, 13, 8) voxels" in refusal(image, cropped(mask))
        assert "differ in size" in refusal(image, cropped(mask), geometryTolerance=100.0)
        parameters = {"featureClass": CLASSES, "setting": {"correctMask": True}}
        corrected = extracted(image, cropped(mask), 1, parameters)["features"]
        assert corrected == extracted(image, mask, 1, parameters)["features"]

    def test_one_that_reaches_out_of_the_image(self, image, mask):
        outside = moved(cropped(mask), 5, 0, 0)
        assert "does not lie inside of the image" in refusal(image, outside, **RESAMPLED)
        assert recorded(image, moved(cropped(mask), 3, 0, 0), 1, {"featureClass": CLASSES, "setting": RESAMPLED})

    def test_one_whose_header_was_lost(self, image, mask):
        image = replace(image, origin=(-1.0, -1.0, -1.0))
        lost = replace(cropped(mask), spacing=(1.0,) * 3, origin=(0.0,) * 3)
        assert "a header that says nothing of where it lies" in refusal(image, lost, **RESAMPLED)


class TestCorrected:
    def test_a_turned_mask_that_loses_voxels_in_silence(self, image):
        """pyradiomics looks at two corners of the ROI's box; of a turned one the others may be out of the image."""
        marks = np.zeros((10, 16, 16), np.uint8)
        marks[4:6, 0:9, 0:9] = 1
        mask = replace(image, voxels=marks, origin=(4.0, 4.0, 2.0), direction=TILTED)
        parameters = {"featureClass": CLASSES, "setting": {"correctMask": True}}
        _, notes = recorded(image, mask, 1, parameters)
        assert notes["Mask-corrected_VoxelNum"] < 0.95 * marks.sum()
        assert "of the ROI's 162 voxels lie outside of the image" in refusal(image, mask, correctMask=True)

    def test_an_roi_that_falls_between_the_voxels(self, image):
        marks = np.zeros((4, 4, 4), np.uint8)
        marks[1:3, 1:3, 1:3] = 1
        between = Volume(marks, (0.1,) * 3, (-3.7, 6.3, 6.8), STRAIGHT)
        assert "next to nothing of the ROI is left" in refusal(image, between, correctMask=True)


def test_not_finite_voxels_are_looked_for_where_the_mask_comes_to_lie(image, mask):
    voxels = image.voxels.astype(np.float32)
    voxels[5, 6, 13] = np.nan  # under the mask moved by 2 mm only
    parameters = {"featureClass": CLASSES, "setting": {"correctMask": True}}
    spoilt = replace(image, voxels=voxels)
    assert extracted(spoilt, mask, 1, parameters)["features"]
    with pytest.raises(JobFailed, match="1 of the ROI's 167 voxels hold no finite number"):
        extracted(spoilt, moved(mask, 2, 0, 0), 1, parameters)


def test_dimensions_that_differ(image, mask):
    flat = Volume(mask.voxels[4], (1.0, 1.0), (0.0, 0.0), (1.0, 0, 0, 1.0))
    for setting in ({}, RESAMPLED, {"correctMask": True}):
        assert refusal(image, flat, **setting) == "image and mask differ in dimensions: 3 and 2"
