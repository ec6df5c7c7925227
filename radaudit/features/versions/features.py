"""The history of pyradiomics' features: what came, what was renamed, and whose definition changed.

Features are named ``class_Feature``. Sources, by the mark behind each entry: [n] release notes of that release; [p] the
released packages, compared file by file (``radiomics/shape.py``, ``firstorder.py``, ``glcm.py``, ``gldm.py``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from radaudit.features.names import FeatureName
from radaudit.features.versions.release import Release

# Old name: today's name, and the release that renamed it. The number stayed the same.
RENAMED: Mapping[str, tuple[str, Release]] = {
    "shape_Volume": ("shape_VoxelVolume", (2, 1, 0)),  # [n: "original calculation is retained as VoxelVolume"]
    "shape_MajorAxis": ("shape_MajorAxisLength", (2, 1, 0)),  # [p; n: PCA-derived features are not affected]
    "shape_MinorAxis": ("shape_MinorAxisLength", (2, 1, 0)),
    "shape_LeastAxis": ("shape_LeastAxisLength", (2, 1, 0)),
    "glcm_SumVariance2": ("glcm_SumVariance", (1, 2, 0)),  # [n]
}

# Always equal to another feature, so since 2.0.0 no value is given even where it is asked for by name [n, p].
REPLACED: Mapping[str, str] = {
    "glcm_Dissimilarity": "glcm_DifferenceAverage",
    "glcm_Homogeneity1": "glcm_Id",
    "glcm_Homogeneity2": "glcm_Idm",
    "glcm_SumVariance": "glcm_ClusterTendency",
    "gldm_GrayLevelNonUniformityNormalized": "firstorder_Uniformity",
    "gldm_DependencePercentage": "",  # always 1
}
REPLACED_IN: Release = (2, 0, 0)
# Since 2.0.0 computed only where the parameters name them [n, p].
ONLY_BY_NAME = (
    "shape_Compactness1",
    "shape_Compactness2",
    "shape_SphericalDisproportion",
    "firstorder_StandardDeviation",
)
REMOVED: Mapping[str, Release] = {"shape_Roundness": (1, 1, 1)}  # [n]

# Classes, image types and features by the release that brought them.
ADDED_CLASSES: Mapping[str, Release] = {"ngtdm": (1, 3, 0), "gldm": (1, 3, 0), "shape2D": (2, 2, 0)}  # [n]
ADDED_IMAGES: Mapping[str, Release] = {"gradient": (2, 0, 0), "lbp-*": (2, 0, 0)}  # [n]
ADDED: Mapping[str, Release] = {
    "glcm_MCC": (2, 1, 0),  # [n, p]
    "shape_MeshVolume": (2, 1, 0),
    "shape_VoxelVolume": (2, 1, 0),
    "shape_MajorAxisLength": (2, 1, 0),
    "shape_MinorAxisLength": (2, 1, 0),
    "shape_LeastAxisLength": (2, 1, 0),
}


@dataclass(frozen=True)
class Redefined:
    """A change of what a feature is.

    Attributes
    ----------
    features, images
        Globs of ``class_Feature`` and of image types.
    release
        The first with today's definition.
    sentence
        What changed.
    """

    features: tuple[str, ...]
    release: Release
    sentence: str
    images: tuple[str, ...] = ("*",)

    def touches(self, name: FeatureName) -> bool:
        short = f"{name.kind}_{name.feature}"
        return any(fnmatchcase(short, glob) for glob in self.features) and any(
            fnmatchcase(name.image, glob) for glob in self.images
        )


_TEXTURE = ("gl*", "ngtdm_*")
_ALL = ("firstorder_*", *_TEXTURE)
REDEFINED = (
    Redefined(
        ("firstorder_Entropy", "firstorder_Uniformity"),
        (2, 2, 0),
        "a largest grey value that falls on a bin's edge has a bin of its own, as in texture",  # [p]
    ),
    Redefined(
        (
            "shape_SurfaceVolumeRatio",
            "shape_Sphericity",
            "shape_Compactness1",
            "shape_Compactness2",
            "shape_SphericalDisproportion",
        ),
        (2, 1, 0),
        "the volume in it is that of the mesh, not of the voxels",  # [n #427, p]
    ),
    Redefined(
        ("shape_Maximum*Diameter*",),
        (2, 1, 0),
        "measured between the corners of the mesh, not between voxels",  # [n #427, p]
    ),
    Redefined(_ALL, (2, 0, 0), "the axes of the wavelet were put right", ("wavelet*",)),  # [n #346, 4027a52]
    Redefined(
        _ALL,
        (2, 0, 0),
        "the filter is scaled by the largest absolute value, not the largest value",  # [n #319]
        ("square", "squareroot", "logarithm", "exponential"),
    ),
    Redefined(
        ("ngtdm_Complexity", "ngtdm_Contrast"),
        (2, 0, 0),
        "an error in the formula was corrected (the notes of 1.3.0 and of 2.0.0 both name it)",  # [n #351]
    ),
    Redefined(("glcm_*",), (1, 3, 0), "the symmetrical matrix was not symmetrical (numpy view)"),  # [n #261]
    Redefined(("shape_Elongation", "shape_Flatness"), (1, 2, 0), "the ratio was the other way round"),  # [n #234]
    Redefined(("glcm_SumVariance",), (1, 2, 0), "the entropy was subtracted, not the average"),  # [n #233]
    Redefined(("shape_Compactness1",), (1, 1, 1), "an error in the formula was corrected"),  # [n #218]
    Redefined(
        (*_TEXTURE, "firstorder_Entropy", "firstorder_Uniformity"),
        (1, 1, 1),
        "grey values on the upper edge of the last bin went into the bin below",  # [n #219]
    ),
    Redefined(
        ("firstorder_Energy", "firstorder_TotalEnergy", "firstorder_RootMeanSquared"),
        (1, 1, 1),
        "2000 was added to every grey value unless voxelArrayShift said otherwise",  # [n #219]
    ),
)


def todays(short: str) -> str:
    """Today's name of a feature with the same number: ``shape_VoxelVolume`` of ``shape_Volume``."""
    for _ in range(2):  # renamed, then replaced
        short = RENAMED[short][0] if short in RENAMED else REPLACED.get(short) or short
    return short


def todays_plain(name: FeatureName) -> str:
    """The whole name as today's releases write the same number; uniformity of one image is that of its own image."""
    return f"{name.image}_{todays(f'{name.kind}_{name.feature}')}"


def changed_since(name: FeatureName, latest: Release | None) -> Redefined | None:
    """The last change of a feature's definition after a release; None where it is the same since, or not known."""
    if latest is None:
        return None
    return next((own for own in REDEFINED if own.release > latest and own.touches(name)), None)


def introduced(name: FeatureName) -> Release | None:
    """The release that first gave a feature of this name; None where it was there from the start."""
    short = f"{name.kind}_{name.feature}"
    dates = [ADDED.get(short), ADDED_CLASSES.get(name.kind)]
    dates += [release for glob, release in ADDED_IMAGES.items() if fnmatchcase(name.image, glob)]
    return max((own for own in dates if own), default=None)


def ended(name: FeatureName) -> Release | None:
    """The release that no longer gives this name; None where today's releases do."""
    short = f"{name.kind}_{name.feature}"
    if short in RENAMED:
        return RENAMED[short][1]
    return REPLACED_IN if short in REPLACED else REMOVED.get(short)
