"""Closed contours on the slices of an image, and the voxels that they enclose."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from radaudit.core.errors import JobFailed
from radaudit.images.dicom.marks import to_voxels
from radaudit.images.dicom.polygon import inside
from radaudit.images.volume import Volume

SNAP = 6  # decimals of a voxel; what is left of a coordinate's rounding beyond that must not decide about a voxel
OFF_PLANE = 0.1  # of the slice spacing: a contour that leaves its slice further is oblique to the image
OFF_SLICE = 0.1  # of the slice spacing: contours further off their slice are reported
BEYOND = 0.5  # of the slice spacing: half a slice, so that each contour has one nearest slice


@dataclass
class Filled:
    """Voxels of an ROI, and what happened on the way."""

    inside: np.ndarray
    notes: list[str] = field(default_factory=list)


def fill(contours: Sequence[np.ndarray], image: Volume, exclusive: bool = False) -> Filled:
    """The voxels whose centre lies inside closed planar contours.

    Each contour belongs to the nearest slice. On a slice, a contour within what is already marked cuts a hole, any
    other adds to it, the largest first: an island in a hole is marked again, and parts that overlap are joined.

    Parameters
    ----------
    contours
        Corners in mm, each of shape (n, 3), n > 2.
    exclusive
        Whether what two contours share is out, however they lie (the type CLOSEDPLANAR_XOR).

    Raises
    ------
    JobFailed
        If contours lie beyond the image's slices, are oblique to them, or enclose no voxel centre.
    """
    done = Filled(np.zeros(image.voxels.shape, bool))
    slices = _by_slice(contours, image, done.notes)
    joined = outside = 0
    for z, outlines in slices.items():
        parts = [_part(corners, image.voxels.shape[1:]) for corners in outlines]
        outside += sum(reaches for _, _, reaches in parts)
        marked = done.inside[z]
        for window, filled, _ in sorted(parts, key=lambda part: -int(part[1].sum())):
            joined += _add(marked[window], filled, exclusive)
    if joined:
        done.notes.append(f"{joined} contours overlap another one in part; what they share is counted as inside")
    if outside:
        done.notes.append(f"{outside} contours reach out of the image's slices sideways; what lies outside is cut off")
    if not done.inside.any():
        raise JobFailed("its contours enclose no voxel centre of the image: it is too small, or lies beside the image")
    return done


def _by_slice(contours: Sequence[np.ndarray], image: Volume, notes: list[str]) -> dict[int, list[np.ndarray]]:
    """Columns and rows of the corners, by slice; the same contour twice on a slice is taken once."""
    slices: dict[int, dict[bytes, np.ndarray]] = defaultdict(dict)
    depth, twice, beyond, off = image.voxels.shape[0], 0, 0, []
    for corners in contours:
        places = np.round(to_voxels(corners, image), SNAP)
        along = places[:, 2]
        if np.ptp(along) > 2 * OFF_PLANE:
            raise JobFailed(
                "its contours are oblique to the image's slices: they were drawn on another plane; name the series "
                "they were drawn on"
            )
        middle = float(np.mean(along))
        z = round(middle)
        if not -BEYOND <= middle <= depth - 1 + BEYOND or not 0 <= z < depth:
            beyond += 1
            continue
        off.append(abs(middle - z))
        outline = places[:, :2]
        key = outline.tobytes()
        twice += key in slices[z]
        slices[z][key] = outline
    if beyond:
        raise JobFailed(
            f"{beyond} of its {len(contours)} contours lie beyond the image's slices: the image lacks slices, or is "
            "not the one it was drawn on"
        )
    stray = [one for one in off if one > OFF_SLICE]
    if stray:
        notes.append(
            f"{len(stray)} of {len(contours)} contours lie between slices, up to {max(stray):.2f} of the slice spacing "
            "off; each counts for the nearest slice"
        )
    if twice:
        notes.append(f"{twice} contours are there twice; each counts once")
    return {z: list(outlines.values()) for z, outlines in sorted(slices.items())}


def _part(corners: np.ndarray, shape: tuple[int, int]) -> tuple[tuple[slice, slice], np.ndarray, bool]:
    """The window of a slice that a contour lies in, what it encloses there, and whether it reaches out."""
    (columns, rows) = shape[1], shape[0]
    low, high = np.floor(corners.min(axis=0)), np.ceil(corners.max(axis=0)) + 1
    left, right = (int(np.clip(end, 0, columns)) for end in (low[0], high[0]))
    top, bottom = (int(np.clip(end, 0, rows)) for end in (low[1], high[1]))
    reaches = bool((corners < -0.5).any() or (corners > np.array([columns, rows]) - 0.5).any())
    filled = inside(corners - (left, top), (max(bottom - top, 0), max(right - left, 0)))
    return (slice(top, bottom), slice(left, right)), filled, reaches


def _add(marked: np.ndarray, filled: np.ndarray, exclusive: bool) -> bool:
    """Add a contour to what is marked, or cut it out; whether it overlaps in part."""
    shared = int((marked & filled).sum())
    if exclusive or (shared and shared == int(filled.sum())):
        marked ^= filled
        return False
    marked |= filled
    return shared > 0
