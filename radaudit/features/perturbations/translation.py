"""The patient lies elsewhere by less than a voxel: the grid of voxels is moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from radaudit.features.perturbations.kind import as_stored, perturbation
from radaudit.images.volume import Volume


def _words(fractions: tuple[float, ...]) -> str:
    return f"moved by {', '.join(f'{part:g}' for part in fractions)} of a voxel"


@perturbation("translation", "image", (0.0, 0.0, 0.0), _words)
def translation(
    image: Volume, insides: Sequence[np.ndarray], fractions: tuple[float, ...], seed: int = 0
) -> tuple[Volume, list[np.ndarray]]:
    """Image and ROIs as they are between the voxels.

    Gray values by cubic splines, axis by axis; an ROI has the voxels of which it covers half or more by linear
    interpolation, as in Zwanenburg et al. 2019, doi:10.1038/s41598-018-36938-4.

    Parameters
    ----------
    image
        Shape (z, y, x).
    insides
        bool, of the image's shape.
    fractions
        Of a voxel, along x, y, z: the value at index i becomes that at i + fraction.
    seed
        Plays no part: nothing is drawn.
    """
    moves = [(axis, part) for axis, part in enumerate(reversed(fractions)) if part and image.voxels.shape[axis] > 1]
    voxels = image.voxels.astype(float)
    for axis, part in moves:
        voxels = _between(voxels, axis, part)
    marks = [_covered(inside, moves) for inside in insides]
    return replace(image, voxels=as_stored(voxels, image.voxels.dtype) if moves else image.voxels), marks


def _between(voxels: np.ndarray, axis: int, part: float) -> np.ndarray:
    """Values of the interpolating cubic spline, this part of a voxel further along an axis."""
    from scipy.ndimage import correlate1d, spline_filter1d

    coefficients = spline_filter1d(voxels, 3, axis, mode="mirror")
    rest = 1 - part
    weights = [0, rest**3, 4 - 6 * part**2 + 3 * part**3, 4 - 6 * rest**2 + 3 * rest**3, part**3]
    return correlate1d(coefficients, np.array(weights) / 6, axis, mode="mirror")


def _covered(inside: np.ndarray, moves: Sequence[tuple[int, float]]) -> np.ndarray:
    """Where half or more of a moved voxel lies in the ROI."""
    from scipy.ndimage import correlate1d

    share = inside.astype(float)
    for axis, part in moves:
        share = correlate1d(share, [0, 1 - part, part], axis, mode="nearest")
    return share >= 0.5
