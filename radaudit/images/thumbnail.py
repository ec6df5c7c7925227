"""Small pictures of a ROI: slices cropped to it, and its outline."""

from __future__ import annotations

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from radaudit.compute.digest import FileRef, FolderRef
from radaudit.compute.job import NAME_ONLY, Job
from radaudit.core.errors import JobFailed
from radaudit.images.one_grid import brought_onto, relation
from radaudit.images.read import read_pair
from radaudit.images.volume import Volume

WIDEST = 160  # pixels: at this size a slice takes 1.4 kB
MARGIN = 10.0  # mm around the ROI, so that the border is seen from both sides
WINDOW = (1.0, 99.0)  # percentiles of the crop, as black and white
SHARE = (0.5, 0.25, 0.75)  # where along the ROI's extent, by area: the middle first
QUALITY = 75
LIBRARIES = ("SimpleITK", "pydicom", "pillow", "scikit-image")


@dataclass(frozen=True)
class Thumbnail(Job):
    """Pictures of one case's ROI, ``pictures``: each with ``slice``, ``width``, ``height``, ``webp`` and ``outline``.

    Up to three slices along the first axis of the voxels: where a quarter, half and three quarters of the ROI's voxels
    lie below. What surrounds the ROI by more than 10 mm is cut off: a face has no place in a report.
    """

    revision: ClassVar[int] = 2
    libraries: ClassVar[tuple[str, ...]] = LIBRARIES

    case: str = field(metadata=NAME_ONLY)
    image: FileRef | FolderRef
    mask: FileRef | FolderRef
    label: int
    roi: str | None = None

    @property
    def title(self) -> str:
        return self.case

    def run(self) -> dict:
        pair = read_pair(self.image.path, self.mask.path, self.roi, self.label)
        image, inside = pair.image, pair.mask.voxels == self.label
        if not inside.any():
            raise JobFailed(f"the mask has no voxel of label {self.label}")
        if relation(image, pair.mask) == "apart":
            inside = brought_onto(image, pair.mask, inside)
        voxels = np.atleast_3d(image.voxels) if image.voxels.ndim == 3 else image.voxels[None]
        inside = inside if inside.ndim == 3 else inside[None]
        box = box_around(inside, image)
        return {
            "pictures": [
                {"slice": z + 1, **picture(voxels[z][box], [inside[z][box]], image)} for z in slices_of(inside)
            ]
        }


def slices_of(inside: np.ndarray, shares: Sequence[float] = SHARE) -> list[int]:
    """Slices up to which these shares of the ROI's voxels lie, each once, in their order."""
    below = np.cumsum(inside.sum(axis=(1, 2)))
    return sorted({int(np.searchsorted(below, share * below[-1])) for share in shares})


def box_around(inside: np.ndarray, image: Volume) -> tuple[slice, slice]:
    """Rows and columns of the ROI with the margin around it."""
    edges = []
    for axis, spacing in ((1, image.spacing[1]), (2, image.spacing[0])):
        held = np.flatnonzero(inside.any(axis=tuple({0, 1, 2} - {axis})))
        margin = int(np.ceil(MARGIN / spacing))
        edges.append(slice(max(0, int(held[0]) - margin), int(held[-1]) + margin + 1))
    return edges[0], edges[1]


def picture(grey: np.ndarray, rois: Sequence[np.ndarray], image: Volume) -> dict:
    """A slice as the browser shows it, with the outline of the first ROI, and those of others if there are any.

    Parameters
    ----------
    grey
        Shape (rows, columns).
    rois
        bool, of the same shape.
    image
        Whose voxel sizes count.
    """
    from PIL import Image

    low, high = np.percentile(grey.astype(np.float64), WINDOW)
    scaled = np.clip((grey - low) / (high - low if high > low else 1.0), 0, 1)
    height, width = (n * s for n, s in zip(grey.shape, (image.spacing[1], image.spacing[0]), strict=True))
    factor = WIDEST / max(height, width)
    size = max(1, round(width * factor)), max(1, round(height * factor))
    shown = Image.fromarray((255 * scaled).astype(np.uint8)).resize(size, Image.Resampling.BICUBIC)
    written = io.BytesIO()
    shown.save(written, "WEBP", quality=QUALITY, method=4)
    return {
        "width": size[0],
        "height": size[1],
        "webp": base64.b64encode(written.getvalue()).decode(),
        "outline": _outline(rois[0], size),
        "others": [_outline(own, size) for own in rois[1:]],
    }


def _outline(inside: np.ndarray, size: tuple[int, int]) -> str:
    """The border between voxels in and out, in pixels of the picture."""
    from skimage.measure import approximate_polygon, find_contours

    across, down = size[0] / inside.shape[1], size[1] / inside.shape[0]
    parts = []
    for line in find_contours(np.pad(inside, 1).astype(float), 0.5):
        points = (line - 0.5) * (down, across)  # the pad is one voxel; a voxel's centre is half of it from its edge
        corners = approximate_polygon(points, tolerance=0.4)
        parts.append("M" + "L".join(f"{x:.1f} {y:.1f}" for y, x in corners) + "Z")
    return "".join(parts)
