"""What an image and its mask are, before anything is computed from them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from radaudit.compute.digest import FileRef, FolderRef
from radaudit.compute.job import NAME_ONLY, Job
from radaudit.core.errors import JobFailed
from radaudit.images.burnt_in import text_lines
from radaudit.images.read import read_pair
from radaudit.images.volume import Volume, voxel_digest


@dataclass(frozen=True)
class Inspect(Job):
    """Facts about one case's image and mask.

    ``run`` gives: ``image`` and ``mask`` (each size, spacing, origin, direction, dtype), ``header`` (how the
    image was acquired, as `images.headers` says), ``digest`` of the image's voxels, ``text`` drawn into them
    (as `images.burnt_in.text_lines` says), ``roi_name`` and ``roi_notes``
    where the mask holds ROIs by name, and of the ROI: ``labels`` in the mask, ``voxels``, ``box`` (first and last index
    along x, y, z), ``least`` and ``greatest`` value, ``roi_digest``; ``mismatch`` between the two grids.
    ROI facts are missing where mask and image differ in size or the label is absent.
    """

    revision: ClassVar[int] = 4
    libraries: ClassVar[tuple[str, ...]] = ("SimpleITK", "pydicom")

    case: str = field(metadata=NAME_ONLY)
    image: FileRef | FolderRef
    mask: FileRef | FolderRef | None
    label: int
    roi: str | None = None

    @property
    def title(self) -> str:
        return self.case

    def run(self) -> dict:
        read = read_pair(self.image.path, self.mask.path if self.mask else None, self.roi, self.label)
        image, mask = read.image, read.mask
        facts = {"image": _header(image), "header": dict(image.header), "digest": voxel_digest(image.voxels)}
        facts["text"] = text_lines(image.voxels)
        if mask is None:
            return facts
        if read.roi:
            facts |= {"roi_name": read.roi, "roi_notes": list(read.notes)}
        return facts | {"mask": _header(mask), "mismatch": mismatch(image, mask)} | _roi(image, mask, self.label)


def mismatch(image: Volume, mask: Volume) -> dict:
    """How the grids of image and mask differ.

    Returns
    -------
    dict
        ``size`` (bool), and the largest absolute differences of ``spacing`` and ``origin`` (mm) and of
        ``direction`` (cosines); empty where the dimensions differ.
    """
    if len(image.size) != len(mask.size):
        return {"size": True}

    def apart(a: tuple[float, ...], b: tuple[float, ...]) -> float:
        return float(np.max(np.abs(np.subtract(a, b))))

    return {
        "size": image.size != mask.size,
        "spacing": apart(image.spacing, mask.spacing),
        "origin": apart(image.origin, mask.origin),
        "direction": apart(image.direction, mask.direction),
    }


def roi_of(mask: Volume, label: int) -> np.ndarray:
    """Where the mask has this label; as pyradiomics does, fractions are cut off first.

    Raises
    ------
    JobFailed
        If the mask is empty or holds other labels only.
    """
    values = mask.voxels
    if not np.issubdtype(values.dtype, np.integer):
        if not np.isfinite(values).all():
            raise JobFailed("the mask holds values that are not finite")
        values = values.astype(np.int64)
    inside = values == label
    if not inside.any():
        labels = np.unique(values)
        present = [int(value) for value in labels if value != 0]
        if not present:
            raise JobFailed("the mask is empty: no voxel is marked")
        shown = ", ".join(str(value) for value in present[:10]) + (" ..." if len(present) > 10 else "")
        raise JobFailed(f"the label {label} is not in the mask; its labels are {shown}")
    return inside


def _roi(image: Volume, mask: Volume, label: int) -> dict:
    try:
        inside = roi_of(mask, label)
    except JobFailed as fault:
        return {"roi_problem": str(fault)}
    facts = {"voxels": int(inside.sum()), "box": _box(inside)}
    if image.voxels.shape != mask.voxels.shape:
        return facts
    window = tuple(slice(low, high + 1) for low, high in reversed(facts["box"]))
    part, marked = image.voxels[window], inside[window]
    values = part[marked].astype(np.float64)
    facts |= {"finite": bool(np.isfinite(values).all()), "roi_digest": voxel_digest(np.where(marked, part, np.nan))}
    if facts["finite"]:
        facts |= {"least": float(values.min()), "greatest": float(values.max())}
    return facts


def _header(volume: Volume) -> dict:
    return {
        "size": list(volume.size),
        "spacing": list(volume.spacing),
        "origin": list(volume.origin),
        "direction": list(volume.direction),
        "dtype": str(volume.voxels.dtype),
    }


def _box(inside: np.ndarray) -> list[tuple[int, int]]:
    """First and last marked index along x, y, z."""
    ends = []
    for axis in reversed(range(inside.ndim)):
        others = tuple(other for other in range(inside.ndim) if other != axis)
        marked = np.flatnonzero(inside.any(axis=others))
        ends.append((int(marked[0]), int(marked[-1])))
    return ends
