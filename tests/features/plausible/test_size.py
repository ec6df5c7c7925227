import numpy as np
import pytest

from radaudit.features.plausible.size import size_column, size_like


@pytest.mark.parametrize(
    ("names", "wanted"),
    [
        (["age", "original_shape_MeshVolume", "original_shape_VoxelVolume"], 2),
        (["original_glcm_Idm", "T2_original_shape_Volume"], 1),
        (["SurfaceToVolumeRatio", "Tumor_Volume_mm3"], 1),
        (["radius", "mean_area"], 1),
        (["worst_area", "Volume"], 1),
        (["VolumeDensity", "original_glszm_LargeAreaEmphasis", "areas"], None),
    ],
)
def test_the_column_of_the_size(names, wanted):
    assert size_column(names) == wanted


def test_features_that_follow_the_size():
    size = np.random.default_rng(0).uniform(1, 9, 20)
    other = np.random.default_rng(1).uniform(1, 9, 20)
    names = ["original_shape_VoxelVolume", "original_shape_MeshVolume", "original_glcm_Idm"]
    names += ["original_glrlm_RunEntropy", "original_firstorder_Energy"]
    values = np.column_stack([size, 0.001 * size, -np.log(size), other, size])
    values[3, 4] = np.nan
    found = {own.column: own for own in size_like(names, values, 0, 0.99)}
    assert set(found) == {1, 2, 4}
    assert (found[1].proportional, found[1].is_shape, found[1].is_same_order) == (True, True, True)
    assert (found[2].proportional, found[2].is_shape) == (False, False)
    assert found[2].correlation == pytest.approx(-1)
    assert found[4].cases == 19


def test_few_cases_and_constant_columns_tell_nothing():
    size = np.arange(9.0)
    assert size_like(["Volume", "F"], np.column_stack([size, size]), 0, 0.99) == []
    size = np.arange(12.0)
    assert size_like(["Volume", "F"], np.column_stack([size, np.ones(12)]), 0, 0.99) == []
