import numpy as np

from radaudit.features.plausible.groups import groups_of, rounding, short_names


def test_columns_are_grouped_by_series_and_image_type_and_share_their_shape():
    names = ["T2_original_shape_Volume", "T2_wavelet-LLH_firstorder_Mean", "T2_original_glcm_Idm", "age"]
    names += ["original_firstorder_Mean"]
    groups = {group.name: dict(group.columns) for group in groups_of(names)}
    assert groups == {
        "T2_wavelet-LLH": {"shape_VoxelVolume": 0, "firstorder_Mean": 1},
        "T2_original": {"shape_VoxelVolume": 0, "glcm_Idm": 2},
        "original": {"firstorder_Mean": 4},
    }


def test_shape_alone_is_a_group_and_old_names_are_known():
    (group,) = groups_of(["original_shape_MajorAxis", "original_shape_Flatness"])
    assert group.has("shape_MajorAxisLength", "shape_Flatness")
    assert not group.has("shape_MajorAxis")
    assert short_names(["age", "original_shape_LeastAxis"]) == ["", "shape_LeastAxisLength"]


def test_a_cell_is_rounded_as_its_row_or_its_column():
    values = np.array([[1.23456789012345678, 2.125], [3.25, 7.25], [1234.56789012345678, 0.875]])
    half = rounding(values, [False, False])
    assert half[0].tolist() == [0.0, 0.0005]
    assert half[1].tolist() == [0.005, 0.005]
    assert half[2, 0] == 0.0


def test_zeros_at_the_end_are_no_digits():
    values = np.array([[123457000.0, 1.0 / 3], [98765400.0, 2.0 / 3]])
    assert rounding(values, [False, False])[:, 0].tolist() == [500.0, 50.0]


def test_coarse_columns_tell_nothing_of_the_rounding():
    values = np.array([[97.0, 1 / 3], [12.0, 2 / 3]])
    assert not rounding(values, [True, False]).any()


def test_numbers_that_were_float32_are_known():
    values = np.random.default_rng(0).normal(size=(5, 4)).astype(np.float32).astype(float)
    half = rounding(values, [False] * 4)
    assert (half > 0).all()
    assert (half <= np.abs(values) * 2.0**-24).all()
