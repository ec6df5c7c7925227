"""The size of a voxel, which a raw table gives away: pyradiomics' TotalEnergy is Energy times the voxel's volume."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from radaudit.features.names import parse_name
from radaudit.features.plausible.groups import rounding

EXACT = 1e-6  # relative: what sums of floats leave


def voxel_volumes(names: Sequence[str], values: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    """Volume of a voxel after resampling, as each row tells it; None without the two columns of one image.

    Parameters
    ----------
    names, values
        Columns of a raw table, shape (cases, features).

    Returns
    -------
    volumes, slack
        mm^3, shape (cases,), nan where a cell is missing; and how far rounding of the table may have moved each.
    """
    places = {name: column for column, name in enumerate(names)}
    pair = next(
        (
            (places[name], places[other])
            for name in names
            if (own := parse_name(name)) and own.kind == "firstorder" and name.endswith("_TotalEnergy")
            and (other := name.replace("_TotalEnergy", "_Energy")) in places
        ),
        None,
    )  # fmt: skip
    if pair is None:
        return None
    total, energy = (values[:, column] for column in pair)
    half = rounding(values[:, pair], [False, False])
    with np.errstate(divide="ignore", invalid="ignore"):
        volumes = np.where(energy > 0, total / energy, np.nan)
        slack = volumes * (half[:, 0] / total + half[:, 1] / energy + EXACT)
    return volumes, slack


def other_voxels(names: Sequence[str], values: np.ndarray, spacing: Sequence[float]) -> dict[int, float]:
    """Rows whose voxels have another volume than the declared spacing makes, with that volume in mm^3."""
    found = voxel_volumes(names, values)
    if found is None or len(spacing) != 3 or not all(own > 0 for own in spacing):  # 0 keeps the image's own
        return {}
    volumes, slack = found
    wrong = np.isfinite(volumes) & (np.abs(volumes - np.prod(spacing)) > slack)
    return {int(row): float(volumes[row]) for row in np.flatnonzero(wrong)}
