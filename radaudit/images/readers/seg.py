"""DICOM Segmentation: an ROI stored as frames of voxels."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from radaudit.core.errors import JobFailed
from radaudit.core.registry import plugin
from radaudit.images.dicom import frames, pixels
from radaudit.images.dicom.file import parsing, read_header
from radaudit.images.dicom.frames import GROUPS, Frame, frames_of, macro
from radaudit.images.dicom.grid import axes_of
from radaudit.images.dicom.marks import Marks, refuse_flat, refuse_other_frame, to_voxels
from radaudit.images.dicom.names import chosen
from radaudit.images.dicom.pixels import storage_of, stored_frames
from radaudit.images.dicom.references import drawn_on
from radaudit.images.dicom.values import fingerprint, items, text, whole
from radaudit.images.volume import Volume

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

HALF = 0.5  # of the greatest fraction: from there on a voxel counts
OFF_GRID = 0.25  # of a voxel: how far a segmentation's voxels may lie from the image's
OTHER_STEP = 0.01  # of a voxel: how far its steps from voxel to voxel may differ
TAGS = (
    "SegmentSequence",
    "SegmentationType",
    "MaximumFractionalValue",
    "FrameOfReferenceUID",
    "ReferencedSeriesSequence",
)


@plugin("mask reader", "1.2.840.10008.5.1.4.1.1.66.4")
@plugin("mask reader", "1.2.840.10008.5.1.4.1.1.66.7")
def read_seg(path: Path, image: Volume, roi: str | None) -> Marks:
    """Read one segment of a DICOM Segmentation (PS3.3, C.8.20; label maps too) onto an image's grid.

    Frames are placed by their position; slices without a frame are empty. Of a fractional segmentation the voxels with
    at least half of the greatest fraction count.

    Raises
    ------
    JobFailed
        If the segment is not there or empty, lies in another frame of reference than the image, or on other voxels
        than the image's.
    """
    refuse_flat(image, path.name)
    try:
        with parsing(path.name):
            dataset = read_header(path, tuple(dict.fromkeys([*TAGS, *pixels.TAGS, *frames.TAGS])))
            names = {
                whole(one, "SegmentNumber"): text(one, "SegmentLabel") for one in items(dataset, "SegmentSequence")
            }
            names.pop(0, None)  # the background of a label map
            number, notes = chosen(names, roi, path.name)
            refuse_other_frame(image, fingerprint(dataset.get("FrameOfReferenceUID")), drawn_on(dataset), path.name)
            storage, placed = storage_of(dataset), frames_of(dataset)
            owners = _owners(dataset, len(placed))
            least = _least(dataset)
    except JobFailed as fault:
        known = str(fault).startswith(path.name)
        raise JobFailed(str(fault) if known else f"{path.name} can't be read: {fault}") from None
    inside = np.zeros(image.voxels.shape, bool)
    for n, stored in enumerate(stored_frames(path, storage)):
        if owners[n] in (number, None):
            marked = stored == number if owners[n] is None else stored >= least
            if marked.any():
                _place(inside, marked, placed[n], image, path.name)
    if not inside.any():
        raise JobFailed(f"the segment {names[number]!r} in {path.name} is empty")
    return Marks(inside, names[number], tuple(notes))


def _owners(dataset: Dataset, count: int) -> list[int | None]:
    """The segment that each frame belongs to; None in a label map, whose values are the segments' numbers."""
    if text(dataset, "SegmentationType").upper() == "LABELMAP":
        return [None] * count
    shared = items(dataset, GROUPS[0])[:1]
    own = items(dataset, GROUPS[1])
    found = []
    for n in range(count):
        said = macro([*own[n : n + 1], *shared], "SegmentIdentificationSequence", dataset)
        found.append(whole(said, "ReferencedSegmentNumber"))
    return found


def _least(dataset: Dataset) -> float:
    """The least stored number of a voxel that counts."""
    if text(dataset, "SegmentationType").upper() == "FRACTIONAL":
        return HALF * whole(dataset, "MaximumFractionalValue")
    return 1


def _place(inside: np.ndarray, marked: np.ndarray, frame: Frame, image: Volume, name: str) -> None:
    """Set the image's voxels that lie where the frame is marked."""
    if frame.position is None or frame.orientation is None or frame.spacing is None:
        raise JobFailed(f"{name} has frames that say nothing of where they lie")
    axes = axes_of(frame.orientation)
    rows, columns = np.nonzero(marked)
    start = np.array(frame.position)
    across, down = frame.spacing[0] * axes[0], frame.spacing[1] * axes[1]
    places = to_voxels(start + columns[:, None] * across + rows[:, None] * down, image)
    nearest = np.rint(places)
    off = float(np.abs(places - nearest).max())
    steps = to_voxels(np.array([across, down]) + np.array(image.origin), image)
    if off > OFF_GRID or np.abs(np.abs(steps).max(axis=1) - 1).max() > OTHER_STEP:
        raise JobFailed(
            f"{name} lies on other voxels than the image: a voxel of it is {_shown(np.abs(steps).sum(axis=1))} voxels "
            f"of the image wide, and up to {off:.2f} voxels off; resample it to the image's grid"
        )
    x, y, z = nearest.astype(np.int64).T
    if min(x.min(), y.min(), z.min()) < 0 or (nearest.max(axis=0) >= image.size).any():
        raise JobFailed(
            f"{name} marks voxels beyond the image: the image lacks slices, or is not the one it belongs to"
        )
    inside[z, y, x] = True


def _shown(lengths: Sequence[float]) -> str:
    return " x ".join(f"{length:.3g}" for length in lengths)
