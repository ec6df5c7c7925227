"""A small lesion in a small image, for tests of perturbations."""

import numpy as np

from radaudit.images.volume import Volume

LEVEL = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)


def lesion(shape=(9, 24, 20), spacing=(1.0, 1.5, 2.0), dtype="int16") -> tuple[Volume, np.ndarray]:
    """A bright ellipsoid in noise of standard deviation 5, and where it is (bool)."""
    z, y, x = np.indices(shape)
    far = ((z - 4) / 3) ** 2 + ((y - 12) / 6) ** 2 + ((x - 10) / 6) ** 2
    values = np.where(far < 1, 100.0, 20.0) + np.random.default_rng(3).normal(0, 5, shape)
    return Volume(values.astype(dtype), spacing, (-9.5, 4.0, 30.0), LEVEL), far < 1
