"""From the places of slices to the grid of a volume."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from radaudit.core.errors import JobFailed
from radaudit.images.dicom.frames import Frame

UNEVEN = 0.1  # of the slice spacing: positions are often written with one decimal only
TILTED = 0.5  # of the pixel spacing: from there on a voxel is taken for its neighbour
SAME_DIRECTION = 1e-3  # cosines; scanners write four to six decimals
SAME_SPACING = 1e-3  # of the spacing
SAME_PLACE = 1e-3  # of the slice spacing


@dataclass(frozen=True)
class Grid:
    """Slices in order, and the geometry that they share.

    Attributes
    ----------
    order
        For each slice of the volume, which of the given frames it is.
    spacing, origin, direction
        As those of `images.volume.Volume`.
    """

    order: tuple[int, ...]
    spacing: tuple[float, float, float]
    origin: tuple[float, float, float]
    direction: tuple[float, ...]


def grid_of(frames: Sequence[Frame], uneven: float = UNEVEN) -> Grid:
    """Sort slices along their normal and check that they make an even stack.

    The order is that of positions along the normal (row direction x column direction), never that of names or
    instance numbers; so is ITK's.

    Parameters
    ----------
    frames
        At least one. Only a lone one may have no position.
    uneven
        How far a slice may lie from its place in the even stack, in slice spacings.

    Raises
    ------
    JobFailed
        If slices are missing, lie at one place, are turned or tilted against each other, or say too little.
    """
    if len(frames) == 1 and frames[0].position is None:
        spacing = frames[0].spacing or (1.0, 1.0)
        return Grid((0,), (*spacing, frames[0].thickness or 1.0), (0.0, 0.0, 0.0), tuple(np.eye(3).ravel().tolist()))
    spacing = _common_spacing(frames)
    axes = _common_axes(frames)
    places = np.array([frame.position for frame in frames])
    along = (places - places[0]) @ axes[2]
    order = np.argsort(along, kind="stable")
    places, along = places[order], along[order] - along[order[0]]
    step = frames[0].thickness or 1.0
    if len(frames) > 1:
        _refuse_one_place(along, order)
        _refuse_tilt(places - places[0], along, axes, spacing)
        step = float(along[-1]) / (len(frames) - 1)
        _refuse_gaps(along, step, uneven)
    return Grid(tuple(order.tolist()), (*spacing, step), tuple(places[0].tolist()), tuple(axes.T.ravel().tolist()))


def same_place(along: np.ndarray) -> np.ndarray:
    """Which steps between sorted positions (mm along the normal) are none."""
    steps = np.diff(along)
    return steps <= SAME_PLACE * max(float(np.median(steps)), 1e-3)


def axes_of(orientation: Sequence[float]) -> np.ndarray:
    """Unit vectors along x (a row), y (a column) and z (the normal), one a row of a 3 x 3 array.

    Raises
    ------
    JobFailed
        If row and column are not at right angles.
    """
    row, column = np.array(orientation[:3]), np.array(orientation[3:])
    lengths = np.linalg.norm(row), np.linalg.norm(column)
    if min(lengths) < 0.5 or max(lengths) > 2 or abs(row @ column) > SAME_DIRECTION * lengths[0] * lengths[1]:
        raise JobFailed("the orientation of its slices can't be: rows and columns are not at right angles")
    row, column = row / lengths[0], column / lengths[1]
    return np.array([row, column, np.cross(row, column)])


def _common_spacing(frames: Sequence[Frame]) -> tuple[float, float]:
    if any(frame.position is None or frame.orientation is None for frame in frames):
        missing = sum(frame.position is None or frame.orientation is None for frame in frames)
        raise JobFailed(f"{missing} of its {len(frames)} slices say nothing of where they lie (position, orientation)")
    if any(frame.spacing is None for frame in frames):
        raise JobFailed("its slices have no pixel spacing")
    first = frames[0].spacing
    for frame in frames:
        if not np.allclose(frame.spacing, first, rtol=SAME_SPACING, atol=0):
            both = f"{_by(first)} and {_by(frame.spacing)} mm"
            raise JobFailed(f"its slices differ in pixel spacing ({both}); give one series")
    return first


def _by(spacing: tuple[float, float]) -> str:
    return " x ".join(f"{one:.4g}" for one in spacing)


def _common_axes(frames: Sequence[Frame]) -> np.ndarray:
    first = np.array(frames[0].orientation)
    turned = [frame for frame in frames if np.abs(np.subtract(frame.orientation, first)).max() > SAME_DIRECTION]
    if turned:
        raise JobFailed(
            f"its slices are turned against each other: {len(turned)} of {len(frames)} have another orientation "
            "than the first (a localizer among them?); give one stack of parallel slices"
        )
    return axes_of(first)


def _refuse_one_place(along: np.ndarray, order: np.ndarray) -> None:
    double = np.flatnonzero(same_place(along))
    if len(double):
        raise JobFailed(
            f"{len(double)} of its {len(along)} slices lie where another one lies (several phases, echoes or "
            "reconstructions in one series?); keep one of each in a folder of its own"
        )


def _refuse_tilt(offsets: np.ndarray, along: np.ndarray, axes: np.ndarray, spacing: tuple[float, float]) -> None:
    sideways = np.abs(offsets @ axes[:2].T).max(axis=0)
    if (sideways > TILTED * np.array(spacing)).any():
        angle = float(np.degrees(np.arctan2(sideways.max(), along[-1])))
        raise JobFailed(
            f"its slices are not stacked at right angles (gantry tilt of {angle:.1f} degrees, or slices moved "
            "sideways): such a stack is no grid of voxels; straighten it first"
        )


def _refuse_gaps(along: np.ndarray, step: float, uneven: float) -> None:
    off = np.abs(along - step * np.arange(len(along))) / step
    if off.max() <= uneven:
        return
    steps = np.diff(along)
    usual = float(np.median(steps))
    widest = int(np.argmax(steps))
    if steps[widest] > 1.5 * usual:
        lost = sum(round(float(one) / usual) - 1 for one in steps)
        raise JobFailed(
            f"slices are missing: between slice {widest + 1} and {widest + 2} of {len(along)} lie "
            f"{steps[widest]:.4g} mm, elsewhere {usual:.4g} mm; {lost} more make it whole"
        )
    raise JobFailed(
        f"its slices are not evenly spaced: {steps.min():.4g} to {steps.max():.4g} mm apart, and a slice lies up to "
        f"{off.max():.2f} slice spacings from its place (at most {uneven:g} is accepted)"
    )
