"""Every voxel keeps its value, and none its place."""

from __future__ import annotations

import numpy as np

from radaudit.features.controls.filler import filler


@filler("shuffled")
def shuffled(values: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """The same values in another order: the histogram stays to the last voxel."""
    return random.permutation(values)
