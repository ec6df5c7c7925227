"""Nothing is left of the grey values but their range."""

from __future__ import annotations

import numpy as np

from radaudit.features.controls.filler import filler


@filler("randomized")
def randomized(values: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Values drawn evenly between the least and the greatest, whole numbers where the image holds such."""
    low, high = values.min(), values.max()
    if values.dtype.kind in "iu":
        return random.integers(low, high, values.shape, dtype=values.dtype, endpoint=True)
    return random.uniform(low, high, values.shape).astype(values.dtype)
