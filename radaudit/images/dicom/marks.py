"""What a mask reader gives: the voxels of one ROI on its image's grid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import numpy as np

from radaudit.core.errors import JobFailed
from radaudit.images.volume import Volume


@dataclass(frozen=True)
class Marks:
    """One ROI.

    Attributes
    ----------
    inside
        bool, shape (z, y, x) of the image.
    name
        As the file has it.
    notes
        Sentences about what was done to place it.
    """

    inside: np.ndarray = field(repr=False)
    name: str
    notes: tuple[str, ...] = ()


def to_voxels(points: np.ndarray, image: Volume) -> np.ndarray:
    """Positions (mm, shape (n, 3)) in voxels of the image: x, y, z, the centre of the first one at (0, 0, 0)."""
    axes = np.reshape(image.direction, (3, 3)) * np.array(image.spacing)
    return np.linalg.solve(axes, (points - np.array(image.origin)).T).T


def refuse_flat(image: Volume, file: str) -> None:
    """An ROI in space can't be placed on an image without a third dimension."""
    if image.voxels.ndim != 3:
        raise JobFailed(f"{file} marks an ROI in space, and the image has {image.voxels.ndim} dimensions only")


def refuse_other_frame(image: Volume, frame: str, drawn_on: Iterable[str], file: str) -> None:
    """Refuse an ROI whose coordinates mean another place than those of the image.

    Parameters
    ----------
    frame
        Fingerprint of the ROI's frame of reference.
    drawn_on
        Fingerprints of the series that it refers to; where the image's is among them its coordinates are the
        image's, whatever the frames are called.
    """
    own = image.header.get("frame_of_reference")
    if own and frame and own != frame and image.header.get("series") not in set(drawn_on):
        raise JobFailed(
            f"{file} and the image have different frames of reference, and it refers to another series: its ROI does "
            "not lie where the image lies; name the series it was drawn on, or register and resample it"
        )
