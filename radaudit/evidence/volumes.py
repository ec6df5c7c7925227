"""How large each case's ROI is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.images import ImageIndex
from radaudit.evidence.reported import FeatureTable
from radaudit.features.plausible.size import size_column


@dataclass(frozen=True)
class Volumes:
    """The ROI's volume (of one drawn in 2D its area) by case.

    Attributes
    ----------
    source
        Where it is from, for sentences.
    by_case
        Cases that have one. Of a table that was scaled they are in its unit, in the same order.
    """

    source: str
    by_case: Mapping[str, float] = field(repr=False)

    def of(self, cases: Sequence[str]) -> np.ndarray:
        """Volumes of these cases, nan where a case has none; float64, shape (cases,)."""
        return np.array([self.by_case.get(case, np.nan) for case in cases], dtype=float)


@evidence
def volumes(reported: FeatureTable | None, images: ImageIndex | None) -> Volumes:
    """From the table's column of volume or area, else counted in the masks: no extraction is needed for it."""
    column = size_column(reported.names) if reported else None
    if column is not None:
        own = dict(zip(reported.cases, reported.values[:, column].tolist(), strict=True))
        return Volumes(reported.names[column], {case: value for case, value in own.items() if np.isfinite(value)})
    counted = {case: _volume(own.facts) for case, own in images.cases.items()} if images else {}
    counted = {case: value for case, value in counted.items() if value}
    if not counted:
        raise Unavailable(
            "The volume of the ROI is not known.", "Add VoxelVolume to the feature table, or 'images.mask'."
        )
    return Volumes("the volume of the masks", counted)


def _volume(facts: Mapping) -> float:
    """mm3; 0 where the mask could not be looked at."""
    return facts["voxels"] * float(np.prod(facts["mask"]["spacing"])) if "voxels" in facts else 0.0
