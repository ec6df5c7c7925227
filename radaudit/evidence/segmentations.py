"""Predicted masks beside their references."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from radaudit.compute.digest import FileRef, FolderRef
from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.core.errors import DataError, JobFailed, NotApplicable, Unavailable
from radaudit.core.finding import Location
from radaudit.core.step import evidence
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.images import CaseImages, ImageIndex, filled_in, reference_to
from radaudit.images.definitions import DEFINITIONS
from radaudit.images.overlap import Overlap, diagonal
from radaudit.study.load import Study
from radaudit.study.manifest import Pattern
from radaudit.study.places import confined

State = Literal["measured", "missing", "unreadable", "no reference"]
ROI = "ROI"  # the name of the one structure of a study that names none


@dataclass(frozen=True)
class Segmented:
    """One structure of one case, as one predictor drew it.

    Attributes
    ----------
    predictor, structure, case
        Whose and what.
    state
        "measured": both masks were read, either may be empty. "missing": there is no predicted mask.
        "unreadable": a mask can't be read, or the two can't be compared. "no reference": nothing to compare with.
    reason
        Why it was not measured; empty if it was.
    reference, predicted, common
        Voxels, if measured.
    voxel_mm3
        The volume of a voxel.
    measures
        By measure and definition, as `images.overlap.measured` gives them.
    diagonal
        Of the reference's grid, in "mm" and "voxels"; empty where it is not known.
    shapes
        Digests of the reference and the predicted structure, cut out; empty for an empty one.
    same_file
        Whether the predicted mask's file holds the same bytes as the reference's.
    file
        The predicted mask's name in the study.
    notes
        What was done to compare the two, without a full stop.
    """

    predictor: str
    structure: str
    case: str
    state: State
    reason: str = ""
    reference: int = 0
    predicted: int = 0
    common: int = 0
    voxel_mm3: float = 0.0
    measures: Mapping[str, Mapping[str, float]] = field(default_factory=dict, repr=False)
    diagonal: Mapping[str, float] = field(default_factory=dict, repr=False)
    shapes: tuple[str, str] = ("", "")
    same_file: bool = False
    file: str = ""
    notes: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing was predicted where the reference has something."""
        return self.state == "measured" and self.reference > 0 and self.predicted == 0

    @property
    def is_absent(self) -> bool:
        """Whether neither mask holds the structure, which leaves every measure undefined."""
        return self.state == "measured" and self.reference == 0 and self.predicted == 0

    def value(self, metric: str, definition: str = "") -> float | None:
        """A measure; by its first definition, or the named one; None where it is undefined."""
        return self.measures.get(metric, {}).get(definition or DEFINITIONS[metric][0].name)

    @property
    def place(self) -> Location:
        return Location(self.file)


@dataclass(frozen=True)
class Segmentations:
    """Every predicted mask against its reference.

    Attributes
    ----------
    predictors
        Their names, as the manifest gives them.
    structures
        Names of what was segmented, with their labels; a study that names none has one, `ROI`.
    all
        By predictor, structure and case, in this order; cases in the cohort's order.
    files
        Digests of the predicted masks that were read, by name.
    """

    predictors: tuple[str, ...]
    structures: Mapping[str, int]
    all: tuple[Segmented, ...] = field(repr=False)
    files: Mapping[str, str] = field(default_factory=dict, repr=False)

    @cached_property
    def _by_name(self) -> Mapping[tuple[str, str], tuple[Segmented, ...]]:
        found: dict[tuple[str, str], list[Segmented]] = {}
        for own in self.all:
            found.setdefault((own.predictor, own.structure), []).append(own)
        return {key: tuple(own) for key, own in found.items()}

    def of(self, predictor: str, structure: str, cases: Collection[str] | None = None) -> tuple[Segmented, ...]:
        """One predictor's masks of one structure, of all cases or of these."""
        own = self._by_name.get((predictor, structure), ())
        wanted = None if cases is None else set(cases)
        return tuple(one for one in own if wanted is None or one.case in wanted)

    def due(self, predictor: str, cohort: Cohort, split: Split | None) -> tuple[str, ...]:
        """Cases that need a prediction: all but those of sets that were learnt from and hold none."""
        if split is None or split.used == ("train",):
            return cohort.cases
        rows = self.of(predictor, next(iter(self.structures)))
        predicted = {own.case for own in rows if own.state not in ("missing", "no reference")}
        learnt = [name for name in ("train", "validation") if not predicted & set(split.cases(name))]
        return tuple(case for case in cohort.cases if split.sets.get(case) not in (None, *learnt))

    def shown(self, structure: str) -> str:
        """A structure's name for a sentence; empty where the study names none."""
        return "" if len(self.structures) == 1 and structure == ROI else structure


