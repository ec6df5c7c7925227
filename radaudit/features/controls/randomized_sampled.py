"""Voxels drawn from the region's own distribution."""

from __future__ import annotations

import numpy as np

from radaudit.features.controls.filler import filler


@filler("randomized_sampled")
def randomized_sampled(values: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Values drawn with replacement from those that are there: the histogram stays but for chance."""
    return random.choice(values, values.shape)
