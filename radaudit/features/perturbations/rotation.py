"""The patient lies turned in the scanner: a rotation in the plane of the slices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from radaudit.features.perturbations.kind import as_stored, perturbation
from radaudit.images.volume import Volume


@perturbation("rotation", "image", 0.0, lambda degrees: f"turned by {degrees:+g} degrees")
def rotation(
    image: Volume, insides: Sequence[np.ndarray], degrees: float, seed: int = 0
) -> tuple[Volume, list[np.ndarray]]:
    """Image and ROIs turned about the middle of the image, in x and y.

    Gray values by cubic splines, slice by slice; an ROI has the voxels of which it covers half or more by linear
    interpolation, as in Zwanenburg et al. 2019, doi:10.1038/s41598-018-36938-4.

    Parameters
    ----------
    image
        Shape (z, y, x).
    insides
        bool, of the image's shape.
    degrees
        From the x to the y axis of the voxels.
    seed
        Plays no part: nothing is drawn.
    """
    from scipy.ndimage import affine_transform

    angle, (x_step, y_step) = np.deg2rad(degrees), image.spacing[:2]
    cosine, sine = np.cos(angle), np.sin(angle)
    back = np.array([[cosine, -sine * x_step / y_step], [sine * y_step / x_step, cosine]])  # of indices y, x
    middle = (np.array(image.voxels.shape[1:]) - 1) / 2

    def turned(voxels: np.ndarray, order: int) -> np.ndarray:
        given = {"matrix": back, "offset": middle - back @ middle, "order": order, "mode": "nearest"}
        return np.stack([affine_transform(one.astype(float), **given) for one in voxels])

    voxels = as_stored(turned(image.voxels, 3), image.voxels.dtype)
    return replace(image, voxels=voxels), [turned(inside, 1) >= 0.5 for inside in insides]
