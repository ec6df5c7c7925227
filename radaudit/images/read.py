"""Read an image of any format that has a reader, and its mask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from radaudit.core.errors import JobFailed
from radaudit.core.registry import discover
from radaudit.images.dicom.file import is_dicom
from radaudit.images.dicom.folder import objects
from radaudit.images.dicom.marks import Marks
from radaudit.images.dicom.references import drawn_on_by
from radaudit.images.volume import Volume

Reader = Callable[[Path], Volume]
MaskReader = Callable[[Path, Volume, str | None], Marks]


@dataclass(frozen=True)
class Pair:
    """An image and the mask that lies on it.

    Attributes
    ----------
    roi
        The ROI's name, where the mask's format has names.
    notes
        Sentences about what was done to place the ROI.
    """

    image: Volume
    mask: Volume | None = None
    roi: str = ""
    notes: tuple[str, ...] = ()


@cache
def readers() -> dict[str, Reader]:
    """Readers by file ending."""
    return discover("radaudit.images.readers", "reader")


@cache
def mask_readers() -> dict[str, MaskReader]:
    """Readers of masks that need their image to lie on, by SOP class (DICOM's name of a kind of object)."""
    return discover("radaudit.images.readers", "mask reader")


def read_volume(path: Path) -> Volume:
    """Read an image: a file, or a folder with a DICOM series.

    Raises
    ------
    JobFailed
        If no reader knows the ending, or the file can't be read.
    """
    return _reader(path)(path)


def read_mask(path: Path, image: Volume, roi: str | None = None) -> Marks | None:
    """Read an ROI that is stored without a grid of its own (RTSTRUCT, DICOM SEG) onto an image's grid.

    Returns
    -------
    Marks or None
        None if the mask is an image with a grid of its own, which `read_volume` reads.

    Raises
    ------
    JobFailed
        If the ROI is not there, or can't be placed on the image.
    """
    found = _drawing(path)
    return mask_readers()[found[1]](found[0], image, roi) if found else None


def read_pair(image: Path, mask: Path | None, roi: str | None = None, label: int = 1) -> Pair:
    """Read an image and its mask.

    Of a folder with several series the one is taken that the mask was drawn on, where the mask says so.

    Parameters
    ----------
    roi
        Name of the ROI, for masks that hold ROIs by name; not looked at for others.
    label
        What marks the ROI in the mask that is given back, where the file has no labels.

    Raises
    ------
    JobFailed
        If one of them can't be read; the message says which.
    """
    found = _drawing(mask) if mask else None
    if found is None:
        return Pair(read_volume(image), read_volume(mask) if mask else None)
    structure, kind = found
    reader = _reader(image)
    if reader is readers()[".dcm"]:
        volume = reader(image, wanted=drawn_on_by(structure))
    else:
        volume = reader(image)
    marks = mask_readers()[kind](structure, volume, roi)
    voxels = marks.inside.astype(np.min_scalar_type(label)) * np.min_scalar_type(label).type(label)
    drawn = Volume(voxels, volume.spacing, volume.origin, volume.direction)
    return Pair(volume, drawn, marks.name, marks.notes)


def _reader(path: Path) -> Reader:
    name = path.name.lower()
    if not path.is_dir():
        for ending in sorted(readers(), key=len, reverse=True):
            if name.endswith(ending):
                return readers()[ending]
    if path.is_dir() or is_dicom(path):  # names of DICOM files often have no ending
        return readers()[".dcm"]
    raise JobFailed(f"{path.name} has an ending that is not known; known are {', '.join(readers())}")


def _drawing(path: Path) -> tuple[Path, str] | None:
    """The file that holds an ROI without a grid, and its kind; None if the mask is an image."""
    found = objects(path, tuple(mask_readers())) if path.is_dir() or is_dicom(path) else []
    if len(found) > 1:
        names = ", ".join(own.relative_to(path).as_posix() for own, _ in found[:8])
        raise JobFailed(f"{path.name} holds {len(found)} structure sets or segmentations; name one of them: {names}")
    return found[0] if found else None
