"""From the files of one series to a volume."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence

import numpy as np

from radaudit.core.errors import JobFailed
from radaudit.images.dicom.folder import ImageFile
from radaudit.images.dicom.grid import UNEVEN, grid_of
from radaudit.images.dicom.pixels import stored_frames
from radaudit.images.dicom.rescale import value_type, values_of
from radaudit.images.headers import summary
from radaudit.images.itk import LARGEST_IMAGE
from radaudit.images.volume import Volume


def volume_of(files: Sequence[ImageFile], uneven: float = UNEVEN) -> Volume:
    """Stack the slices of one series.

    Parameters
    ----------
    files
        Of one series, in any order.
    uneven
        How far a slice may lie from its place in an even stack, in slice spacings.

    Raises
    ------
    JobFailed
        If they make no even stack of equal slices, or their pixels can't be read.
    """
    files = _without_copies(files)
    sizes = {(own.storage.columns, own.storage.rows) for own in files}
    if len(sizes) > 1:
        shown = ", ".join(f"{columns} x {rows}" for columns, rows in sorted(sizes)[:4])
        raise JobFailed(f"its slices differ in size ({shown} voxels); give one series of equal slices")
    slices = [(own, frame) for own in files for frame in own.frames]
    grid = grid_of([frame for _, frame in slices], uneven)
    kind = value_type((frame, own.storage) for own, frame in slices)
    (columns, rows) = sizes.pop()
    claimed = len(slices) * rows * columns * kind.itemsize
    if claimed > LARGEST_IMAGE:
        raise JobFailed(f"it claims {claimed:.1e} bytes of voxels; at most {LARGEST_IMAGE:.1e} are read")
    place = {at: z for z, at in enumerate(grid.order)}
    voxels = np.empty((len(slices), rows, columns), kind)
    at = 0
    for own in files:
        for frame, stored in zip(own.frames, stored_frames(own.path, own.storage), strict=True):
            voxels[place[at]] = values_of(stored, frame, kind)
            at += 1
    in_order = dict.fromkeys(slices[at][0].path for at in grid.order)
    facts = {own.path: own.facts for own in files}
    header = summary([facts[path] for path in in_order])
    return Volume(voxels, grid.spacing, grid.origin, grid.direction, header)


def _without_copies(files: Sequence[ImageFile]) -> list[ImageFile]:
    """A file may lie there twice under two names; the same instance with other content is a contradiction."""
    groups: dict[object, list[ImageFile]] = defaultdict(list)
    for own in sorted(files, key=lambda own: own.path):
        groups[own.instance or own.path].append(own)
    for group in groups.values():
        if len(group) == 1:
            continue
        if len({(own.storage, own.frames) for own in group}) > 1 or len({_content(own) for own in group}) > 1:
            names = " and ".join(own.path.name for own in group[:2])
            raise JobFailed(f"{names} say they are the same slice (SOP Instance UID) and differ; remove the wrong one")
    return [group[0] for group in groups.values()]


def _content(own: ImageFile) -> str:
    state = hashlib.sha256()
    for stored in stored_frames(own.path, own.storage):
        state.update(np.ascontiguousarray(stored).data)
    return state.hexdigest()
