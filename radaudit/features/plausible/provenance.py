"""Arithmetic on what pyradiomics notes beside the features (``diagnostics_*``): no image is needed for it.

Each function takes the notes of one extraction, under pyradiomics' own names (`features.diagnostics.by_series`).
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from radaudit.features.configuration import literal
from radaudit.features.diagnostics import Diagnostics
from radaudit.features.settings import DEFAULTS

# What pyradiomics calls it since 2.1, and before.
IMAGE_HASH = ("diagnostics_Image-original_Hash", "general_info_ImageHash")
MASK_HASH = ("diagnostics_Mask-original_Hash", "general_info_MaskHash")
BOX = ("diagnostics_Mask-original_BoundingBox", "general_info_BoundingBox")
VOXELS = ("diagnostics_Mask-original_VoxelNum", "general_info_VoxelNum")
PARTS = ("diagnostics_Mask-original_VolumeNum", "general_info_VolumeNum")
SPACING = ("diagnostics_Image-original_Spacing", "general_info_ImageSpacing")
SETTINGS = ("diagnostics_Configuration_Settings", "general_info_GeneralSettings")
IMAGE_TYPES = ("diagnostics_Configuration_EnabledImageTypes", "general_info_EnabledImageTypes")
STAGES = ("corrected", "interpolated", "original")  # of the mask, the last one first

_HASH = re.compile(r"[0-9a-fA-F]{32,64}")
_NUMBER = re.compile(r"(?<![\w.])[+-]?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?")
FEWEST = 8  # cases without which nobody knows what is usual
FENCE = 3.0  # interquartile ranges beyond the quartiles: "far out", Tukey 1977, Exploratory Data Analysis
NARROWEST = 0.5  # of the logarithm: where all ROIs are alike, half as large again is no outlier
MANY_PARTS = 10  # of a ROI, where most cases have one or two


@dataclass(frozen=True)
class Outlier:
    """A case whose ROI or voxels are unlike those of all others."""

    row: int
    what: str
    value: str
    usual: str


def noted(diagnostics: Diagnostics, columns: Sequence[str]) -> Sequence[str | None]:
    """A column under the first of its names that the table has; empty without any."""
    return next((diagnostics[name] for name in columns if any(diagnostics.get(name, ()))), ())


def shared(keys: Sequence[object | None]) -> list[tuple[int, ...]]:
    """Rows with the same key, where there are several; None is nobody's equal."""
    rows = defaultdict(list)
    for row, key in enumerate(keys):
        if key is not None:
            rows[key].append(row)
    return [tuple(own) for own in rows.values() if len(own) > 1]


def hashes(diagnostics: Diagnostics, columns: Sequence[str]) -> list[str | None]:
    """Digests of voxels, lower case; None where the cell holds none."""
    texts = noted(diagnostics, columns)
    return [text.lower() if text and _HASH.fullmatch(text) else None for text in texts]


def roi_keys(diagnostics: Diagnostics) -> list[tuple | None]:
    """What tells one ROI of one scan from another; None where the table does not note enough.

    A mask may hold several ROIs under several labels, so its digest alone does not name one: where the bounding box
    and the number of voxels agree as well, it is the same.
    """
    image, mask = hashes(diagnostics, IMAGE_HASH), hashes(diagnostics, MASK_HASH)
    box, voxels = noted(diagnostics, BOX), noted(diagnostics, VOXELS)
    if not (image and mask and box and voxels):
        return [None] * len(image)
    rows = zip(image, mask, map(numbers, box), map(numbers, voxels), strict=True)
    return [own if all(own) else None for own in rows]


def numbers(text: str | None) -> tuple[float, ...]:
    """The numbers in a cell such as ``(0.98, 0.98, 5.0)``, also as numpy 2 prints them."""
    found = (float(own) for own in _NUMBER.findall((text or "").replace("np.float64", "")))
    return tuple(own for own in found if math.isfinite(own))


def mixed_settings(diagnostics: Diagnostics) -> dict[str, dict[str, int]]:
    """Settings that change the numbers and are not the same in all rows: the values of each, with their cases.

    What a row does not record was the default.
    """
    recorded = [own for text in noted(diagnostics, SETTINGS) if (own := literal(text))]
    found = {}
    for name, default in DEFAULTS.items():
        counts = defaultdict(int)
        for own in recorded:
            counts[_plain(own.get(name, default))] += 1
        if len(counts) > 1:
            found[name] = dict(counts)
    return found


