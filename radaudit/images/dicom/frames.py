"""The slices of a DICOM file: where each lies and how its stored numbers become values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from radaudit.core.errors import JobFailed
from radaudit.images.dicom.values import items, number, numbers, whole

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

MOST_FRAMES = 20_000
GROUPS = ("SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence")
TAGS = (
    "NumberOfFrames",
    "ImagePositionPatient",
    "ImageOrientationPatient",
    "PixelSpacing",
    "ImagerPixelSpacing",
    "SliceThickness",
    "SpacingBetweenSlices",
    "RescaleSlope",
    "RescaleIntercept",
    *GROUPS,
)


@dataclass(frozen=True)
class Frame:
    """One slice.

    Attributes
    ----------
    number
        Which frame of its file, from 0.
    position
        Centre of the first voxel, mm in the patient's axes (LPS); None where the file doesn't say.
    orientation
        Cosines of the direction along a row (columns ascending), then along a column.
    spacing
        Millimetres between columns (x) and between rows (y); None where the file doesn't say.
    thickness
        Spacing between slices, else their thickness, else None; counts only for a lone slice.
    slope, intercept
        value = slope * stored + intercept.
    """

    number: int
    position: tuple[float, ...] | None
    orientation: tuple[float, ...] | None
    spacing: tuple[float, float] | None
    thickness: float | None
    slope: float
    intercept: float


def frames_of(dataset: Dataset) -> tuple[Frame, ...]:
    """All slices of a file.

    Raises
    ------
    JobFailed
        If its geometry holds numbers that can't be, or its frames say nothing of where they lie.
    """
    count = whole(dataset, "NumberOfFrames", 1)
    shared = items(dataset, GROUPS[0])[:1]
    own = items(dataset, GROUPS[1])
    if count > MOST_FRAMES:
        raise JobFailed(f"it claims {count} frames; at most {MOST_FRAMES} are read")
    if own and len(own) != count:
        raise JobFailed(f"it claims {count} frames and describes {len(own)}")
    if count > 1 and not own:
        raise JobFailed(f"its {count} frames say nothing of where they lie (no per-frame functional groups)")
    return tuple(_frame(n, [*own[n : n + 1], *shared], dataset) for n in range(count))


def macro(groups: list[Dataset], sequence: str, dataset: Dataset) -> Dataset:
    """The first item of a functional group's sequence: the frame's own, the shared one, or the file itself."""
    for group in groups:
        found = items(group, sequence)
        if found:
            return found[0]
    return dataset


def _frame(n: int, groups: list[Dataset], dataset: Dataset) -> Frame:
    measures = macro(groups, "PixelMeasuresSequence", dataset)
    rescale = macro(groups, "PixelValueTransformationSequence", dataset)
    spacing = numbers(measures, "PixelSpacing", 2) or numbers(dataset, "ImagerPixelSpacing", 2)
    if spacing and min(spacing) <= 0:
        raise JobFailed("its pixel spacing is not above zero")
    thickness = number(measures, "SpacingBetweenSlices") or number(measures, "SliceThickness")
    slope, intercept = number(rescale, "RescaleSlope"), number(rescale, "RescaleIntercept")
    return Frame(
        n,
        numbers(macro(groups, "PlanePositionSequence", dataset), "ImagePositionPatient", 3),
        numbers(macro(groups, "PlaneOrientationSequence", dataset), "ImageOrientationPatient", 6),
        (spacing[1], spacing[0]) if spacing else None,
        abs(thickness) if thickness else None,
        slope or 1.0,  # a slope of zero would leave nothing of the image; ITK takes it for one, too
        intercept or 0.0,
    )
