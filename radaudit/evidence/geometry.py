"""Masks off their image's grid, under each of pyradiomics' geometry settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.comparison import against_row
from radaudit.evidence.images import CaseImages, ImageIndex
from radaudit.evidence.reported import FeatureTable
from radaudit.features.geometry import BY_INDEX, BY_PLACE, STRICT, TOLERANT, Triad, decisive, differences
from radaudit.features.placing import is_resampled
from radaudit.features.settings import Settings
from radaudit.images.itk import TOLERANCE
from radaudit.study.load import Study

TURNED = 1e-3  # cosines: a degree is 0.017 off the axis, and rounding far less
STRETCHED = 1e-3  # of the spacing
FEWEST = 5  # features that a table must share with an extraction before it can be told by them


@dataclass(frozen=True)
class Answer:
    """What pyradiomics says of a case under one regime.

    Attributes
    ----------
    refusal
        Its words, where it gives no features.
    features
        By name.
    voxels, centre
        Of the ROI; the centre in mm, of those voxels of the image that were taken.
    """

    refusal: str = ""
    features: Mapping[str, float] = field(default_factory=dict, repr=False)
    voxels: int = 0
    centre: tuple[float, ...] = ()


@dataclass(frozen=True)
class OffGrid:
    """A case whose mask is off the grid of its image.

    Attributes
    ----------
    mismatch
        As `images.inspect.mismatch` gives it.
    spacing
        The image's, in mm.
    offset_mm, offset_voxels
        How far the ROI lies from the image's voxels of the same indices; None where the sizes differ.
    answers
        By regime.
    declared
        The regime that the study's parameters put this case under.
    table
        Regimes whose features are those of the reported table; None where it has no row, or no such feature, for it.
    """

    case: str
    mismatch: Mapping[str, float]
    spacing: tuple[float, ...]
    offset_mm: float | None
    offset_voxels: float | None
    answers: Mapping[str, Answer]
    declared: str = STRICT
    table: tuple[str, ...] | None = None

    def kind(self, rounding: float) -> str:
        """The kind of difference, by where the ROI comes to lie; `rounding` in voxels."""
        if self.offset_voxels is None:
            return "other-size"
        if self.offset_voxels <= rounding:
            return "header-rounding"
        if self.offset_voxels < 1:
            return "subvoxel-shift"
        if self.mismatch["direction"] > TURNED:
            return "other-orientation"
        if self.mismatch["spacing"] > STRETCHED * min(self.spacing):
            return "other-spacing"
        return "shifted-mask"

    @cached_property
    def rivals(self) -> tuple[Answer, Answer]:
        """The mask taken by place, and index by index."""
        by_index = BY_INDEX if BY_INDEX in self.answers else TOLERANT
        return self.answers[BY_PLACE], self.answers[by_index]

    @cached_property
    def apart(self) -> Mapping[str, float]:
        """By class, the median relative difference between the two; empty where one of them is refused."""
        if any(answer.refusal for answer in self.rivals):
            return {}
        return differences(self.rivals[0].features, self.rivals[1].features)

    def is_settled(self, same: float) -> bool:
        """Whether all regimes that could be told apart give features within `same`, relative."""
        return bool(self.apart) and max(self.apart.values()) <= same


@dataclass(frozen=True)
class Geometry:
    """The masks' grids.

    Attributes
    ----------
    cases
        Those off the grid of their image, in the cohort's order.
    identical
        How many masks have the grid of their image, as ITK compares grids.
    unread
        Why a case's regimes could not be tried, by case.
    resampled
        Whether the parameters resample, which makes the regimes one.
    """

    cases: tuple[OffGrid, ...]
    identical: int
    unread: Mapping[str, str]
    resampled: bool


@evidence
def geometry(
    study: Study, images: ImageIndex, settings: Settings | None, reported: FeatureTable | None, compute: Compute
) -> Geometry:
    """Cases whose mask is off the grid of its image, extracted under each geometry setting; no others are."""
    if not images.masked:
        raise Unavailable("The study gives no masks.", "Add 'images.mask' to radaudit.yaml.")
    seen = [own for own in images.cases.values() if not own.problem and "mismatch" in own.facts]
    if not seen:
        raise Unavailable("No image with a mask could be read.", "See the check features/all-cases-extracted.")
    off = [own for own in seen if not _on_grid(own)]
    parameters = settings.parameters if settings else {}
    jobs = [Triad(own.case, own.image, own.mask, own.label, decisive(parameters), own.roi) for own in off]
    results = dict(zip([own.case for own in off], compute.map("Trying geometry settings", jobs), strict=True))
    unread = {case: found.message for case, found in results.items() if isinstance(found, Failure)}
    given = settings.given if settings else {}
    tolerance = study.manifest.features.tolerance if study.manifest.features else 0.0
    cases = [_off_grid(own, results[own.case], given, reported, tolerance) for own in off if own.case not in unread]
    return Geometry(tuple(cases), len(seen) - len(off), unread, is_resampled(given))


def _on_grid(own: CaseImages, tolerance: float = TOLERANCE) -> bool:
    """As ITK, and with it pyradiomics, compares grids; by default with pyradiomics' own tolerance."""
    apart = own.facts["mismatch"]
    if apart["size"]:
        return False
    near = tolerance * own.facts["image"]["spacing"][0]
    return max(apart["spacing"], apart["origin"]) <= near and apart["direction"] <= tolerance


def _declared(own: CaseImages, given: Mapping[str, object]) -> str:
    if _on_grid(own, float(given.get("geometryTolerance") or TOLERANCE)):
        return TOLERANT
    return BY_PLACE if given.get("correctMask") else STRICT


def _off_grid(
    own: CaseImages, found: Mapping, given: Mapping, reported: FeatureTable | None, tolerance: float
) -> OffGrid:
    answers = {
        regime: Answer(given.get("refusal", ""), given.get("features", {}), given.get("voxels", 0), tuple(centre))
        for regime, given in found["answers"].items()
        for centre in [given.get("centre", ())]
    }
    return OffGrid(
        own.case,
        own.facts["mismatch"],
        tuple(own.facts["image"]["spacing"]),
        found["offset_mm"],
        found["offset_voxels"],
        answers,
        _declared(own, given),
        _of_table(own.case, answers, reported, tolerance) if reported and own.case in reported.rows else None,
    )


def _of_table(
    case: str, answers: Mapping[str, Answer], reported: FeatureTable, tolerance: float
) -> tuple[str, ...] | None:
    """The regimes that give every feature of the case's row that they have in common with it."""
    tables = {
        regime: against_row(reported, case, answer.features, tolerance)
        for regime, answer in answers.items()
        if not answer.refusal
    }
    told = {regime: table for regime, table in tables.items() if len(table.features) >= FEWEST}
    return tuple(regime for regime, table in told.items() if not table.deviates.any()) if told else None