def mixed_texts(diagnostics: Diagnostics, columns: Sequence[str]) -> dict[str, int]:
    """Texts of a column that is not the same in all rows, with their cases; empty where it is."""
    counts = defaultdict(int)
    for text in noted(diagnostics, columns):
        if text:
            counts[text] += 1
    return dict(counts) if len(counts) > 1 else {}


def expected_volumes(diagnostics: Diagnostics, rows: int) -> np.ndarray:
    """Volume of each ROI by the noted numbers of voxels and their size, after resampling.

    Returns
    -------
    array
        mm^3, shape (rows,); nan where it is not noted.
    """
    volumes, voxels = np.full(rows, np.nan), np.full(rows, np.nan)
    for stage in reversed(STAGES):
        counts = noted(diagnostics, (f"diagnostics_Mask-{stage}_VoxelNum",))
        spacings = noted(diagnostics, (f"diagnostics_Mask-{stage}_Spacing",))
        for row, (count, spacing) in enumerate(zip(counts, spacings, strict=False)):
            count, spacing = numbers(count), numbers(spacing)
            if len(count) == 1 and len(spacing) == 3:
                voxels[row], volumes[row] = count[0], count[0] * math.prod(spacing)
    for row, count in enumerate(noted(diagnostics, ("diagnostics_Mask-resegmented_VoxelNum",))):
        if numbers(count) != (voxels[row],):  # shape is then measured in the box around what is left
            volumes[row] = np.nan
    return volumes


def outliers(diagnostics: Diagnostics) -> list[Outlier]:
    """ROIs far larger, far smaller or in far more parts than the others, and voxels of a lost header."""
    return [*_sizes(diagnostics), *_parts(diagnostics), *_spacings(diagnostics)]


def _sizes(diagnostics: Diagnostics) -> list[Outlier]:
    counts = [numbers(text) for text in noted(diagnostics, VOXELS)]
    spacings = [numbers(text) for text in noted(diagnostics, SPACING)] or [()] * len(counts)
    volumes = np.array(
        [c[0] * math.prod(s) if len(c) == 1 and len(s) == 3 else np.nan for c, s in zip(counts, spacings, strict=True)]
    )
    rows = np.flatnonzero((volumes > 0) & np.isfinite(volumes))
    if len(rows) < FEWEST:
        return []
    size = np.log(volumes[rows])
    low, high = np.quantile(size, [0.25, 0.75])
    width = max(high - low, NARROWEST)
    far = (size < low - FENCE * width) | (size > high + FENCE * width)
    usual = f"{np.exp(low):.3g} to {np.exp(high):.3g} mm3 (middle half)"
    return [Outlier(int(row), "volume of the ROI", f"{volumes[row]:.3g} mm3", usual) for row in rows[far]]


def _parts(diagnostics: Diagnostics) -> list[Outlier]:
    counts = [numbers(text) for text in noted(diagnostics, PARTS)]
    known = [own[0] for own in counts if len(own) == 1]
    if len(known) < FEWEST or np.median(known) > 2:
        return []
    usual = f"{np.median(known):g} (median)"
    many = [(row, own[0]) for row, own in enumerate(counts) if len(own) == 1 and own[0] >= MANY_PARTS]
    return [Outlier(row, "parts of the ROI", f"{count:g}", usual) for row, count in many]


def _spacings(diagnostics: Diagnostics) -> list[Outlier]:
    """A spacing of exactly 1 x 1 x 1 in a few cases is what a file without a header has."""
    spacings = [numbers(text) for text in noted(diagnostics, SPACING)]
    known = [own for own in spacings if len(own) == 3]
    unit = [row for row, own in enumerate(spacings) if own == (1.0, 1.0, 1.0)]
    if len(known) < FEWEST or not unit or len(unit) > 0.2 * len(known):
        return []
    usual = " x ".join(f"{value:.3g}" for value in np.median(known, axis=0)) + " mm (median)"
    return [Outlier(row, "voxel size", "1 x 1 x 1 mm", usual) for row in unit]


def _plain(value: object) -> str:
    """How a value is shown and compared: 1 and 1.0 are one, as are lists and tuples."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(_plain(own) for own in value)}]"
    return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
