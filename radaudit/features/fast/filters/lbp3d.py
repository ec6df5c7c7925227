"""Local binary patterns on spheres around the ROI's voxels, with the spline's coefficients made around the ROI only.

pyradiomics interpolates by cubic splines. Their coefficients are made line by line along each axis in turn, so after
an axis only the indices that are wanted along it need to be kept. Places are counted from the image's first voxel, as
in the whole image. The rest is done voxel by voxel: by pyradiomics' own steps, on some voxels at a time (J. Banerjee et
al., ACCV Workshops 2012, doi:10.1007/978-3-642-37410-4_3).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from functools import cache

import numpy as np

from radaudit.features.fast.pyradiomics import image_operations
from radaudit.features.fast.region import Box
from radaudit.images.itk import quiet_itk

_AT_ONCE = 2**11  # voxels: what is computed of them fits a processor's cache
_SLAB = 2**20  # voxels filtered at a time
_TAPS = 3  # voxels to a side, rounding included, that a spline's value depends on


def applies(settings: Mapping) -> bool:
    """Whether these settings ask for what `patterns` makes, and it is proved to make it."""
    levels, radius = settings.get("lbp3DLevels", 2), settings.get("lbp3DIcosphereRadius", 1)
    usual = type(levels) is int and 1 < levels < 50 and type(radius) in (int, float) and 0 < radius < 1000
    return usual and type(settings.get("lbp3DIcosphereSubdivision", 1)) is int and proved()


def patterns(voxels: np.ndarray, box: Box, inside: np.ndarray, settings: Mapping) -> Iterator[np.ndarray]:
    """The image of each level, then the kurtosis, in a box; zero outside the ROI.

    Parameters
    ----------
    voxels
        The whole image, shape (z, y, x).
    box
        The ROI's box.
    inside
        Where the ROI is in the box.
    settings
        pyradiomics' settings; `applies` must hold for them.
    """
    sphere, harmonics, degrees = _sphere(settings)
    margin = math.ceil(settings.get("lbp3DIcosphereRadius", 1)) + _TAPS
    coefficients = _coefficients(voxels, box.grown(margin, voxels.shape))
    own = voxels[box.slices][inside]
    places = np.stack([axis + start for axis, start in zip(np.nonzero(inside), box.low, strict=True)])
    values = np.empty((len(own), degrees[-1] + 2))
    for start in range(0, len(own), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        values[some] = _of_voxels(coefficients, places[:, some], own[some], sphere, harmonics, degrees)
    for column in values.T:
        image = np.zeros(inside.shape)
        image[inside] = column
        yield image


def _sphere(settings: Mapping) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Points of a sphere (n, 3), the spherical harmonics there (n, terms), and each term's degree."""
    from scipy.special import sph_harm
    from trimesh.creation import icosphere

    radius = settings.get("lbp3DIcosphereRadius", 1)
    points = np.array(icosphere(settings.get("lbp3DIcosphereSubdivision", 1), radius).vertices)
    polar, around = np.arccos(np.true_divide(points[:, 2], radius)), np.arctan2(points[:, 1], points[:, 0])
    terms = [(m, n) for n in range(settings.get("lbp3DLevels", 2)) for m in range(-n, n + 1)]
    harmonics = np.column_stack([sph_harm(m, n, polar, around) for m, n in terms])
    return points, harmonics, np.array([n for _, n in terms])


def _coefficients(voxels: np.ndarray, near: Box) -> np.ndarray:
    """The spline's coefficients in a box; what lies before the box is never written, and takes no memory."""
    from scipy.ndimage import spline_filter1d

    part = voxels
    for axis in range(3):
        shape = list(part.shape)
        shape[axis] = near.high[axis] - near.low[axis]
        kept, other = np.empty(shape), 1 if axis == 0 else 0
        step = max(1, _SLAB * part.shape[other] // part.size)
        for start in range(0, part.shape[other], step):
            some = (slice(None),) * other + (slice(start, start + step),)
            wanted = (slice(None),) * axis + (slice(near.low[axis], near.high[axis]),)
            kept[some] = spline_filter1d(part[some], 3, axis, mode="constant")[wanted]
        part = kept
    whole = np.zeros(near.high)
    whole[near.slices] = part
    return whole


def _of_voxels(
    coefficients: np.ndarray,
    places: np.ndarray,
    own: np.ndarray,
    sphere: np.ndarray,
    harmonics: np.ndarray,
    degrees: np.ndarray,
) -> np.ndarray:
    """Every level and the kurtosis of some voxels: shape (voxels, levels + 1)."""
    from scipy.ndimage import map_coordinates
    from scipy.stats import kurtosis

    where = places.T[None, :, :] + sphere[:, None, :]
    around = map_coordinates(coefficients, where.T, output=own.dtype, order=3, prefilter=False)
    brighter = np.greater_equal(around, own[:, None]).astype(int)
    weights = np.multiply(brighter[:, :, None], harmonics[None, :, :]).sum(axis=1)
    levels = [weights[:, None, degrees == 0] * harmonics[None, :, degrees == 0]]
    for degree in range(1, degrees[-1] + 1):
        of = degrees == degree
        levels.append(np.sum(weights[:, None, of] * harmonics[None, :, of], axis=2, keepdims=True))
    norms = np.sqrt(np.sum(np.concatenate(levels, axis=2) ** 2, axis=1))
    return np.column_stack([np.real(norms), np.real(kurtosis(around, axis=1))])


@cache
def proved() -> bool:
    """Whether these are the values of the installed pyradiomics and scipy, to the last bit."""
    rng, sitk = np.random.default_rng(9), quiet_itk()
    marks = (rng.random((6, 7, 9)) < 0.8).astype(np.uint8)
    box = Box((0, 0, 0), marks.shape)
    for dtype, settings in ((np.int16, {}), (np.float64, {"lbp3DLevels": 3, "lbp3DIcosphereRadius": 1.7})):
        voxels = rng.normal(50, 300, marks.shape).astype(dtype)
        images = (sitk.GetImageFromArray(voxels), sitk.GetImageFromArray(marks))
        theirs = [
            sitk.GetArrayFromImage(image) for image, _, _ in image_operations().getLBP3DImage(*images, **settings)
        ]
        mine = list(patterns(voxels, box, marks == 1, settings)) if theirs else []
        if not theirs or not all(
            np.array_equal(a[marks == 1], b[marks == 1]) for a, b in zip(mine, theirs, strict=True)
        ):
            return False
    return True
