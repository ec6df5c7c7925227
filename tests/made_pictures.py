"""Small made images of one scanner: an anatomy that all share, and a pattern of each patient's own."""

from __future__ import annotations

import numpy as np
from scipy.ndimage import gaussian_filter

SIDE = 32


def a_body(patient: int) -> np.ndarray:
    """An image, shape (32, 32, 32)."""
    places = np.indices((SIDE,) * 3) - (SIDE - 1) / 2
    inside = (places**2 / np.array([15, 12, 14]).reshape(3, 1, 1, 1) ** 2).sum(axis=0) < 1
    return np.where(inside, 5 + 2 * _field(1000, 5.0) + _field(patient, 2.5), 0)


def an_roi() -> np.ndarray:
    """A mask with a ball in the middle."""
    return (((np.indices((SIDE,) * 3) - SIDE / 2) ** 2).sum(axis=0) < 40).astype(np.uint8)


def _field(seed: int, length: float) -> np.ndarray:
    made = gaussian_filter(np.random.default_rng([8, seed]).normal(size=(SIDE,) * 3), length, mode="wrap")
    return (made - made.mean()) / made.std()
