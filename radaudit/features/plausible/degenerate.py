"""Rows and columns that hold numbers but no measurement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from radaudit.features.plausible.groups import Group, groups_of

FEWEST = 5  # features that must be equal before a row of one number is strange, and cases before a column is
FLOAT32_LARGEST = float(np.finfo(np.float32).max)  # scikit-learn's trees and most networks convert to float32
EXACT = 1e-9

# What pyradiomics gives when all voxels fall into one grey level; none of these comes out of two levels.
ONE_LEVEL = {
    "firstorder_Uniformity": 1.0,
    "glcm_JointEnergy": 1.0,
    "glcm_MaximumProbability": 1.0,
    "glcm_Contrast": 0.0,
    "glcm_JointEntropy": 0.0,
    "glrlm_GrayLevelNonUniformityNormalized": 1.0,
    "glszm_GrayLevelNonUniformityNormalized": 1.0,
    "gldm_GrayLevelVariance": 0.0,
    "ngtdm_Coarseness": 1e6,
}
FLAT = {"firstorder_Range": 0.0, "firstorder_Variance": 0.0}


@dataclass(frozen=True)
class OneLevel:
    """A case whose ROI has a single grey level in one image type.

    Attributes
    ----------
    flat
        Whether all voxels are equal; otherwise the bins are wider than the range of grey values.
    """

    row: int
    group: str
    image: str
    flat: bool


def rows_of_one_value(values: np.ndarray) -> dict[int, float]:
    """Rows in which all values are the same number (0 where a tool failed without saying so), with that number.

    Parameters
    ----------
    values
        float64, shape (cases, features).
    """
    found = {}
    for row, own in enumerate(values):
        known = own[np.isfinite(own)]
        if len(known) >= FEWEST and (known == known[0]).all():
            found[row] = float(known[0])
    return found


def rows_without_values(values: np.ndarray) -> list[int]:
    """Rows in which no feature has a value."""
    return np.flatnonzero(~np.isfinite(values).any(axis=1)).tolist() if values.shape[1] else []


def one_level(names: Sequence[str], values: np.ndarray) -> list[OneLevel]:
    """Cases and image types in which texture features are the constants of a single grey level.

    At least two features must say so, and none may say otherwise.
    """
    found = []
    for group in groups_of(names):
        signs = [(group.columns[name], value) for name, value in ONE_LEVEL.items() if name in group.columns]
        if len(signs) < 2:
            continue
        own = values[:, [column for column, _ in signs]]
        wanted = np.array([value for _, value in signs])
        agree = np.abs(own - wanted) <= EXACT * np.maximum(1, wanted)
        known = np.isfinite(own)
        rows = np.flatnonzero((agree | ~known).all(axis=1) & (known.sum(axis=1) >= 2))
        found += [OneLevel(int(row), group.name, group.image, _is_flat(group, values[row])) for row in rows]
    return found


def _is_flat(group: Group, row: np.ndarray) -> bool:
    own = [row[group.columns[name]] for name in FLAT if name in group.columns]
    return bool(own) and all(abs(value) <= EXACT for value in own)


def constant_columns(values: np.ndarray) -> dict[int, float]:
    """Columns with one value in all cases, with that value."""
    found = {}
    for column in range(values.shape[1]):
        known = values[np.isfinite(values[:, column]), column]
        if len(known) >= FEWEST and (known == known[0]).all():
            found[column] = float(known[0])
    return found


def sparse_columns(values: np.ndarray, share: float) -> dict[int, float]:
    """Columns without a number in more than this share of the cases, with the share."""
    missing = 1 - np.isfinite(values).mean(axis=0) if len(values) else np.zeros(values.shape[1])
    return {int(column): float(missing[column]) for column in np.flatnonzero(missing > share)}


def too_large(values: np.ndarray) -> list[tuple[int, int]]:
    """Infinite cells and those beyond what 32-bit floats hold, by row and column."""
    with np.errstate(invalid="ignore"):
        rows, columns = np.nonzero(np.isinf(values) | (np.abs(values) > FLOAT32_LARGEST))
    return [(int(row), int(column)) for row, column in zip(rows, columns, strict=True)]
