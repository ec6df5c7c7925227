"""What fills voxels anew, and how it is marked."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from radaudit.core.registry import plugin

# From the values of some voxels, shape (voxels,), and a generator to as many new ones of the same dtype.
Filler = Callable[[np.ndarray, np.random.Generator], np.ndarray]


def filler(name: str) -> Callable[[Filler], Filler]:
    """Mark a function as a way to fill voxels anew, found by `core.registry.discover`."""
    return plugin("negative control", name)
