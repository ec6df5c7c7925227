"""Local binary patterns slice by slice, around the ROI only.

A pattern depends on the voxels within its radius. But neighbours are interpolated at places counted from the image's
first voxel, and where the image is flat the last digit of a place decides whether a neighbour counts as brighter: so
places are counted here as they are in the whole image (T. Ojala et al., IEEE Trans Pattern Anal Mach Intell 24:971,
2002; skimage.feature.local_binary_pattern, method "uniform").
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache

import numpy as np

from radaudit.features.fast.pyradiomics import image_operations
from radaudit.features.fast.region import Box
from radaudit.images.itk import quiet_itk


def applies(settings: Mapping) -> bool:
    """Whether these settings ask for patterns that `patterns` makes, and it is proved to make them."""
    samples, radius = settings.get("lbp2DSamples", 8), settings.get("lbp2DRadius", 1)
    usual = type(samples) is int and 1 < samples < 100 and type(radius) in (int, float) and 0 < radius < 1000
    return usual and settings.get("lbp2DMethod", "uniform") == "uniform" and proved()


def patterns(voxels: np.ndarray, box: Box, settings: Mapping) -> np.ndarray:
    """What the filter gives in a box of an image, in the image's pixel type.

    Parameters
    ----------
    voxels
        The whole image, shape (z, y, x).
    box
        Where patterns are wanted.
    settings
        pyradiomics' settings; `applies` must hold for them.
    """
    axis = settings.get("force2Ddimension", 0)
    places = _neighbours(settings.get("lbp2DSamples", 8), settings.get("lbp2DRadius", 1))
    turned = voxels.swapaxes(0, axis)
    low, high = list(box.low), list(box.high)
    for ends in (low, high):
        ends[0], ends[axis] = ends[axis], ends[0]
    found = np.empty([end - start for start, end in zip(low, high, strict=True)], voxels.dtype)
    for index in range(len(found)):
        found[index] = _of_slice(turned[low[0] + index], slice(low[1], high[1]), slice(low[2], high[2]), places)
    return np.ascontiguousarray(found.swapaxes(0, axis))


def _neighbours(samples: int, radius: float) -> tuple[np.ndarray, np.ndarray]:
    """Rows and columns of the neighbours, from the voxel; rounded as scikit-image does."""
    radius = float(np.float32(radius))
    turns = 2 * np.pi * np.arange(samples, dtype=float) / samples
    return np.round(-radius * np.sin(turns), 5), np.round(radius * np.cos(turns), 5)


def _of_slice(plane: np.ndarray, rows: slice, columns: slice, places: tuple[np.ndarray, np.ndarray]) -> np.ndarray:
    """The number of brighter neighbours where they lie in one piece, else one more than there are neighbours."""
    reach = math.ceil(np.abs(places).max()) + 1
    around = _with_zeros(plane, rows, columns, reach)
    centre = around[reach:-reach, reach:-reach]
    ones, changes, before = np.zeros(centre.shape, np.int64), np.zeros(centre.shape, np.int64), None
    for down, across in zip(*places, strict=True):
        (top, bottom, y), (left, right, x) = _between(rows, down, reach), _between(columns, across, reach)
        upper, lower, y = around[top], around[bottom], y[:, None]
        above = (1 - x) * upper[:, left] + x * upper[:, right]
        below = (1 - x) * lower[:, left] + x * lower[:, right]
        brighter = ((1 - y) * above + y * below) - centre >= 0
        ones += brighter
        if before is not None:
            changes += brighter != before
        before = brighter
    return np.where(changes <= 2, ones, len(places[0]) + 1)


def _with_zeros(plane: np.ndarray, rows: slice, columns: slice, reach: int) -> np.ndarray:
    """A part of a slice and a margin around it; zero beyond the slice."""
    around = np.zeros([wanted.stop - wanted.start + 2 * reach for wanted in (rows, columns)])
    into, out = [], []
    for wanted, size in zip((rows, columns), plane.shape, strict=True):
        low, high = max(wanted.start - reach, 0), min(wanted.stop + reach, size)
        out.append(slice(low, high))
        into.append(slice(low - wanted.start + reach, high - wanted.start + reach))
    around[tuple(into)] = plane[tuple(out)]
    return around


def _between(wanted: slice, step: float, reach: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The voxels before and after each place, counted in the part with its margin; and how far it lies between them."""
    place = np.arange(wanted.start, wanted.stop) + step
    before, after = np.floor(place).astype(int), np.ceil(place).astype(int)
    return before - wanted.start + reach, after - wanted.start + reach, place - before


@cache
def proved() -> bool:
    """Whether this gives the patterns of the installed scikit-image; on flat images the last digits decide."""
    rng = np.random.default_rng(3)
    steps = np.kron(rng.integers(-2, 3, (1, 17, 21)), np.ones((1, 2, 2))) * 301
    for voxels in (steps.astype(np.int16), rng.integers(-999, 999, (1, 35, 41)).astype(np.int16)):
        whole = quiet_itk().GetImageFromArray(voxels)
        for settings in ({}, {"lbp2DSamples": 9, "lbp2DRadius": 2.3}):
            used = settings | {"force2D": True}  # no warning
            for image, _, _ in image_operations().getLBP2DImage(whole, None, **used):
                expected = quiet_itk().GetArrayFromImage(image)
                if not np.array_equal(expected, patterns(voxels, Box((0, 0, 0), voxels.shape), used)):
                    return False
    return True
