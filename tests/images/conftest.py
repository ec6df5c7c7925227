"""Made images, written with SimpleITK."""

import numpy as np
import pytest
import SimpleITK

TILTED = (0.8, -0.6, 0.0, 0.6, 0.8, 0.0, 0.0, 0.0, 1.0)
FLIPPED = (-1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, -1.0, 0.0)


@pytest.fixture
def write(tmp_path):
    """Writes voxels of shape (z, y, x) and gives the path."""

    def write(name, voxels, spacing=(0.5, 0.7, 2.0), origin=(1.0, -2.0, 3.5), direction=None, compress=False):
        image = SimpleITK.GetImageFromArray(np.asarray(voxels))
        dimension = image.GetDimension()
        image.SetSpacing(spacing[:dimension])
        image.SetOrigin(origin[:dimension])
        if direction:
            image.SetDirection(direction)
        SimpleITK.WriteImage(image, str(tmp_path / name), useCompression=compress)
        return tmp_path / name

    return write


@pytest.fixture
def ramp():
    """Voxels of shape (4, 5, 6), all different."""
    return np.arange(4 * 5 * 6, dtype=np.int16).reshape(4, 5, 6) - 20
