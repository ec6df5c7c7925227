"""The fast way against plain pyradiomics, over images, ROIs and settings."""

import numpy as np
import pytest

from radaudit.features.fast.extract import fast
from radaudit.features.fast.proved import NotProved
from tests.features.fast.made import EVERY_IMAGE, FILTERS, ROIS, assert_falls_back, assert_same, image, mask

FIRST_ORDER = {"firstorder": []}
ALL_BUT_FLAT_SHAPE = {name: [] for name in ("shape", "firstorder", "glcm", "gldm", "glrlm", "glszm", "ngtdm")}


def parameters(*, images=None, classes=None, **setting):
    given = {"imageType": images or EVERY_IMAGE, "setting": {"binWidth": 20} | setting}
    return given | ({"featureClass": classes} if classes else {})


@pytest.mark.parametrize("kind", ROIS)
def test_every_class_on_every_roi(kind):
    one = image()
    images = {"Original": {}, "Wavelet": {}, "LoG": {"sigma": [1.5]}}
    classes = None if kind in ("middle", "scattered", "sparse") else {"shape": [], "firstorder": [], "glcm": []}
    assert_same(one, mask(one, kind), parameters(images=images, classes=classes))


@pytest.mark.parametrize("kind", ROIS)
def test_every_image_type_on_every_roi(kind):
    one = image()
    assert_same(one, mask(one, kind), parameters(classes=FIRST_ORDER))


@pytest.mark.parametrize("dtype", ["int16", "uint8", "uint16", "int32", "float32", "float64"])
@pytest.mark.parametrize("shape", [(16, 20, 24), (15, 21, 27), (9, 30, 31)])
def test_pixel_types_and_odd_and_even_sizes(shape, dtype):
    one = image(shape, dtype, spacing=(0.7, 0.7, 3.0), seed=shape[0])
    assert_same(one, mask(one, "corner" if shape[0] == 16 else "middle"), parameters(classes=FIRST_ORDER))


def test_an_image_of_negative_and_of_zero_values():
    one = image(dtype="float32")
    negative = type(one)(-np.abs(one.voxels) - 1, one.spacing, one.origin, one.direction)
    assert_same(negative, mask(one, "middle"), parameters(images={name: {} for name in FILTERS}, classes=FIRST_ORDER))
    zero = type(one)(np.zeros_like(one.voxels), one.spacing, one.origin, one.direction)
    assert_same(zero, mask(one, "middle"), parameters(images={"Original": {}, "Gradient": {}}, classes=FIRST_ORDER))


@pytest.mark.parametrize(
    "setting",
    [
        {"binCount": 16},
        {"binWidth": 0.7},
        {"binWidth": 500},
        {"normalize": True, "normalizeScale": 100},
        {"normalize": True, "normalizeScale": 50, "removeOutliers": 1.5, "binWidth": 2},
        {"preCrop": True, "padDistance": 4},
        {"preCrop": True, "padDistance": 0},
        {"resegmentRange": [-20, 60]},
        {"resegmentRange": [0.1, 0.8], "resegmentMode": "relative", "resegmentShape": True},
        {"resegmentRange": [-1, 2], "resegmentMode": "sigma"},
        {"force2D": True},
        {"force2D": True, "force2Ddimension": 2},
        {"distances": [1, 2], "weightingNorm": "euclidean"},
        {"weightingNorm": "no_weighting", "symmetricalGLCM": False},
        {"gldm_a": 2, "voxelArrayShift": 300},
        {"minimumROIDimensions": 3, "minimumROISize": 20},
        {"correctMask": True, "geometryTolerance": 1e-3, "additionalInfo": False},
        {"interpolator": "sitkLinear"},
    ],
    ids=str,
)
def test_settings(setting):
    one = image()
    images = {"Original": {}, "Wavelet": {}, "LoG": {"sigma": [1.0]}, "Square": {}, "Gradient": {}}
    assert_same(one, mask(one, "scattered"), parameters(images=images, classes=ALL_BUT_FLAT_SHAPE, **setting))


@pytest.mark.parametrize(
    "images",
    [
        {"Wavelet": {"wavelet": "db4", "level": 2}},
        {"Wavelet": {"wavelet": "haar", "start_level": 1}},
        {"Wavelet": {"wavelet": "coif3", "binWidth": 3}},
        {"Wavelet": {"wavelet": "bior2.4", "level": 1, "start_level": 2}},
        {"Wavelet": {"force2D": True}},
        {"LoG": {"sigma": [0.4, 3.0]}, "Original": {"binCount": 8}},
        {"Gradient": {"gradientUseSpacing": False}},
        {"LBP2D": {}, "LBP3D": {}, "Original": {}},
        {"Exponential": {}, "Logarithm": {"binWidth": 1.5}},
    ],
    ids=str,
)
@pytest.mark.parametrize("kind", ["middle", "corner"])
def test_settings_of_filters(images, kind):
    one = image((19, 40, 33))
    assert_same(one, mask(one, kind), parameters(images=images, classes=FIRST_ORDER))


