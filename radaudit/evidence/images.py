"""The images and masks of the cohort."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from radaudit.compute.digest import FileRef, FolderRef, members
from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.core.errors import DataError, JobFailed, Unavailable
from radaudit.core.finding import Location
from radaudit.core.step import evidence
from radaudit.evidence.cohort import Cohort
from radaudit.images.inspect import Inspect
from radaudit.study.load import Study
from radaudit.study.manifest import Column, Pattern, RoiName, pattern_columns
from radaudit.study.personal import shown
from radaudit.study.places import confined, existing


@dataclass(frozen=True)
class CaseImages:
    """One case's image and mask.

    Attributes
    ----------
    image_name, mask_name
        Paths relative to the study, as the manifest's patterns give them; None where they give none.
    image, mask
        The files, or folders of DICOM files; None where one is missing or may not be read.
    problem
        Why this case can't be read; empty if it can.
    facts
        What `images.inspect.Inspect` found; empty if it could not look.
    label
        What marks the ROI in the mask.
    roi
        The ROI's name, for masks that hold ROIs by name.
    """

    case: str
    image_name: str | None
    mask_name: str | None
    image: FileRef | FolderRef | None
    mask: FileRef | FolderRef | None
    problem: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
    label: int = 1
    roi: str | None = None


@dataclass(frozen=True)
class ImageIndex:
    """Images and masks by case, in the cohort's order.

    Attributes
    ----------
    label
        The mask label that marks the ROI, where the cohort table gives cases none of their own.
    masked
        Whether the manifest names masks at all.
    """

    cases: Mapping[str, CaseImages]
    label: int
    masked: bool

    def place(self, case: str) -> Location:
        """The case's image file, or its mask where the image has no name."""
        own = self.cases[case]
        return Location(own.image_name or own.mask_name or "")


@evidence
def images(study: Study, cohort: Cohort, label: int, compute: Compute) -> ImageIndex:
    """Every case's image and mask, looked at but not yet computed on."""
    info = study.manifest.images
    if info is None:
        raise Unavailable("The study gives no images.", "Add 'images.image' and 'images.mask' to radaudit.yaml.")
    found = {case: _found(study, cohort, case, label) for case in cohort.cases}
    ready = [own for own in found.values() if own.image is not None and not own.problem]
    jobs = [Inspect(own.case, own.image, own.mask, own.label, own.roi) for own in ready]
    for own, result in zip(ready, compute.map("Looking at images", jobs), strict=True):
        change = {"problem": result.message} if isinstance(result, Failure) else {"facts": result}
        found[own.case] = replace(own, **change)
    return ImageIndex(found, label, info.mask is not None)


def _found(study: Study, cohort: Cohort, case: str, label: int) -> CaseImages:
    info = study.manifest.images
    names: dict[str, str | None] = {}
    files: dict[str, FileRef | FolderRef | None] = {}
    problems = []
    for kind, pattern in (("image", info.image), ("mask", info.mask)):
        names[kind] = filled_in(pattern, cohort, case) if pattern else None
        files[kind] = None
        if pattern and names[kind] is None:
            problems.append(f"the cohort table gives no {kind} for it")
        elif names[kind]:
            try:
                files[kind] = reference_to(study.root, names[kind])
            except DataError as fault:
                problems.append(f"{kind}: {fault.problems[0].message}")
            except JobFailed as fault:
                problems.append(f"{kind}: {fault}")
            except OSError as fault:
                problems.append(f"{kind}: {Path(names[kind]).name} can't be read: {fault.strerror}")
    if isinstance(info.label, dict):
        label, problem = _label(info.label, cohort, case)
        problems += problem
    roi = filled_in(info.roi, cohort, case) if info.roi else None
    if info.roi and not roi:
        problems.append("the cohort table gives no name of an ROI for it")
    files = [files[kind] for kind in ("image", "mask")]
    return CaseImages(case, names["image"], names["mask"], *files, "; ".join(problems), label=label, roi=roi)


def _label(column: Column, cohort: Cohort, case: str) -> tuple[int, list[str]]:
    """The case's own mask label, and what is wrong with it."""
    cell = filled_in(column, cohort, case)
    if not cell:
        return 1, ["the cohort table gives no mask label for it"]
    if not re.fullmatch(r"0*[1-9]\d{0,8}(\.0*)?", cell):
        return 1, [f"its mask label {shown(cell)} is no whole number from 1 on"]
    return int(cell.partition(".")[0]), []


def reference_to(root: Path, name: str) -> FileRef | FolderRef:
    """The file, or the folder of DICOM files, of this name; nothing in a folder may lead out of the study."""
    folder = confined(root, name)
    if not folder.is_dir():
        return FileRef.of(existing(root, name, alike=False))  # other names may be of patients
    for file in members(folder):
        confined(root, file.relative_to(root).as_posix())
    return FolderRef.of(folder)


def filled_in(pattern: Pattern | RoiName, cohort: Cohort, case: str) -> str | None:
    """A pattern filled with the case's own cells; None where one of them is empty."""
    row = cohort.rows[case]
    cells = {name: cohort.columns[name][row] for name in pattern_columns(pattern)}
    if isinstance(pattern, dict):
        return cells[pattern["column"]]
    if any(cell is None for cell in cells.values()):
        return None
    return re.sub(r"\{([^{}]+)\}", lambda found: cells[found[1]], pattern)
