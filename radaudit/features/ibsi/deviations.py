"""Where pyradiomics is known to go another way than IBSI, each with its source."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fnmatch import fnmatchcase

FAQ = "https://pyradiomics.readthedocs.io/en/latest/faq.html#does-pyradiomics-adhere-to-ibsi-definitions-of-features"
_SHAPE = "https://pyradiomics.readthedocs.io/en/latest/_modules/radiomics/shape.html"
_GLCM = "https://pyradiomics.readthedocs.io/en/latest/features.html#module-radiomics.glcm"
_REMOVED = "https://pyradiomics.readthedocs.io/en/latest/removedfeatures.html"
_FIRSTORDER = "https://pyradiomics.readthedocs.io/en/latest/features.html#module-radiomics.firstorder"
_EDGES = "https://pyradiomics.readthedocs.io/en/latest/radiomics.html#radiomics.imageoperations.getBinEdges"


@dataclass(frozen=True)
class Deviation:
    """A known difference.

    Attributes
    ----------
    code
        A short name.
    sentence
        What differs.
    source
        Where it can be read.
    features
        The features that it changes, as globs of "class_Name".
    by_definition
        Whether it lies in the feature itself; else in a step of processing before it.
    corrected
        What IBSI's definition would give: from the value and the number of voxels in the ROI. None where that can't
        be told from the value.
    """

    code: str
    sentence: str
    source: str
    features: tuple[str, ...] = ("*",)
    by_definition: bool = False
    corrected: Callable[[float, int], float] | None = None

    def touches(self, feature: str) -> bool:
        """Whether it changes this feature."""
        return any(fnmatchcase(feature, glob) for glob in self.features)


KURTOSIS = Deviation(
    "kurtosis-not-excess",
    "pyradiomics gives kurtosis, IBSI excess kurtosis: 3 less.",
    FAQ,
    ("firstorder_Kurtosis",),
    True,
    lambda value, voxels: value - 3,
)
AXES = Deviation(
    "axes-divide-by-n",
    "For the lengths of the axes pyradiomics divides the covariance of the N voxel positions by N; IBSI's reference "
    "values are met with N - 1, so pyradiomics' lengths are shorter by the factor sqrt((N - 1) / N).",
    _SHAPE,
    ("shape_MajorAxisLength", "shape_MinorAxisLength", "shape_LeastAxisLength"),
    True,
    lambda value, voxels: value * math.sqrt(voxels / (voxels - 1)),
)
NO_LONGER_GIVEN = Deviation(
    "no-longer-given",
    "pyradiomics no longer computes it, because it always equals another feature or 1.",
    _REMOVED,
    (
        "glcm_Dissimilarity",
        "glcm_Homogeneity1",
        "glcm_Homogeneity2",
        "glcm_SumVariance",
        "gldm_GrayLevelNonUniformityNormalized",
        "gldm_DependencePercentage",
    ),
    True,
)
ONLY_BY_NAME = Deviation(
    "only-by-name",
    "pyradiomics computes it only where the parameters name it, because it follows from Sphericity.",
    _REMOVED,
    ("shape_Compactness1", "shape_Compactness2", "shape_SphericalDisproportion"),
    True,
)
SHIFTED = Deviation(
    "voxel-array-shift",
    "pyradiomics can add a constant to all intensities first (voxelArrayShift; 0 by default), IBSI never does.",
    _FIRSTORDER,
    ("firstorder_Energy", "firstorder_RootMeanSquared"),
    True,
)
NO_NAME = Deviation(
    "not-in-ibsi",
    "IBSI defines no such feature.",
    FAQ,
    (
        "firstorder_TotalEnergy",
        "firstorder_StandardDeviation",
        "shape_Maximum2DDiameterSlice",
        "shape_Maximum2DDiameterColumn",
        "shape_Maximum2DDiameterRow",
        "glcm_MCC",
        "shape2D_*",
    ),
    True,
)

BIN_EDGES = Deviation(
    "bins-start-at-zero",
    "With a fixed bin width pyradiomics' bins start at a multiple of the width and the lowest level of the ROI is "
    "always 1; IBSI's start at the lower bound of the resegmentation range, so its lowest level may be higher. "
    "Features that depend on the levels themselves, not on their differences, change.",
    _EDGES,
    (
        "glcm_JointAverage",
        "glcm_SumAverage",
        "glcm_Autocorrelation",
        "gl*_*GrayLevel*Emphasis",
        "ngtdm_Busyness",
    ),
)
GRID = Deviation(
    "grid-by-corner",
    "pyradiomics aligns the resampled grid with the corner of the image, IBSI with its centre.",
    FAQ,
)
NO_ROUNDING = Deviation(
    "no-rounding",
    "pyradiomics does not round resampled CT numbers to integers, IBSI does.",
    FAQ,
)
MASK_NEAREST = Deviation(
    "mask-nearest-neighbour",
    "pyradiomics resamples masks by nearest neighbour; IBSI interpolates them and keeps what is 0.5 or more.",
    FAQ,
)
ONE_RESEGMENTATION = Deviation(
    "one-resegmentation",
    "pyradiomics resegments by a range or by outliers, never by both.",
    FAQ,
)
SLICES_MERGED = Deviation(
    "slices-merged",
    "pyradiomics' force2D puts the matrices of all slices together (IBSI's 2.5D: JJUI, 62GR); IBSI's 2D "
    "(BTW3, SUJT, 8QNN), features of each slice averaged, it does not have.",
    _GLCM,
    ("gl*", "ngtdm_*"),
)

DEVIATIONS = (
    KURTOSIS,
    AXES,
    BIN_EDGES,
    GRID,
    NO_ROUNDING,
    MASK_NEAREST,
    ONE_RESEGMENTATION,
    SLICES_MERGED,
    SHIFTED,
    ONLY_BY_NAME,
    NO_LONGER_GIVEN,
    NO_NAME,
)


def deviations_of(feature: str) -> tuple[Deviation, ...]:
    """Those that change this feature ("class_Name") by definition."""
    return tuple(own for own in DEVIATIONS if own.by_definition and own.touches(feature))
