"""Pictures of the ROIs, made only where the auditor asks for them: they are patient data."""

from __future__ import annotations

from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.core.errors import Unavailable
from radaudit.core.picture import Picture
from radaudit.core.step import evidence
from radaudit.evidence.images import ImageIndex
from radaudit.images.thumbnail import Thumbnail


@evidence
def pictures(images: ImageIndex, compute: Compute) -> tuple[Picture, ...]:
    """Slices of every case that has an image and a mask; cases that can't be shown are told by the checks on images."""
    ready = [own for own in images.cases.values() if own.image and own.mask and not own.problem]
    if not ready:
        raise Unavailable("No case has an image and a mask.", "Add 'images.image' and 'images.mask' to radaudit.yaml.")
    jobs = [Thumbnail(own.case, own.image, own.mask, own.label, own.roi) for own in ready]
    results = compute.map("Drawing ROIs", jobs)
    return tuple(
        Picture(own.case, f"slice {made['slice']}", made["width"], made["height"], made["webp"], made["outline"])
        for own, result in zip(ready, results, strict=True)
        if not isinstance(result, Failure)
        for made in result["pictures"]
    )