@evidence
def predictors(study: Study) -> Mapping[str, Pattern]:
    """Who predicted masks: where each predictor's masks lie, by its name."""
    info = study.manifest.images
    if info and info.predicted:
        return info.predicted
    if study.manifest.study.task == "segmentation":
        raise Unavailable(
            "The study names no predicted masks.", "Add 'images.predicted: {name: pattern}' to radaudit.yaml."
        )
    raise NotApplicable("This is no segmentation study: it names no predicted masks.")


@evidence
def segmentations(
    study: Study, predictors: Mapping[str, Pattern], cohort: Cohort, images: ImageIndex, compute: Compute
) -> Segmentations:
    """Every predicted mask, measured against the reference mask of its case."""
    if not images.masked:
        raise Unavailable("The study gives no reference masks.", "Add 'images.mask' to radaudit.yaml.")
    return measured_masks(study, predictors, cohort, images, compute, "Measuring predicted masks")


def measured_masks(
    study: Study, predictors: Mapping[str, Pattern], cohort: Cohort, images: ImageIndex, compute: Compute, title: str
) -> Segmentations:
    """Masks of some origin, each against the mask that `images` has of its case."""
    structures = dict(study.manifest.images.structures)
    found, jobs, files = {}, {}, {}
    for predictor, pattern in predictors.items():
        for case, own in images.cases.items():
            name, file, state, reason = _found(study, cohort, case, own, pattern)
            found[predictor, case] = (name, state, reason)
            if file is not None:
                files[name] = file.sha256
                labels = tuple(structures.values()) or (own.label,)
                jobs[predictor, case] = Overlap(case, own.mask, file, labels, own.image, own.roi)
    results = dict(zip(jobs, compute.map(title, list(jobs.values())), strict=True))
    names = structures or {ROI: images.label}
    rows = [
        _row(
            (predictor, structure, case),
            found[predictor, case],
            images.cases[case],
            _part(jobs.get((predictor, case)), results.get((predictor, case)), position),
        )
        for predictor in predictors
        for position, structure in enumerate(names)
        for case in cohort.cases
    ]
    return Segmentations(tuple(predictors), names, tuple(rows), files)


def _part(job: Overlap | None, result: dict | Failure | None, position: int) -> object:
    """Of a result one structure's facts, the whole, and whether both files hold the same bytes."""
    if job is None or isinstance(result, Failure):
        return result
    return result["structures"][position], result, job.reference.sha256 == job.predicted.sha256


def _found(
    study: Study, cohort: Cohort, case: str, own: CaseImages, pattern: Pattern
) -> tuple[str, FileRef | FolderRef | None, State, str]:
    """The predicted mask's name and file, what can be said before it is read, and why it won't be."""
    name = filled_in(pattern, cohort, case) or ""
    if own.mask is None or (own.problem and isinstance(study.manifest.images.label, dict)):
        return name, None, "no reference", own.problem or "there is no reference mask"
    if not name:
        return "", None, "missing", "the cohort table gives no predicted mask for it"
    lost = False
    try:
        lost = not confined(study.root, name).exists()
        return name, reference_to(study.root, name), "measured", ""
    except DataError as fault:
        return name, None, "missing" if lost else "unreadable", fault.problems[0].message
    except JobFailed as fault:
        return name, None, "unreadable", str(fault)
    except OSError as fault:
        return name, None, "unreadable", f"{Path(name).name} can't be read: {fault.strerror}"


def _diagonal(own: CaseImages) -> dict[str, float]:
    """Of the reference's grid, where there is no predicted mask to measure."""
    grid = own.facts.get("mask") or own.facts.get("image")
    return diagonal(grid["size"], grid["spacing"]) if grid else {}


def _row(key: tuple[str, str, str], found: tuple[str, State, str], own: CaseImages, result: object) -> Segmented:
    """One structure of one case; its result is the structure's part and the whole, a failure, or None."""
    name, state, reason = found
    if result is None:
        return Segmented(*key, state, reason, diagonal=_diagonal(own), file=name)
    if isinstance(result, Failure):
        return Segmented(*key, "unreadable", result.message, file=name)
    facts, whole, same = result
    return Segmented(
        *key,
        "measured",
        "",
        *(facts[part] for part in ("reference", "predicted", "common", "voxel_mm3", "measures")),
        whole["diagonal"],
        (facts["reference_shape"], facts["predicted_shape"]),
        same,
        name,
        tuple(whole["notes"]),
    )
