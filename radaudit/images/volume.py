"""An image in memory: voxels and where they lie."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np


@dataclass(frozen=True)
class Volume:
    """A scalar 3D (or 2D) image.

    Attributes
    ----------
    voxels
        Shape (z, y, x), or (y, x); the pixel type of the file, because extraction rounds by it.
    spacing
        Millimetres between voxel centres, in the order x, y, z.
    origin
        Position of the first voxel's centre, millimetres, x, y, z.
    direction
        Cosines, row by row: 9 numbers in 3D.
    header
        What the file says about how the image was acquired (see `images.headers`); empty for most formats.
    """

    voxels: np.ndarray
    spacing: tuple[float, ...]
    origin: tuple[float, ...]
    direction: tuple[float, ...]
    header: Mapping[str, object] = field(default_factory=dict, repr=False)

    @property
    def size(self) -> tuple[int, ...]:
        """Number of voxels along x, y, z."""
        return tuple(reversed(self.voxels.shape))


def voxel_digest(voxels: np.ndarray) -> str:
    """SHA-256 of the values and the shape, whatever the file format or pixel type.

    The same values stored as int16 or as float32 have the same digest; geometry plays no part.
    """
    state = hashlib.sha256(repr(voxels.shape).encode())
    for part in voxels:  # slice by slice: a float64 copy of the whole would be large
        state.update(np.add(part, 0.0, dtype="<f8", order="C").data)  # adding zero makes -0.0 and 0.0 one
    return state.hexdigest()
