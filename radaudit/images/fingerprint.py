"""A small picture of an image, by which its copies are known again."""

from __future__ import annotations

import base64
import contextlib
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from radaudit.compute.digest import FileRef, FolderRef
from radaudit.compute.job import NAME_ONLY, Job
from radaudit.core.errors import JobFailed
from radaudit.images.inspect import roi_of
from radaudit.images.read import read_pair

SIDE = 16  # voxels along each side of a small cube
REACH = 1.5  # half the side of the cube around an ROI, in radii of the ball that is spread as widely as the ROI
CLIPPED = 4.0  # standard deviations beyond which a value counts as this much
STEPS = 8000  # stored whole numbers for one standard deviation


@dataclass(frozen=True)
class Fingerprint(Job):
    """One case's image, and the surroundings of its ROI, as cubes of 16 x 16 x 16 voxels.

    ``run`` gives ``whole`` and ``roi``: texts that `cube_of` reads; empty where there is no such cube, because the
    image is flat or the mask gives no ROI on this grid. Values are standardised, so that neither the unit, the slope
    nor the offset of the intensities matters. The whole image is taken with its box stretched to a cube, so that voxel
    size does not matter; the ROI with a cube about its centroid that is as wide in mm along each axis, so that what
    was cropped off further out does not matter.
    """

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
        inside = None
        if read.mask is not None and read.mask.voxels.shape == read.image.voxels.shape:
            with contextlib.suppress(JobFailed):  # said by the check features/all-cases-extracted
                inside = roi_of(read.mask, self.label)
        return fingerprint_of(read.image.voxels, inside, tuple(reversed(read.image.spacing)))


def fingerprint_of(voxels: np.ndarray, inside: np.ndarray | None, spacing: tuple[float, ...]) -> dict:
    """What `Fingerprint.run` gives.

    Parameters
    ----------
    voxels
        Shape (z, y, x), or (y, x).
    inside
        Where the ROI is, of the same shape; None if there is none.
    spacing
        Millimetres, in the order of the axes of ``voxels``.
    """
    voxels = _in_space(voxels)
    made = {"whole": _text(_reduced(voxels, [(-0.5, size - 0.5) for size in voxels.shape])), "roi": ""}
    if inside is not None:
        made["roi"] = _text(_reduced(voxels, _around(_in_space(inside), (1.0,) * (3 - len(spacing)) + spacing)))
    return made


def cube_of(text: str) -> np.ndarray:
    """The cube that a text of `Fingerprint` holds: standardised, shape (16, 16, 16), axes z, y, x."""
    values = np.frombuffer(base64.b64decode(text), dtype="<i2").astype(np.float32) / STEPS
    return values.reshape(SIDE, SIDE, SIDE)


def _in_space(voxels: np.ndarray) -> np.ndarray:
    return voxels[None] if voxels.ndim == 2 else voxels


def _text(cube: np.ndarray) -> str:
    """A cube on the standardised scale, as text; empty if it is flat."""
    spread = float(cube.std())
    if not spread > 1e-6 * max(1.0, float(np.abs(cube).max())):
        return ""
    values = np.clip((cube - cube.mean()) / spread, -CLIPPED, CLIPPED)
    return base64.b64encode(np.rint(values * STEPS).astype("<i2").tobytes()).decode("ascii")


def _around(inside: np.ndarray, spacing: tuple[float, ...]) -> list[tuple[float, float]]:
    """The window about an ROI, as first and last fractional index along z, y, x.

    A ball of radius r has the variance r^2 / 5 along each axis.
    """
    counts = [inside.sum(axis=tuple(other for other in range(3) if other != axis)) for axis in range(3)]
    total = counts[0].sum()
    centres, variances = [], []
    for count, step in zip(counts, spacing, strict=True):
        index = np.arange(len(count))
        centres.append(float((count * index).sum() / total))
        variances.append(float((count * (index - centres[-1]) ** 2).sum() / total) * step**2 + step**2 / 12)
    half = REACH * np.sqrt(5 * np.mean(variances))
    return [(centre - half / step, centre + half / step) for centre, step in zip(centres, spacing, strict=True)]


def _reduced(voxels: np.ndarray, window: list[tuple[float, float]]) -> np.ndarray:
    """The window as a cube of mean values; the image's edge goes on beyond it. Slice by slice, to save memory."""
    weights = [_weights(size, *ends) for size, ends in zip(voxels.shape, window, strict=True)]
    needed = np.flatnonzero(weights[0].any(axis=0))
    cube = np.zeros((SIDE, SIDE, SIDE))
    for z in needed:
        part = np.nan_to_num(voxels[z].astype(np.float64), nan=0.0, posinf=0.0, neginf=0.0)
        cube += weights[0][:, z, None, None] * (weights[1] @ part @ weights[2].T)
    return cube


def _weights(size: int, low: float, high: float) -> np.ndarray:
    """How much each voxel of a line counts in each of the cube's: a triangle, so that nothing is lost or aliased.

    Returns
    -------
    numpy.ndarray
        Shape (16, size); each row adds up to 1.
    """
    step = (high - low) / SIDE
    centres = np.clip(low + step * (np.arange(SIDE) + 0.5), 0, size - 1)
    weights = np.maximum(0.0, 1 - np.abs(np.arange(size) - centres[:, None]) / max(step, 1.0))
    return weights / weights.sum(axis=1, keepdims=True)
