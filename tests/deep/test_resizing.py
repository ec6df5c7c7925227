"""Resizing, against Pillow and scipy (torch's: test_against_monai)."""

import numpy as np
import pytest
from PIL import Image
from scipy.ndimage import zoom

from radaudit.deep.resizing import resized

PICTURE = np.random.default_rng(2).normal(size=(1, 1, 23, 31)).astype(np.float32)


@pytest.mark.parametrize("size", [(10, 12), (40, 50), (23, 10)])
def test_smooth_is_pillows_bilinear(size):
    own = resized(PICTURE, (1, *size), "smooth")[0, 0]
    pillow = np.asarray(Image.fromarray(PICTURE[0, 0]).resize(size[::-1], Image.Resampling.BILINEAR))
    np.testing.assert_allclose(own, pillow, atol=1e-5)


def test_ends_is_scipys_zoom():
    own = resized(PICTURE, (1, 46, 62), "ends")[0, 0]
    np.testing.assert_allclose(own, zoom(PICTURE[0, 0], 2, order=1), atol=1e-5)


@pytest.mark.parametrize("how", ["linear", "smooth", "ends", "area", "nearest"])
def test_the_same_size_changes_nothing(how):
    assert np.array_equal(resized(PICTURE, PICTURE.shape[1:], how), PICTURE)
