import numpy as np
import pytest

from radaudit.core.errors import Unavailable
from radaudit.evidence.volumes import volumes
from tests.made_evidence import a_picture, a_table, an_index

SHAPE = ["original_shape_VoxelVolume", "original_glcm_Contrast"]


def a_mask(case, voxels):
    return a_picture(case, voxels=voxels, mask={"size": [4, 4, 4], "spacing": [1.0, 2.0, 0.5]})


def test_the_tables_own_column_is_taken_first():
    found = volumes(a_table({"a": [8, 1], "b": [np.nan, 2]}, SHAPE), an_index(a_mask("a", 3)))
    assert (found.source, dict(found.by_case)) == ("original_shape_VoxelVolume", {"a": 8.0})
    assert np.array_equal(found.of(["a", "b"]), [8, np.nan], equal_nan=True)


def test_else_the_masks_are_counted():
    found = volumes(a_table({"a": [1, 2]}), an_index(a_mask("a", 30), a_picture("b", problem="empty")))
    assert dict(found.by_case) == {"a": 30.0}


@pytest.mark.parametrize("images", [None, an_index(a_picture("a"))])
def test_without_either_it_says_what_to_add(images):
    with pytest.raises(Unavailable) as reason:
        volumes(None, images)
    assert "VoxelVolume" in reason.value.add
