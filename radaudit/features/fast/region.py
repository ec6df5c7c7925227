"""Boxes in an image: where the ROI is, and what lies around it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from radaudit.images.itk import to_itk
from radaudit.images.volume import Volume


@dataclass(frozen=True)
class Box:
    """A box of voxels, in the order of the array: z, y, x.

    Attributes
    ----------
    low
        First index along each axis.
    high
        One past the last index along each axis.
    """

    low: tuple[int, ...]
    high: tuple[int, ...]

    @property
    def slices(self) -> tuple[slice, ...]:
        return tuple(map(slice, self.low, self.high))

    def grown(self, margin: int, shape: tuple[int, ...]) -> Box:
        """The box with a margin on every side, as far as the image reaches."""
        low = tuple(max(start - margin, 0) for start in self.low)
        return Box(low, tuple(min(end + margin, size) for end, size in zip(self.high, shape, strict=True)))

    def within(self, outer: Box) -> Box:
        """The same voxels, counted from the outer box's corner."""
        return self.shifted(tuple(-start for start in outer.low))

    def shifted(self, by: tuple[int, ...]) -> Box:
        """The box moved by so many voxels along each axis."""
        return Box(
            tuple(start + step for start, step in zip(self.low, by, strict=True)),
            tuple(end + step for end, step in zip(self.high, by, strict=True)),
        )


def box_of(inside: np.ndarray) -> Box | None:
    """The smallest box that holds every marked voxel of a 3D array; None if there is none."""
    marked = np.flatnonzero(inside.reshape(len(inside), -1).any(axis=1))
    if not marked.size:
        return None
    low, high = [int(marked[0])], [int(marked[-1]) + 1]
    part = inside[low[0] : high[0]]
    for others in ((0, 2), (0, 1)):
        marked = np.flatnonzero(part.any(axis=others))
        low.append(int(marked[0]))
        high.append(int(marked[-1]) + 1)
    return Box(tuple(low), tuple(high))


def part_of(volume: Volume, box: Box) -> Volume:
    """The voxels in a box, where they lie in the patient."""
    corner = frame(volume).TransformIndexToPhysicalPoint([int(start) for start in reversed(box.low)])
    return replace(volume, voxels=np.ascontiguousarray(volume.voxels[box.slices]), origin=corner)


def frame(volume: Volume):
    """For ITK, a single voxel with the volume's geometry: for questions about places only."""
    corner = np.zeros((1,) * volume.voxels.ndim, np.uint8)
    return to_itk(replace(volume, voxels=corner))
