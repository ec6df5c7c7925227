"""Equations that hold in every row that pyradiomics writes, whatever the image: they follow from the definitions.

Each of them was seen to hold within 1e-12 in extractions with all filters, with resampling, resegmentation, 2D
textures, normalisation, and in regions of one voxel. More are added by one more line; nothing else names them.

Definitions: Zwanenburg et al. 2020, doi:10.1148/radiol.2020191145; pyradiomics, doi:10.1158/0008-5472.CAN-17-0339.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

Sides = Callable[..., tuple[np.ndarray, np.ndarray]]


@dataclass(frozen=True)
class Identity:
    """One equation.

    Attributes
    ----------
    text
        As a reader would write it.
    columns
        Short names of the features in it, in the order in which `sides` takes them.
    sides
        Both sides, from the columns; each of shape (cases,).
    linear
        Whether it survives an average of rows, and, with other coefficients, a shift and a scale of each column.
    whole
        Whether it says that a number is whole: a residual of half would be chance.
    unless
        The settings under which it does not hold.
    """

    text: str
    columns: tuple[str, ...]
    sides: Sides
    linear: bool = False
    whole: bool = False
    unless: str = ""


def _whole(numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return numbers, np.rint(numbers)


def _with_shift(rms: np.ndarray, variance: np.ndarray, mean: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """voxelArrayShift is added to the grey values for some features only; it is one whole number for all rows."""
    rest = np.sqrt(np.maximum(rms**2 - variance, 0)) - mean
    rest = rest[np.isfinite(rest)]
    shift = float(np.rint(np.median(rest))) if rest.size else 0.0
    is_one = shift >= 1 and np.median(np.abs(rest - shift)) <= 1e-4 * shift  # a negative mean gives -2 Mean instead
    return rms**2, variance + (mean + (shift if is_one else 0.0)) ** 2


IDENTITIES = (
    Identity(
        "Range = Maximum - Minimum",
        ("firstorder_Range", "firstorder_Maximum", "firstorder_Minimum"),
        lambda extent, high, low: (extent, high - low),
        linear=True,
    ),
    Identity(
        "RootMeanSquared^2 = Variance + (Mean + voxelArrayShift)^2",
        ("firstorder_RootMeanSquared", "firstorder_Variance", "firstorder_Mean"),
        _with_shift,
    ),
    Identity(
        "StandardDeviation^2 = Variance",
        ("firstorder_StandardDeviation", "firstorder_Variance"),
        lambda deviation, variance: (deviation**2, variance),
    ),
    Identity(
        "Energy / RootMeanSquared^2 is a number of voxels",
        ("firstorder_Energy", "firstorder_RootMeanSquared"),
        lambda energy, rms: _whole(energy / rms**2),
        whole=True,
    ),
    Identity(
        "VoxelVolume * Energy / TotalEnergy is a number of voxels",
        ("shape_VoxelVolume", "firstorder_Energy", "firstorder_TotalEnergy"),
        lambda volume, energy, total: _whole(volume * energy / total),
        whole=True,
    ),
    Identity(
        "SurfaceVolumeRatio = SurfaceArea / MeshVolume",
        ("shape_SurfaceVolumeRatio", "shape_SurfaceArea", "shape_MeshVolume"),
        lambda ratio, area, volume: (ratio, area / volume),
    ),
    Identity(
        "Sphericity = (36 pi MeshVolume^2)^(1/3) / SurfaceArea",
        ("shape_Sphericity", "shape_MeshVolume", "shape_SurfaceArea"),
        lambda roundness, volume, area: (roundness, np.cbrt(36 * np.pi * volume**2) / area),
    ),
    Identity(
        "Elongation = MinorAxisLength / MajorAxisLength",
        ("shape_Elongation", "shape_MinorAxisLength", "shape_MajorAxisLength"),
        lambda ratio, minor, major: (ratio, minor / major),
    ),
    Identity(
        "Flatness = LeastAxisLength / MajorAxisLength",
        ("shape_Flatness", "shape_LeastAxisLength", "shape_MajorAxisLength"),
        lambda ratio, least, major: (ratio, least / major),
    ),
    Identity(
        "PerimeterSurfaceRatio = Perimeter / MeshSurface",
        ("shape2D_PerimeterSurfaceRatio", "shape2D_Perimeter", "shape2D_MeshSurface"),
        lambda ratio, perimeter, surface: (ratio, perimeter / surface),
    ),
    Identity(
        "4 SumSquares = ClusterTendency + Contrast",
        ("glcm_SumSquares", "glcm_ClusterTendency", "glcm_Contrast"),
        lambda squares, tendency, contrast: (4 * squares, tendency + contrast),
        linear=True,
        unless="symmetricalGLCM: false",
    ),
    Identity(
        "SumAverage = 2 JointAverage",
        ("glcm_SumAverage", "glcm_JointAverage"),
        lambda total, joint: (total, 2 * joint),
        linear=True,
        unless="symmetricalGLCM: false",
    ),
    Identity(
        "DependenceNonUniformity / its normalised form = Energy / RootMeanSquared^2",
        (
            "gldm_DependenceNonUniformity",
            "gldm_DependenceNonUniformityNormalized",
            "firstorder_Energy",
            "firstorder_RootMeanSquared",
        ),
        lambda plain, share, energy, rms: (plain / share, energy / rms**2),
    ),
    Identity(
        "GrayLevelNonUniformity (gldm) = voxels * Uniformity",
        (
            "gldm_GrayLevelNonUniformity",
            "firstorder_Uniformity",
            "gldm_DependenceNonUniformity",
            "gldm_DependenceNonUniformityNormalized",
        ),
        lambda grey, uniformity, plain, share: (grey, uniformity * plain / share),
    ),
    Identity(
        "SizeZoneNonUniformity / its normalised form = GrayLevelNonUniformity / its normalised form",
        (
            "glszm_SizeZoneNonUniformity",
            "glszm_SizeZoneNonUniformityNormalized",
            "glszm_GrayLevelNonUniformity",
            "glszm_GrayLevelNonUniformityNormalized",
        ),
        lambda zones, share, grey, grey_share: (zones / share, grey / grey_share),
    ),
    Identity(
        "SizeZoneNonUniformity / its normalised form is a number of zones",
        ("glszm_SizeZoneNonUniformity", "glszm_SizeZoneNonUniformityNormalized"),
        lambda zones, share: _whole(zones / share),
        whole=True,
    ),
    Identity(
        "ZonePercentage = zones / voxels",
        (
            "glszm_ZonePercentage",
            "glszm_SizeZoneNonUniformity",
            "glszm_SizeZoneNonUniformityNormalized",
            "gldm_DependenceNonUniformity",
            "gldm_DependenceNonUniformityNormalized",
        ),
        lambda part, zones, share, plain, own: (part, zones / share / (plain / own)),
    ),
    Identity(
        "LargeAreaEmphasis = ZoneVariance + 1 / ZonePercentage^2",
        ("glszm_LargeAreaEmphasis", "glszm_ZoneVariance", "glszm_ZonePercentage"),
        lambda large, variance, part: (large, variance + 1 / part**2),
    ),
)
