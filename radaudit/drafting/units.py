"""The images of a folder: files and DICOM folders, told from masks by names and headers."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from radaudit.core.errors import RadauditError
from radaudit.drafting.folder import Folder
from radaudit.drafting.vocabulary import words

ENDINGS = (".nii", ".nii.gz", ".nrrd", ".mha")
MOST_HEADERS = 60
MASK = frozenset({
    "mask", "masks", "seg", "segs", "segmentation", "segmentations", "label", "labels", "roi", "rois", "gt", "contour",
    "contours", "lesion", "gtv", "rtstruct", "rtss", "annotation", "annotations",
})  # fmt: skip
DRAWN = frozenset(
    ["prediction", "predictions", "predicted", "pred", "preds", "inference", "unet", "nnunet", "automatic", "auto"]
)
_STRUCTURES = frozenset({"RTSTRUCT", "SEG"})


@dataclass(frozen=True)
class Pictures:
    """The images of a folder: single files, and folders with DICOM files.

    Attributes
    ----------
    units
        Path of each, with its modality where a DICOM header gave one.
    """

    units: dict[str, str] = field(repr=False)

    @cached_property
    def masks(self) -> list[str]:
        return [own for own, modality in self.units.items() if modality in _STRUCTURES or _is_mask(own, modality)]

    @cached_property
    def images(self) -> list[str]:
        masks = set(self.masks)
        return [own for own in self.units if own not in masks]


def pictures_of(folder: Folder) -> Pictures:
    """Files with an image's ending, and folders of DICOM files; of those the first file's header says what it is."""
    folder = folder.data or folder
    units = dict.fromkeys(folder.ending_in(*ENDINGS), "")
    series: dict[str, list[str]] = {}
    for name in folder.files:
        base = name.rpartition("/")[2]
        if base.lower().endswith(".dcm") or "." not in base:
            series.setdefault(name.rpartition("/")[0], []).append(name)
    for number, (place, files) in enumerate(series.items()):
        modality = _modality(folder, files[0]) if number < MOST_HEADERS else None
        dicom = modality is not None or files[0].lower().endswith(".dcm")
        if dicom and place:
            alone = len(files) == 1 and (modality in _STRUCTURES or number >= MOST_HEADERS)
            units[files[0] if alone else place] = modality or ""
    return Pictures(units)


def _is_mask(path: str, modality: str) -> bool:
    """Whether the nearest name that says anything says mask; ``images/case_label.nrrd`` is one."""
    if modality:
        return False
    *folders, base = path.split("/")
    for part in (base, *reversed(folders)):
        said = words(part)
        if said & MASK or any(word.rstrip("0123456789") in MASK for word in said):
            return True
        if said & {"image", "images", "img", "imgs", "scan", "scans", "ct", "mr", "mri", "pet", "volume"}:
            return False
    return bool(words(path) & DRAWN)


def _modality(folder: Folder, name: str) -> str | None:
    """What a DICOM file says it is; None if it is no DICOM file."""
    from radaudit.images.dicom.file import is_dicom, read_header

    path = folder.root / name
    try:
        return str(read_header(path, ("Modality",)).get("Modality") or "") if is_dicom(path) else None
    except (RadauditError, OSError):
        return None
