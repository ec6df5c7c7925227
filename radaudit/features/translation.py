"""Was the table made with the same mask a few voxels away?

Where a case's shape features agree and its grey levels do not, the mask may have been moved: a header that was dropped
or rewritten, or indices counted from 1. Both files then lie on one grid, and no header tells. The numbers do: under the
mask moved by the right whole number of voxels, the mean, the extremes and the percentiles are those of the table.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

import numpy as np

from radaudit.compute.digest import FileRef, FolderRef
from radaudit.compute.job import NAME_ONLY, Job
from radaudit.features.comparison import ABSOLUTE
from radaudit.features.placing import apart_by, is_resampled
from radaudit.features.radiomics import extracted
from radaudit.images.inspect import roi_of
from radaudit.images.itk import TOLERANCE
from radaudit.images.read import read_pair

FARTHEST = 10  # voxels along each axis
LARGEST = 2**25  # voxels around the ROI: as much as is turned over at once
_SLACK = 1e-7  # of the largest grey level: what the fast sums may be off

# First-order features of the grey levels as they are, without bins.
STATISTICS = {
    "Mean": np.mean,
    "Minimum": np.min,
    "Maximum": np.max,
    "Median": np.median,
    "10Percentile": lambda levels: np.percentile(levels, 10),
    "90Percentile": lambda levels: np.percentile(levels, 90),
}
# Settings that change grey levels or the ROI before they are counted.
_CHANGING = ("normalize", "resegmentRange", "correctMask")


def is_plain(setting: Mapping) -> bool:
    """Whether these settings leave grey levels and mask as they are."""
    return not is_resampled(setting) and not any(setting.get(name) for name in _CHANGING)


@dataclass(frozen=True)
class FindTranslation(Job):
    """The whole-voxel move of the mask that gives reported first-order features.

    ``run`` gives ``voxels`` (x, y, z; None if there is no such move, or more than one), and with it ``mm`` (how far)
    and ``features`` (all that the parameters give under the moved mask).

    Attributes
    ----------
    reported
        Value and half a unit of its last digit, by a name of `STATISTICS`; with the mean.
    tolerance
        Relative deviation up to which two values agree.
    """

    revision: ClassVar[int] = 1
    libraries: ClassVar[tuple[str, ...]] = ("pyradiomics-bhklab", "SimpleITK", "numpy", "scipy", "pydicom")

    case: str = field(metadata=NAME_ONLY)
    image: FileRef | FolderRef
    mask: FileRef | FolderRef
    label: int
    parameters: Mapping[str, object]
    reported: Mapping[str, tuple[float, float]]
    tolerance: float
    roi: str | None = None

    @property
    def title(self) -> str:
        return self.case

    def run(self) -> dict:
        read = read_pair(self.image.path, self.mask.path, self.roi, self.label)
        image, mask = read.image, read.mask
        inside = roi_of(mask, self.label)
        moves = [] if apart_by(image, mask, TOLERANCE) else self._moves(image.voxels, inside)
        if len(moves) != 1:
            return {"voxels": None}
        moved = np.zeros(inside.shape, np.min_scalar_type(self.label))
        moved[_at(inside, moves[0])] = self.label
        found = extracted(image, replace(mask, voxels=moved), self.label, self.parameters)
        voxels = [int(step) for step in reversed(moves[0])]
        return {
            "voxels": voxels,
            "mm": float(np.linalg.norm(np.multiply(voxels, image.spacing))),
            "features": found["features"],
        }

    def _moves(self, image: np.ndarray, inside: np.ndarray) -> list[tuple[int, ...]]:
        mean, half = self.reported["Mean"]
        slack = self._allowed(mean, half) + _SLACK * max(abs(float(image.min())), abs(float(image.max())))
        return [move for move in near_means(image, inside, mean, slack) if self._agrees(image[_at(inside, move)])]

    def _agrees(self, levels: np.ndarray) -> bool:
        levels = levels.astype(np.float64)
        return all(
            abs(float(STATISTICS[name](levels)) - value) <= self._allowed(value, half)
            for name, (value, half) in self.reported.items()
        )

    def _allowed(self, value: float, half: float) -> float:
        return max(self.tolerance * abs(value), ABSOLUTE) + half


def near_means(image: np.ndarray, inside: np.ndarray, mean: float, slack: float) -> list[tuple[int, ...]]:
    """Moves of the ROI, in voxels along the arrays' axes, under which the image has this mean, or nearly.

    Means of all moves are worked out at once, as the correlation of the image around the ROI with the mask.

    Parameters
    ----------
    slack
        How far the mean may be off.

    Returns
    -------
    list of tuple of int
        At most `FARTHEST` voxels along each axis, and without the ROI's own place; empty for a region above `LARGEST`.
    """
    from scipy.signal import fftconvolve

    marked = np.argwhere(inside)
    low, high = marked.min(axis=0), marked.max(axis=0) + 1
    first, last = np.maximum(low - FARTHEST, 0), np.minimum(high + FARTHEST, image.shape)
    if np.prod(last - first) > LARGEST:
        return []
    around = image[tuple(map(slice, first, last))].astype(np.float64)
    if not np.isfinite(around).all():
        return []
    roi = inside[tuple(map(slice, low, high))].astype(np.float64)
    means = fftconvolve(around, roi[(slice(None, None, -1),) * roi.ndim], mode="valid") / roi.sum()
    moves = np.argwhere(np.abs(means - mean) <= slack) + first - low
    return [tuple(map(int, move)) for move in moves if move.any()]


def _at(inside: np.ndarray, move: tuple[int, ...]) -> tuple[np.ndarray, ...]:
    """Indices of the ROI's voxels after a move."""
    return tuple(axis + step for axis, step in zip(np.nonzero(inside), move, strict=True))
