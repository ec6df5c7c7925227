import numpy as np
import pytest

from radaudit.features.plausible.voxels import other_voxels, voxel_volumes

NAMES = ("original_shape_VoxelVolume", "wavelet-LLL_firstorder_Energy", "wavelet-LLL_firstorder_TotalEnergy")


def table(*volumes, digits=None):
    energy = np.array([3.1e7, 8.77e6, 1.234567e8, 5.5e5])[: len(volumes)]
    total = energy * np.array(volumes)
    if digits:
        energy, total = ([float(f"{own:.{digits - 1}e}") for own in column] for column in (energy, total))
    return np.column_stack([np.ones(len(volumes)), energy, total])


@pytest.mark.parametrize("digits", [None, 4])
def test_the_volume_of_a_voxel(digits):
    volumes, slack = voxel_volumes(NAMES, table(3.375, 3.375, 1.0, 8.0, digits=digits))
    assert (np.abs(volumes - [3.375, 3.375, 1.0, 8.0]) <= slack).all()
    assert other_voxels(NAMES, table(3.375, 3.375, 1.0, 8.0, digits=digits), [1.5, 1.5, 1.5]).keys() == {2, 3}


def test_what_cant_tell():
    assert voxel_volumes(NAMES[:2], table(1.0)[:, :2]) is None
    assert other_voxels(NAMES, table(2.0, 1.0), [1.5, 1.5, 0]) == {}
    missing = table(2.0, 1.0)
    missing[0, 2] = np.nan
    assert other_voxels(NAMES, missing, [1, 1, 1]) == {}
