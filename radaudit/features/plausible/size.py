"""Features that say no more than how large the ROI is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from radaudit.features.plausible.groups import short_names

FEWEST = 10  # with ten cases, chance gives a rank correlation of 0.99 less than once in a million
_AREA = re.compile(r"(?:.*[_. ])?area", re.I)
_VOLUME = re.compile(r"(?:.*[_. ])?(?:voxel|mesh|tumou?r|roi|lesion)?[_. ]?volume(?:[_. ](?:mm3|cm3|ml|cc))?", re.I)


@dataclass(frozen=True)
class SizeLike:
    """A feature that orders the cases as their size does.

    Attributes
    ----------
    column
        Of the feature.
    correlation
        Spearman's, with the size.
    cases
        How many have both.
    proportional
        Whether it is the size in another unit.
    is_shape
        Whether it describes the shape, so that nothing else could be expected.
    """

    column: int
    correlation: float
    cases: int
    proportional: bool
    is_shape: bool

    @property
    def is_same_order(self) -> bool:
        """Whether it is a function of the size that only grows, or only falls."""
        return abs(self.correlation) > 1 - 1e-12


def size_column(names: Sequence[str]) -> int | None:
    """The ROI's volume, or its area where it is drawn in 2D.

    pyradiomics' own column, else one of another tool that is called volume or area.
    """
    short = short_names(names)
    for wanted in ("shape_VoxelVolume", "shape_MeshVolume", "shape2D_PixelSurface", "shape2D_MeshSurface"):
        if wanted in short:
            return short.index(wanted)
    for pattern in (_VOLUME, _AREA):
        called = [column for column, name in enumerate(names) if not short[column] and pattern.fullmatch(name)]
        if called:
            return called[0]
    return None


def size_like(names: Sequence[str], values: np.ndarray, size: int, least: float) -> list[SizeLike]:
    """Features whose rank correlation with the size is at least this, strongest first.

    Parameters
    ----------
    names
        Columns.
    values
        float64, shape (cases, features).
    size
        Position of the column of volume or area.
    least
        Absolute Spearman correlation.
    """
    from scipy.stats import rankdata

    short = short_names(names)
    found = []
    for column in range(values.shape[1]):
        both = np.isfinite(values[:, size]) & np.isfinite(values[:, column])
        large, own = values[both, size], values[both, column]
        if column == size or len(own) < FEWEST or (own == own[0]).all() or (large == large[0]).all():
            continue
        correlation = float(np.corrcoef(rankdata(large), rankdata(own))[0, 1])
        if abs(correlation) >= least:
            with np.errstate(all="ignore"):
                ratio = own / large
                same = bool(np.isfinite(ratio).all() and np.ptp(ratio) <= 1e-6 * abs(ratio[0]))
            is_shape = short[column].startswith("shape") or bool(_VOLUME.fullmatch(names[column]))
            found.append(SizeLike(column, correlation, len(own), same, is_shape))
    return sorted(found, key=lambda like: (-abs(like.correlation), like.column))
