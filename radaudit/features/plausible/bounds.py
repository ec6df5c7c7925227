"""Values that no image can give: between which bounds each feature lies, and which features come in an order.

The bounds follow from the definitions (Zwanenburg et al. 2020, doi:10.1148/radiol.2020191145) and hold for every
image type. Grey levels are counted from 1, as pyradiomics does.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from radaudit.features.plausible.groups import COARSE, Group, groups_of, rounding, short_names

SLACK = 1e-9  # sums of floats leave entropies of -3e-16 and correlations of 1 + 2e-16
MOST_LOST = 0.25  # share of the bounded columns that may be out of bounds altogether in a table of raw values

_SHARE, _POSITIVE, _FROM_ONE = (0.0, 1.0), (0.0, math.inf), (1.0, math.inf)
_BY_BOUND: Mapping[tuple[float, float], Mapping[str, str]] = {
    _SHARE: {
        "shape": "Elongation Flatness Sphericity",
        "shape2D": "Elongation Sphericity",
        "firstorder": "Uniformity",
        "glcm": "Id Idm Idn Idmn Imc2 InverseVariance JointEnergy MaximumProbability",
        "glrlm": "GrayLevelNonUniformityNormalized LowGrayLevelRunEmphasis RunLengthNonUniformityNormalized "
        "RunPercentage ShortRunEmphasis",
        "glszm": "GrayLevelNonUniformityNormalized LowGrayLevelZoneEmphasis SizeZoneNonUniformityNormalized "
        "SmallAreaEmphasis ZonePercentage",
        "gldm": "DependenceNonUniformityNormalized LowGrayLevelEmphasis SmallDependenceEmphasis",
    },
    _POSITIVE: {
        "shape": "LeastAxisLength MajorAxisLength Maximum2DDiameterColumn Maximum2DDiameterRow Maximum2DDiameterSlice "
        "Maximum3DDiameter MeshVolume MinorAxisLength SurfaceArea SurfaceVolumeRatio VoxelVolume",
        "firstorder": "Energy Entropy InterquartileRange Kurtosis MeanAbsoluteDeviation Range "
        "RobustMeanAbsoluteDeviation RootMeanSquared StandardDeviation TotalEnergy Variance",
        "glcm": "ClusterProminence ClusterTendency Contrast DifferenceAverage DifferenceEntropy DifferenceVariance "
        "JointEntropy SumEntropy SumSquares",
        "glrlm": "GrayLevelVariance RunEntropy RunVariance",
        "glszm": "GrayLevelVariance ZoneEntropy ZoneVariance",
        "gldm": "DependenceEntropy DependenceVariance GrayLevelVariance",
        "ngtdm": "Busyness Complexity Contrast Strength",
    },
    _FROM_ONE: {
        "glcm": "Autocorrelation JointAverage SumAverage",
        "glrlm": "GrayLevelNonUniformity HighGrayLevelRunEmphasis LongRunEmphasis RunLengthNonUniformity",
        "glszm": "GrayLevelNonUniformity HighGrayLevelZoneEmphasis LargeAreaEmphasis SizeZoneNonUniformity",
        "gldm": "DependenceNonUniformity GrayLevelNonUniformity HighGrayLevelEmphasis LargeDependenceEmphasis",
    },
    (-1.0, 1.0): {"glcm": "Correlation"},
    (-1.0, 0.0): {"glcm": "Imc1"},
    (0.0, 1e6): {"ngtdm": "Coarseness"},
}
BOUNDS = {
    f"{kind}_{name}": bound
    for bound, kinds in _BY_BOUND.items()
    for kind, listed in kinds.items()
    for name in listed.split()
}
# The first is never greater than the second.
ORDERS = (
    ("firstorder_Minimum", "firstorder_10Percentile"),
    ("firstorder_10Percentile", "firstorder_Median"),
    ("firstorder_Median", "firstorder_90Percentile"),
    ("firstorder_90Percentile", "firstorder_Maximum"),
    ("firstorder_Minimum", "firstorder_Mean"),
    ("firstorder_Mean", "firstorder_Maximum"),
    ("firstorder_MeanAbsoluteDeviation", "firstorder_Range"),
    ("firstorder_InterquartileRange", "firstorder_Range"),
    ("shape_LeastAxisLength", "shape_MinorAxisLength"),
    ("shape_MinorAxisLength", "shape_MajorAxisLength"),
    ("shape_Maximum2DDiameterSlice", "shape_Maximum3DDiameter"),
    ("shape_Maximum2DDiameterColumn", "shape_Maximum3DDiameter"),
    ("shape_Maximum2DDiameterRow", "shape_Maximum3DDiameter"),
)


@dataclass(frozen=True)
class Impossible:
    """A value out of bounds.

    Attributes
    ----------
    row, column
        Where.
    expected
        What no image breaks: "at least 0", "not greater than original_firstorder_Maximum (97)".
    """

    row: int
    column: int
    expected: str


@dataclass(frozen=True)
class BoundsTrial:
    """All bounds and orders tried on a table.

    Attributes
    ----------
    tried
        How many columns have a bound or a place in an order.
    natural
        Whether the values are in their own units. False where rows break bounds all over: the table was
        standardised or otherwise transformed, and no single value can be called impossible.
    lost
        Columns that are out of bounds in most rows while the rest of the table is not.
    found
        Impossible values of a table in natural units; none in lost columns.
    """

    tried: int
    natural: bool
    lost: tuple[int, ...]
    found: tuple[Impossible, ...]


def impossible_values(names: Sequence[str], values: np.ndarray) -> BoundsTrial:
    """Try every bound and order that the table's columns allow.

    Parameters
    ----------
    names
        Columns.
    values
        float64, shape (cases, features).
    """
    short = short_names(names)
    half = rounding(values, [name in COARSE for name in short]) if any(short) else np.zeros(values.shape)
    broken = _out_of_bounds(short, values, half) + _out_of_order(groups_of(names), names, values, half)
    tried = len({column for column, _, _ in broken})
    if not tried:
        return BoundsTrial(0, True, (), ())
    known = np.isfinite(values).sum(axis=0)
    counts = {column: max(bad.sum() for own, bad, _ in broken if own == column) for column, _, _ in broken}
    lost = tuple(sorted(column for column, count in counts.items() if known[column] and count > known[column] / 2))
    rows = np.zeros(len(values), dtype=bool)
    for column, bad, _ in broken:
        rows |= bad & (column not in lost)
    natural = len(lost) <= MOST_LOST * tried and rows.mean() <= 0.5
    if not natural:
        return BoundsTrial(tried, False, lost, ())
    found = [
        Impossible(int(row), column, words(int(row)))
        for column, bad, words in broken
        if column not in lost
        for row in np.flatnonzero(bad)
    ]
    return BoundsTrial(tried, True, lost, tuple(sorted(found, key=lambda own: (own.row, own.column))))


def _out_of_bounds(short: Sequence[str], values: np.ndarray, half: np.ndarray) -> list:
    with_mesh = "shape_MeshVolume" in short
    made = []
    for column, name in enumerate(short):
        if name not in BOUNDS or (name == "shape_Sphericity" and not with_mesh):  # before 2.1, of the counted voxels
            continue
        low, high = BOUNDS[name]
        own, slack = values[:, column], half[:, column] + SLACK * np.maximum(1, np.abs(values[:, column]))
        with np.errstate(invalid="ignore", over="ignore"):
            bad = (own < low - slack) | (own > high + slack)
        words = f"at least {low:g}" if math.isinf(high) else f"{low:g} to {high:g}"
        made.append((column, bad, lambda row, words=words: words))
    return made


def _out_of_order(groups: Sequence[Group], names: Sequence[str], values: np.ndarray, half: np.ndarray) -> list:
    made = []
    for group in groups:
        for low, high in ORDERS:
            if not group.has(low, high) or (low.startswith("shape") and group.image != "original"):
                continue
            a, b = group.columns[low], group.columns[high]
            with np.errstate(invalid="ignore", over="ignore"):
                slack = half[:, a] + half[:, b] + SLACK * np.maximum(1, np.abs(values[:, a]) + np.abs(values[:, b]))
                bad = values[:, a] - values[:, b] > slack
            made.append((a, bad, lambda row, b=b: f"not greater than {names[b]} ({values[row, b]:g})"))
    return made
