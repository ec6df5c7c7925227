"""The features of the ROIs that several readers drew in one image."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from radaudit.compute.digest import digest
from radaudit.core.errors import JobFailed
from radaudit.features.many import extract_many
from radaudit.features.radiomics import Extract
from radaudit.images.read import Pair, read_pair
from radaudit.images.volume import Volume


@dataclass(frozen=True)
class ExtractReader(Extract):
    """What `radiomics.Extract` gives, of another reader's mask; the masks of one image share its filters."""

    most_together: ClassVar[int] = 8

    @property
    def shares(self) -> Hashable:
        return self.image.sha256, self.label, self.exact, digest(dict(self.parameters))

    @classmethod
    def run_together(cls, jobs: Sequence[ExtractReader]) -> list[dict | JobFailed]:
        found: dict[int, dict | JobFailed] = {}
        pairs: dict[int, Pair] = {}
        for place, job in enumerate(jobs):
            try:
                pairs[place] = read_pair(job.image.path, job.mask.path, job.roi, job.label)
            except JobFailed as failure:
                found[place] = failure
        while pairs:  # of a folder with several series, a mask says which one it was drawn on
            image = next(iter(pairs.values())).image
            own = {place: pair for place, pair in pairs.items() if _same(pair.image, image)}
            first = jobs[next(iter(own))]
            masks = [pair.mask for pair in own.values()]
            results = extract_many(image, masks, first.label, first.parameters, first.exact)
            for (place, pair), result in zip(own.items(), results, strict=True):
                if isinstance(result, dict):
                    result["warnings"] = [*pair.notes, *result["warnings"]]
                found[place] = result
                del pairs[place]
        return [found[place] for place in range(len(jobs))]


def _same(one: Volume, other: Volume) -> bool:
    if one is other:
        return True
    geometry = all(getattr(one, part) == getattr(other, part) for part in ("spacing", "origin", "direction"))
    geometry = geometry and one.voxels.dtype == other.voxels.dtype
    return geometry and np.array_equal(one.voxels, other.voxels, equal_nan=one.voxels.dtype.kind == "f")
