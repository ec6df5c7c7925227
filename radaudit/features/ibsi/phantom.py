"""IBSI's digital phantom.

80 voxels of 2 x 2 x 2 mm, 74 of them in the ROI; one voxel inside is left out of it (reference manual,
arXiv:1612.07003, chapter "Reference data sets").
"""

from __future__ import annotations

import numpy as np

from radaudit.images.volume import Volume

SPACING = 2.0  # mm, along each axis
VOXELS = 74  # in the ROI

# Four slices (z), rows (y), columns (x). A voxel outside the ROI is 0 here: no intensity there has any part.
_SLICES = """
    1 4 4 1 1   1 4 6 1 1   4 1 6 4 1   4 4 6 4 1
    1 4 4 1 1   1 1 6 1 1   0 1 3 1 1   4 4 6 1 1
    1 4 4 0 0   1 1 1 1 1   1 1 0 1 1   1 1 6 1 1
    1 4 4 0 0   1 1 1 1 1   1 1 1 1 1   1 1 6 1 1
"""


def digital_phantom_image() -> tuple[Volume, Volume]:
    """Image and mask, shape (4, 4, 5): z, y, x; the ROI's label is 1."""
    levels = np.array(_SLICES.split(), dtype=np.int16).reshape(4, 4, 5)
    return _volume(levels), _volume((levels > 0).astype(np.uint8))


def _volume(voxels: np.ndarray) -> Volume:
    return Volume(voxels, (SPACING,) * 3, (0.0, 0.0, 0.0), (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0))
