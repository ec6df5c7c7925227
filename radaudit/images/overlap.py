"""A predicted mask against its reference: overlap, distances of the surfaces, volumes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from radaudit.compute.digest import FileRef, FolderRef
from radaudit.compute.job import NAME_ONLY, Job
from radaudit.core.errors import JobFailed
from radaudit.images.dicom.file import is_dicom
from radaudit.images.one_grid import brought_onto, relation
from radaudit.images.read import read_pair, read_volume
from radaudit.images.surfaces import surface_distances
from radaudit.images.volume import Volume, voxel_digest

HEADERLESS = "one of the masks has a header that says nothing of where it lies; voxels were compared as they come"


@dataclass(frozen=True)
class Overlap(Job):
    """One case's predicted mask against its reference, for every structure.

    ``run`` gives ``notes``, the ``diagonal`` of the reference's grid in mm (nothing in it
    can be farther off) and in voxels, and ``structures``, one dict for each label:

    - ``reference``, ``predicted``, ``common``: voxels; ``voxel_mm3``: the volume of one, in mm^3;
    - ``measures``: by measure and definition (`images.definitions`); a measure that the masks leave undefined is not
      there: distances where one mask is empty, overlap where both are;
    - ``reference_shape``, ``predicted_shape``: digests of the structure cut out of its mask, wherever it lies.

    One job reads a case's masks once for all structures. `image` is needed for DICOM masks that have no grid of
    their own. Structures are cut out of their masks with their joint bounding box, so that what surrounds them costs
    neither time nor memory.
    """

    revision: ClassVar[int] = 1
    libraries: ClassVar[tuple[str, ...]] = ("SimpleITK", "pydicom", "scipy", "surface-distance")

    case: str = field(metadata=NAME_ONLY)
    reference: FileRef | FolderRef
    predicted: FileRef | FolderRef
    labels: tuple[int, ...]
    image: FileRef | FolderRef | None = None
    roi: str | None = None

    @property
    def title(self) -> str:
        return self.case

    def run(self) -> dict:
        reference = self._mask("reference", self.reference)
        predicted = self._mask("predicted", self.predicted)
        how = relation(reference, predicted)
        notes = [HEADERLESS] if how == "headerless" else []
        if how == "apart":
            sizes = f"reference {reference.size}, predicted {predicted.size} voxels"
            notes = [f"the predicted mask lies on a grid of its own ({sizes}) and was brought onto the reference's"]
        found = []
        for label in self.labels:
            drawn, guessed = reference.voxels == label, predicted.voxels == label
            if how == "apart":
                has_any = guessed.any()
                guessed = brought_onto(reference, predicted, guessed) if has_any else np.zeros_like(drawn)
            found.append(measured(drawn, guessed, _spacing(reference)))
        return {
            "notes": notes,
            "diagonal": diagonal(reference.size, reference.spacing),
            "structures": found,
        }

    def _mask(self, kind: str, file: FileRef | FolderRef) -> Volume:
        try:
            mask = self._read(file)
            if mask.voxels.dtype.kind == "f" and not np.array_equal(mask.voxels, np.rint(mask.voxels)):
                raise JobFailed("it holds fractions, such as probabilities; write labels, 0 where there is nothing")
            if len(self.labels) == 1:
                _refuse_other_labels(mask.voxels, self.labels[0])
        except JobFailed as fault:
            raise JobFailed(f"{kind} mask: {fault}", fault.lasting) from None
        return mask

    def _read(self, file: FileRef | FolderRef) -> Volume:
        path = file.path
        if not (path.is_dir() or is_dicom(path)):
            return read_volume(path)
        if self.image is None:
            raise JobFailed("a DICOM mask can only be drawn on its image, and there is none that can be read")
        if len(self.labels) > 1:
            raise JobFailed("several structures are told apart by labels, which DICOM masks don't have")
        return read_pair(self.image.path, path, self.roi, self.labels[0]).mask


def _refuse_other_labels(voxels: np.ndarray, label: int) -> None:
    """A mask of one structure that is marked with another number is not empty."""
    if not (voxels == label).any() and voxels.any():
        present = ", ".join(str(int(value)) for value in np.unique(voxels[voxels != 0])[:10])
        raise JobFailed(f"the label {label} is not in it, but {present}; say in 'images' which label marks what")


def diagonal(size: Sequence[int], spacing: Sequence[float]) -> dict[str, float]:
    """The length of a grid's diagonal, outer corner to outer corner: in ``mm``, and in ``voxels``."""
    return {"mm": float(np.linalg.norm(np.multiply(size, spacing))), "voxels": float(np.linalg.norm(size))}


def measured(reference: np.ndarray, predicted: np.ndarray, spacing: tuple[float, ...]) -> dict:
    """All measures of one structure.

    Parameters
    ----------
    reference, predicted
        Booleans of one shape, (z, y, x) or (y, x); either may be empty.
    spacing
        In mm, in the order of the arrays' axes.

    Returns
    -------
    dict
        As `Overlap` describes for one structure.

    References
    ----------
    Taha & Hanbury 2015, doi:10.1186/s12880-015-0068-x (definitions of overlap and volume measures)
    """
    window = _box(reference | predicted)
    counts = {"reference": 0, "predicted": 0, "common": 0}
    facts = {"voxel_mm3": float(np.prod(spacing)), "measures": {}, "reference_shape": "", "predicted_shape": ""}
    if window is None:
        return counts | facts
    drawn, guessed = reference[window], predicted[window]
    own, other, common = (int(np.count_nonzero(part)) for part in (drawn, guessed, drawn & guessed))
    facts["measures"] = _shares(own, other, common)
    if own and other:
        facts["measures"] |= surface_distances(drawn, guessed, spacing)
    facts |= {"reference_shape": _shape(drawn), "predicted_shape": _shape(guessed)}
    return {"reference": own, "predicted": other, "common": common} | facts


def _shares(reference: int, predicted: int, common: int) -> dict[str, dict[str, float]]:
    measures = {
        "dice": {"dice": 2 * common / (reference + predicted)},
        "iou": {"iou": common / (reference + predicted - common)},
    }
    apart = predicted - reference
    if reference:
        measures["sensitivity"] = {"sensitivity": common / reference}
        measures["volume_error"] = {
            "volume_error": abs(apart) / reference,
            "signed volume error": apart / reference,
            "volume dissimilarity": 2 * abs(apart) / (reference + predicted),
        }
    if predicted:
        measures["ppv"] = {"ppv": common / predicted}
    return measures


def _shape(mask: np.ndarray) -> str:
    window = _box(mask)
    return voxel_digest(mask[window]) if window else ""


def _box(mask: np.ndarray) -> tuple[slice, ...] | None:
    """The smallest window that holds all of a mask; None for an empty one."""
    window = []
    for axis in range(mask.ndim):
        others = tuple(other for other in range(mask.ndim) if other != axis)
        marked = np.flatnonzero(mask.any(axis=others))
        if not marked.size:
            return None
        window.append(slice(int(marked[0]), int(marked[-1]) + 1))
    return tuple(window)


def _spacing(mask: Volume) -> tuple[float, ...]:
    """In the order of the array's axes."""
    return tuple(reversed(mask.spacing))
