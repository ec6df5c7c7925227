"""Another hand draws more, or less: the ROI grows or shrinks to a share of its volume."""

from __future__ import annotations

import numpy as np

from radaudit.core.errors import JobFailed
from radaudit.features.perturbations.kind import perturbation
from radaudit.images.volume import Volume


@perturbation("volume", "mask", 0.0, lambda share: f"volume {100 * share:+g} %")
def volume(image: Volume, inside: np.ndarray, share: float, seed: int) -> np.ndarray:
    """The ROI with as many voxels more, or fewer, as the share says.

    Voxels join in the order of their distance in mm from the ROI, and leave in the order of their distance from what
    is outside; those equally far in an order that is drawn. Zwanenburg et al. 2019, doi:10.1038/s41598-018-36938-4,
    change the ROI in whole layers and draw the last one too.

    Parameters
    ----------
    image
        Gives the spacing.
    inside
        bool, shape (z, y, x).
    share
        0.1 for a tenth more, -0.1 for a tenth less.
    seed
        Of the generator that draws the order.

    Raises
    ------
    JobFailed
        If nothing would be left, or the image has too few voxels to grow into.
    """
    from scipy.ndimage import distance_transform_edt

    wanted, grows = round(abs(share) * int(inside.sum())), share > 0
    candidates = ~inside if grows else inside
    if wanted >= candidates.sum():
        raise JobFailed("the ROI would fill the image" if grows else "no voxel of the ROI would be left")
    if not wanted:
        return inside
    away = distance_transform_edt(candidates, sampling=image.spacing[::-1]).round(6)[candidates]
    near = np.flatnonzero(away <= np.partition(away, wanted - 1)[wanted - 1])
    order = np.lexsort((np.random.default_rng(seed).random(near.size), away[near]))
    changed = inside.copy()
    changed.flat[np.flatnonzero(candidates)[near[order[:wanted]]]] = grows
    return changed