@pytest.mark.parametrize(
    "setting",
    [
        {"resampledPixelSpacing": [2, 2, 2]},
        {"resampledPixelSpacing": [1.3, 1.3, 0], "padDistance": 8},
        {"resampledPixelSpacing": [0.9, 1.1, 2.5]},
        {"resampledPixelSpacing": [2, 2, 2], "interpolator": "sitkLinear"},
        {"resampledPixelSpacing": [2, 2, 2], "interpolator": "sitkNearestNeighbor"},
        {"resampledPixelSpacing": [2, 2, 2], "interpolator": None},
        {"resampledPixelSpacing": [2, 2, 2], "normalize": True, "normalizeScale": 100},
        {"resampledPixelSpacing": [2, 2, 2], "resegmentRange": [-40, 80]},
    ],
    ids=str,
)
@pytest.mark.parametrize("dtype", ["int16", "float32"])
def test_resampling(setting, dtype):
    one = image((20, 30, 33), dtype)
    images = {"Original": {}, "Wavelet": {}, "LoG": {"sigma": [2.0]}, "Exponential": {}}
    assert_same(one, mask(one, "middle"), parameters(images=images, **setting))


@pytest.mark.parametrize("dtype", ["uint8", "int16", "int32", "int64", "float32", "float64"])
def test_masks_of_every_pixel_type_and_label(dtype):
    one = image()
    marks = mask(one, "middle", label=3, dtype=dtype)
    if marks.voxels.dtype.kind == "f":
        marks.voxels[marks.voxels == 3] = 3.9  # pyradiomics cuts fractions off
        marks.voxels[0, 0, 0] = -0.5
    assert_same(one, marks, parameters(images={"Original": {}}), label=3)


def test_features_by_name_and_shape_of_a_slice():
    one = image()
    classes = {
        "firstorder": ["Mean", "StandardDeviation"],
        "shape": ["MeshVolume"],
        "glcm": ["JointEntropy"],
        "shape2D": [],
    }
    given = parameters(images={"Original": {}}, classes=classes, force2D=True)
    assert_same(one, mask(one, "one slice"), given)


def test_a_large_roi_takes_the_quick_mesh_and_matrices():
    one = image((36, 60, 64), spacing=(0.8, 0.8, 2.0))
    marks = mask(one, "sparse")
    z, y, x = np.indices(one.voxels.shape)
    marks.voxels[((z - 18) / 15) ** 2 + ((y - 30) / 26) ** 2 + ((x - 31) / 28) ** 2 < 1] = 1
    assert_same(one, marks, parameters(images={"Original": {}, "LoG": {"sigma": [3.0]}}))


def test_an_oblique_image():
    one = image()
    turned = (0.8, -0.6, 0.0, 0.6, 0.8, 0.0, 0.0, 0.0, 1.0)
    oblique = type(one)(one.voxels, one.spacing, one.origin, turned)
    for setting in ({}, {"resampledPixelSpacing": [1.7, 1.7, 1.7]}):
        assert_same(oblique, mask(oblique, "middle"), parameters(images={"Original": {}, "Wavelet": {}}, **setting))


@pytest.mark.parametrize(
    ("reason", "change"),
    [
        ("2D", lambda one, marks: (flat(one), flat(marks), {})),
        ("mask values", lambda one, marks: (one, shifted(marks, -3), {})),
        ("setting", lambda one, marks: (one, marks, {"kernelRadius": 2})),
    ],
)
def test_what_is_not_proved_goes_the_plain_way(reason, change):
    one = image()
    one, marks, setting = change(one, mask(one, "middle"))
    classes = {"firstorder": []} if reason == "2D" else None
    given = parameters(images={"Original": {}}, classes=classes, **setting)
    if reason == "setting":
        given["voxelSetting"] = {"kernelRadius": given["setting"].pop("kernelRadius")}
    with pytest.raises(NotProved):
        fast(one, marks, 1, given)
    assert_falls_back(one, marks, given)


def flat(volume):
    return type(volume)(volume.voxels[8], volume.spacing[:2], volume.origin[:2], (1.0, 0.0, 0.0, 1.0))


def shifted(marks, beside):
    values = marks.voxels.astype(np.int16)
    values[0, 0, 0] = beside
    return type(marks)(values, marks.spacing, marks.origin, marks.direction)
