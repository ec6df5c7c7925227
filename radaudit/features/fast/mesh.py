"""The ROI's surface mesh: area, volume and diameters, with pyradiomics' bits.

pyradiomics compares every vertex of the mesh with every other one, which takes minutes for a liver. Here only
vertices of the convex hull are compared; area and volume are added up triangle by triangle in pyradiomics' order. Its
triangulation is looked up in its own compiled module; `proved` compares the outcome with pyradiomics' before any
use (W. E. Lorensen & H. E. Cline, Comput Graph 21:163, 1987).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np

from radaudit.features.fast.diameters import diameters
from radaudit.features.fast.pyradiomics import compiled_shape

# Corners of a cube in the order of their bits, z, y, x; and the corners at the ends of each edge.
_CORNERS = np.array([(0, 0, 0), (0, 0, 1), (0, 1, 1), (0, 1, 0), (1, 0, 0), (1, 0, 1), (1, 1, 1), (1, 1, 0)])
_EDGES = [(0, 1), (1, 2), (2, 3), (3, 0), (4, 5), (5, 6), (6, 7), (7, 4), (0, 4), (1, 5), (2, 6), (3, 7)]
_MIDDLES = np.array([(_CORNERS[a] + _CORNERS[b]) / 2 for a, b in _EDGES])
MOST_STEPS = 1e6  # of the smallest spacing across the ROI: up to there rounding is far below a step of the lattice
_OWN_EDGES = ((6, 6), (4, 7), (3, 11))  # a corner's bit, and the edge from it to the cube's last corner


def coefficients(mask: np.ndarray, spacing: np.ndarray) -> tuple[float, float, tuple[float, ...]]:
    """Surface area (mm2), volume (mm3), and the largest diameters in a slice (z, y, x) and in space (mm).

    Parameters
    ----------
    mask
        Bool; no marked voxel on its border.
    spacing
        Millimetres along z, y, x.
    """
    places, kinds, sign = _cubes(mask)
    vertices = [2 * places[(kinds >> bit) & 1 == 1] + (2 * _MIDDLES[edge]).astype(int) for bit, edge in _OWN_EDGES]
    area, volume = _sums(places, kinds, sign, np.asarray(spacing, float))
    return area, volume, diameters(np.concatenate(vertices), np.asarray(spacing, float))


@cache
def proved() -> bool:
    """Whether this gives the bits of the installed pyradiomics, for every kind of cube and for odd spacings."""
    if _triangles() is None:
        return False
    rng = np.random.default_rng(11)
    for filled, spacing in (
        (0.5, (2.7, 0.83, 0.71)),
        (0.2, (1.0, 1.0, 1.0)),
        (0.8, (0.3, 1.37, 3.1)),
        (0.5, (3, 0.5, 2)),
    ):
        mask = np.zeros((14, 15, 16), bool)
        mask[1:-1, 1:-1, 1:-1] = rng.random((12, 13, 14)) < filled
        steps = np.array(spacing, float)
        area, volume, largest = compiled_shape().calculate_coefficients(mask, steps)
        if coefficients(mask, steps) != (area, volume, tuple(largest)):
            return False
    return True


def _cubes(mask: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Places (z, y, x) of the cubes that the surface cuts, their kind below 128, and the sign of their volume."""
    kinds = np.zeros([size - 1 for size in mask.shape], np.uint8)
    for bit, corner in enumerate(_CORNERS):
        kinds |= mask[tuple(slice(c, c - 1 or None) for c in corner)].view(np.uint8) << bit
    flat = np.flatnonzero((kinds != 0) & (kinds != 255))
    kinds_cut = kinds.ravel()[flat]
    inverted = kinds_cut > 127
    places = np.stack(np.unravel_index(flat, kinds.shape), axis=1)
    return places, np.where(inverted, kinds_cut ^ 255, kinds_cut), np.where(inverted, -1.0, 1.0)


def _sums(places: np.ndarray, kinds: np.ndarray, sign: np.ndarray, spacing: np.ndarray) -> tuple[float, float]:
    corners, first, count = _triangles()
    of = np.repeat(np.arange(len(kinds)), count[kinds])
    rank = np.arange(len(of)) - np.repeat(np.cumsum(count[kinds]) - count[kinds], count[kinds])
    chosen = corners[first[kinds[of]] + rank]
    a, b, c = (tuple(((places[of] + _MIDDLES[chosen[:, way]]) * spacing).T) for way in range(3))
    z, y, x = _cross(a, b)
    volumes = sign[of] * (z * c[0] + y * c[1] + x * c[2])
    a, b = (tuple(p - q for p, q in zip(point, c, strict=True)) for point in (a, b))
    z, y, x = _cross(a, b)
    areas = 0.5 * np.sqrt(z * z + y * y + x * x)
    # accumulate adds one by one, as a loop does; sum would not
    return float(np.add.accumulate(areas)[-1]), float(np.add.accumulate(volumes)[-1] / 6)


def _cross(a: tuple, b: tuple) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return a[1] * b[2] - b[1] * a[2], a[2] * b[0] - b[2] * a[0], a[0] * b[1] - b[0] * a[1]


@cache
def _triangles() -> tuple[np.ndarray, np.ndarray, np.ndarray] | None:
    """Edges of all triangles (n, 3), and by kind of cube the first triangle and their number; None if not found.

    In the compiled module they are a table of 128 rows of 16 whole numbers: edges, filled up with -1. The first row
    is empty, and all others are not.
    """
    held = Path(compiled_shape().__file__).read_bytes()
    numbers = np.frombuffer(held[: len(held) // 4 * 4], "<i4")
    small = np.concatenate([[0], np.cumsum((numbers < -1) | (numbers > 11))])
    starts = np.flatnonzero(small[2048:] == small[: len(small) - 2048])
    for start in starts:
        table = numbers[start : start + 2048].reshape(128, 16)
        lengths = (table >= 0).sum(axis=1)
        packed = all((row[:n] >= 0).all() for row, n in zip(table, lengths, strict=True))
        if packed and lengths[0] == 0 and lengths[1:].all() and not (lengths % 3).any():
            count = lengths // 3
            return table[table >= 0].reshape(-1, 3), np.cumsum(count) - count, count
    return None
