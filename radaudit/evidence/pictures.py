"""Pictures of the ROIs, made only where the auditor asks for them: they are patient data."""

from __future__ import annotations

from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.core.errors import Unavailable
from radaudit.core.picture import Picture
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.images import ImageIndex
from radaudit.evidence.perturbed import Perturbed, chains_of
from radaudit.features.contours import DrawContours
from radaudit.features.settings import Settings
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
        _picture(own.case, made, f"slice {made['slice']}")
        for own, result in zip(ready, results, strict=True)
        if not isinstance(result, Failure)
        for made in result["pictures"]
    )


@evidence
def redrawn_pictures(
    images: ImageIndex, perturbed: Perturbed, settings: Settings, auditor: Auditor, compute: Compute
) -> tuple[Picture, ...]:
    """The middle slice of the cases that were perturbed, each with the outlines that were extracted."""
    setting = dict(settings.parameters.get("setting") or {})
    chosen = [(own, chains_of(own, perturbed.chains, auditor)) for own in map(images.cases.get, perturbed.cases)]
    jobs = [DrawContours(own.case, own.image, own.mask, own.label, chains, own.roi, setting) for own, chains in chosen]
    results = compute.map("Drawing perturbed ROIs", jobs)
    return tuple(
        _picture(job.case, made, f"slice {made['slice']}, drawn anew {len(made['others'])} times")
        for job, made in zip(jobs, results, strict=True)
        if not isinstance(made, Failure) and made["others"]
    )


def _picture(case: str, made: dict, caption: str) -> Picture:
    parts = (made[key] for key in ("width", "height", "webp", "outline"))
    return Picture(case, caption, *parts, tuple(made["others"]))
