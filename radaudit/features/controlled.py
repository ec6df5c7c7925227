"""The features of a case whose voxels were filled anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from radaudit.compute.digest import FileRef, FolderRef
from radaudit.compute.job import NAME_ONLY, Job
from radaudit.features.controls.control import controlled
from radaudit.features.perturbed import on_image
from radaudit.features.radiomics import Extract, extracted
from radaudit.images.read import read_pair


@dataclass(frozen=True)
class ExtractControlled(Job):
    """All features of one case under a negative control, with the study's own parameters.

    ``run`` gives what `radiomics.Extract` gives. The mask is the case's own. Control and seed are part of the job, so
    `controls.control.controlled` gives the same voxels again.
    """

    revision: ClassVar[int] = 1
    libraries: ClassVar[tuple[str, ...]] = Extract.libraries

    case: str = field(metadata=NAME_ONLY)
    image: FileRef | FolderRef
    mask: FileRef | FolderRef
    label: int
    parameters: Mapping[str, object]
    control: str
    seed: tuple[int, ...]
    roi: str | None = None
    exact: bool = False

    @property
    def title(self) -> str:
        return self.case

    def run(self) -> dict:
        read = read_pair(self.image.path, self.mask.path, self.roi, self.label)
        inside = on_image(read.image, read.mask, self.label, self.parameters.get("setting") or {})
        image = controlled(read.image, inside, self.control, self.seed)
        found = extracted(image, read.mask, self.label, self.parameters, self.exact)
        return {"features": found["features"], "warnings": [*read.notes, *found["warnings"]]}
