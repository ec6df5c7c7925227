"""Small made images with an ROI in them, for the inputs of networks."""

import numpy as np

from radaudit.images.volume import Volume

OBLIQUE = (0.0, 1.0, 0.0, -1.0, 0.0, 0.0, 0.0, 0.0, -1.0)  # x runs to the front, y to the left, z to the feet


def case(shape=(9, 12, 14), spacing=(0.8, 0.9, 2.0), direction=None, dtype=np.int16, seed=3):
    """An image of noise and an ROI off its middle; both `Volume`s on one grid."""
    random = np.random.default_rng(seed)
    voxels = random.normal(0, 300, shape).astype(dtype)
    inside = np.zeros(shape, np.uint8)
    inside[3:6, 2:7, 5:12] = 1
    inside[4, 2:8, 5:12] = 1
    place = (spacing, (-10.0, 5.0, 30.0), direction or tuple(np.eye(3).ravel()))
    return Volume(voxels, *place), Volume(inside, *place)
