import numpy as np
import pytest

from radaudit.features.plausible import provenance as notes

A, B = "a" * 40, "b" * 40


def test_a_digest_that_is_missing_is_nobodys_equal():
    own = {"diagnostics_Image-original_Hash": [A, None, A.upper(), None, "nan", "nan", "0", "0", B]}
    found = notes.hashes(own, notes.IMAGE_HASH)
    assert notes.shared(found) == [(0, 2)]
    assert notes.hashes({"general_info_ImageHash": [A]}, notes.IMAGE_HASH) == [A]
    assert notes.hashes({}, notes.IMAGE_HASH) == []


def test_two_labels_of_one_mask_are_two_rois():
    own = {
        "diagnostics_Image-original_Hash": [A, A, A, None],
        "diagnostics_Mask-original_Hash": [B, B, B, None],
        "diagnostics_Mask-original_BoundingBox": ["(1, 2, 3, 4, 5, 6)", "(9, 2, 3, 4, 5, 6)", "(1,2,3,4,5,6)", None],
        "diagnostics_Mask-original_VoxelNum": ["30", "30", "30", None],
    }
    assert notes.shared(notes.roi_keys(own)) == [(0, 2)]
    assert notes.roi_keys({"diagnostics_Image-original_Hash": [A, A]}) == [None, None]


def test_numbers_as_numpy_prints_them():
    assert notes.numbers("(np.float64(0.5), np.float64(2.0), 3)") == (0.5, 2.0, 3.0)
    assert notes.numbers("(1e-05, -2.5, 3.)") == (1e-5, -2.5, 3.0)
    assert notes.numbers(None) == ()


def test_settings_that_vary():
    same = ["{'binWidth': 25, 'label': 1}", "{'binWidth': 25.0, 'label': 2, 'resampledPixelSpacing': None}"]
    assert notes.mixed_settings({"diagnostics_Configuration_Settings": same}) == {}
    other = [*same, "{'binWidth': 10, 'resampledPixelSpacing': [1, 1, 1]}", None, "cut off {"]
    assert notes.mixed_settings({"diagnostics_Configuration_Settings": other}) == {
        "binWidth": {"25": 2, "10": 1},
        "resampledPixelSpacing": {"None": 2, "[1, 1, 1]": 1},
    }


def test_texts_that_vary():
    assert notes.mixed_texts({"general_info_EnabledImageTypes": ["x", None, "x"]}, notes.IMAGE_TYPES) == {}
    found = notes.mixed_texts({"general_info_EnabledImageTypes": ["x", "y", "x"]}, notes.IMAGE_TYPES)
    assert found == {"x": 2, "y": 1}


def test_volumes_are_those_of_the_last_mask():
    own = {
        "diagnostics_Mask-original_VoxelNum": ["10", "10", "10", None],
        "diagnostics_Mask-original_Spacing": ["(1.0, 1.0, 2.0)"] * 4,
        "diagnostics_Mask-interpolated_VoxelNum": [None, "40", "40", None],
        "diagnostics_Mask-interpolated_Spacing": ["(0.5, 1.0, 1.0)"] * 4,
        "diagnostics_Mask-resegmented_VoxelNum": ["10", "40", "33", None],
    }
    assert np.array_equal(notes.expected_volumes(own, 4), [20.0, 20.0, np.nan, np.nan], equal_nan=True)


def sized(counts, spacings=None, parts=None):
    own = {"diagnostics_Mask-original_VoxelNum": [str(count) for count in counts]}
    own["diagnostics_Image-original_Spacing"] = spacings or ["(0.5, 0.5, 2.0)"] * len(counts)
    own["diagnostics_Mask-original_VolumeNum"] = [str(part) for part in parts or [1] * len(counts)]
    return own


@pytest.mark.parametrize("seed", range(20))
def test_tumours_of_usual_spread_are_no_outliers(seed):
    counts = np.exp(np.random.default_rng(seed).normal(8, 1.2, 150)).astype(int) + 1
    assert notes.outliers(sized(counts)) == []


def test_outliers():
    counts = [*range(1000, 1100, 10), 10**7]
    spacings = ["(0.5, 0.5, 3.0)"] * 9 + ["(1.0, 1.0, 1.0)"] + ["(0.5, 0.5, 3.0)"]
    found = notes.outliers(sized(counts, spacings, [1] * 8 + [60, 1, 2]))
    assert [(own.row, own.what) for own in found] == [
        (10, "volume of the ROI"),
        (8, "parts of the ROI"),
        (9, "voxel size"),
    ]
    assert notes.outliers(sized(counts[-4:])) == []


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_hostile_cells_are_borne():
    own = sized(["1e300", "9" * 400, "(" * 5000, "-", "1e99999", "nan", "5", "6", "7", "8"])
    own["diagnostics_Image-original_Spacing"] = ["(1e308, 1e308, 1e308)"] * 10
    own["diagnostics_Mask-original_Spacing"] = own["diagnostics_Image-original_Spacing"]
    assert notes.outliers(own) == []
    assert np.isnan(notes.expected_volumes(own, 10)[[1, 2, 3, 4]]).all()
