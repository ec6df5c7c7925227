"""The columns of a table that were computed together: one image type of one series, and the shape of its ROI."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from radaudit.features.names import parse_name
from radaudit.features.resolution import Resolution, resolution_of
from radaudit.features.versions.features import RENAMED

OLD_NAMES = {before: now for before, (now, _) in RENAMED.items()}
# Grey values, distances on the grid, counts of voxels: few digits are their nature and say nothing of the printing.
COARSE = frozenset(
    {
        "shape_VoxelVolume",
        "shape_Maximum2DDiameterColumn",
        "shape_Maximum2DDiameterRow",
        "shape_Maximum2DDiameterSlice",
        "shape_Maximum3DDiameter",
        "shape2D_PixelSurface",
        "firstorder_10Percentile",
        "firstorder_90Percentile",
        "firstorder_Energy",
        "firstorder_InterquartileRange",
        "firstorder_Maximum",
        "firstorder_Median",
        "firstorder_Minimum",
        "firstorder_Range",
        "firstorder_TotalEnergy",
    }
)
_FLOAT32 = 2.0**-24  # half a unit of the last binary digit
GLANCE = 20  # numbers among which one of full precision nearly always is


@dataclass(frozen=True)
class Group:
    """Columns of one image type.

    Attributes
    ----------
    name
        As the columns begin: ``original``, ``T2_wavelet-LLH``.
    image
        Image type as pyradiomics writes it.
    columns
        Position of each feature by its short name, ``firstorder_Mean``; the shape features of the same series
        are in every group of it.
    """

    name: str
    image: str
    columns: Mapping[str, int]

    def has(self, *features: str) -> bool:
        return all(feature in self.columns for feature in features)


def groups_of(names: Sequence[str]) -> tuple[Group, ...]:
    """The groups of a table, in its order; columns with names of other tools are in none."""
    shapes, others = defaultdict(dict), defaultdict(dict)
    for position, name in enumerate(names):
        parts = parse_name(name)
        if parts is None:
            continue
        short = f"{parts.kind}_{parts.feature}"
        short = OLD_NAMES.get(short, short)
        series = (parts.prefix, parts.suffix)
        kept = shapes[series] if parts.kind.startswith("shape") else others[series, parts.image]
        kept.setdefault(short, position)
    for series in shapes:
        others.setdefault((series, "original"), {})
    return tuple(
        Group("_".join(filter(None, (series[0], image, series[1]))), image, {**shapes[series], **columns})
        for (series, image), columns in others.items()
    )


def short_names(names: Sequence[str]) -> list[str]:
    """``firstorder_Mean`` for each column, "" for names of other tools."""
    parts = [parse_name(name) for name in names]
    short = [f"{own.kind}_{own.feature}" if own else "" for own in parts]
    return [OLD_NAMES.get(name, name) for name in short]


def rounding(values: np.ndarray, coarse: Sequence[bool]) -> np.ndarray:
    """How far a printed number may be from the one it was printed from.

    A table may be pasted from several, so each row and each column has its own number of digits, and a cell has
    the fewer of the two. Numbers that were kept as float32 are known as such.

    Parameters
    ----------
    values
        float64, shape (cases, features).
    coarse
        For each column whether few digits are its nature; then its row alone tells.

    Returns
    -------
    array
        Half a unit, in the shape of `values`; 0 where nothing was rounded.
    """
    half = np.zeros(values.shape)
    fine = ~np.asarray(coarse, dtype=bool)
    for column in np.flatnonzero(fine):
        own = values[:, column]
        half[:, column] = _resolution(own).half_units(own)
    for row in range(len(values)):
        half[row] = np.maximum(half[row], _resolution(values[row, fine]).half_units(values[row]))
    if _is_float32(values[:, fine]):
        half = np.maximum(half, np.abs(values) * _FLOAT32)
    return np.where(np.isfinite(half), half, 0.0)


def _resolution(numbers: np.ndarray) -> Resolution:
    """Of numbers as they are written shortest, without zeros at the end."""
    known = numbers[np.isfinite(numbers) & (numbers != 0)]
    few = resolution_of(np.format_float_scientific(number, trim="-") for number in known[:GLANCE])
    if not few.rounded or len(known) <= GLANCE:  # more numbers can only show more digits
        return few
    return resolution_of(np.format_float_scientific(number, trim="-") for number in known)


def _is_float32(values: np.ndarray) -> bool:
    known = values[np.isfinite(values)]
    if not known.size:
        return False
    with np.errstate(over="ignore"):
        return bool(np.mean(known.astype(np.float32) == known) > 0.99)
