"""DICOM RT Structure Set: an ROI drawn as contours."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from radaudit.core.errors import JobFailed
from radaudit.core.registry import plugin
from radaudit.images.dicom.contours import fill
from radaudit.images.dicom.file import parsing, read_structure
from radaudit.images.dicom.marks import Marks, refuse_flat, refuse_other_frame
from radaudit.images.dicom.names import chosen
from radaudit.images.dicom.references import drawn_on
from radaudit.images.dicom.values import fingerprint, items, text, whole
from radaudit.images.volume import Volume

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

CLOSED = ("CLOSED_PLANAR", "CLOSEDPLANAR_XOR")


@plugin("mask reader", "1.2.840.10008.5.1.4.1.1.481.3")
def read_rtstruct(path: Path, image: Volume, roi: str | None) -> Marks:
    """Read one ROI of an RT Structure Set (PS3.3, C.8.8.5 and C.8.8.6) onto an image's grid.

    A voxel belongs to the ROI if its centre lies inside the contours (`images.dicom.polygon.inside` says what happens
    on the outline, `images.dicom.contours.fill` what happens with several contours on a slice). Only closed planar
    contours count; points and open lines enclose nothing.

    Raises
    ------
    JobFailed
        If the ROI is not there, has no closed contour, lies in another frame of reference than the image, or can't
        be placed on the image's slices.
    """
    refuse_flat(image, path.name)
    with parsing(path.name):
        dataset = read_structure(path)
        names = {whole(item, "ROINumber"): text(item, "ROIName") for item in items(dataset, "StructureSetROISequence")}
        number, notes = chosen(names, roi, path.name)
        refuse_other_frame(image, _frame(dataset, number), drawn_on(dataset), path.name)
        found = _contours(dataset, number)
    closed = [corners for kind, corners in found if kind in CLOSED and len(corners) > 2]
    if not closed:
        others = f"; it has {len(found)} of other kinds or with less than 3 corners" if found else ""
        raise JobFailed(f"the ROI {names[number]!r} in {path.name} has no closed contour{others}")
    if len(closed) < len(found):
        notes.append(f"{len(found) - len(closed)} contours enclose nothing (points, open lines) and are left out")
    try:
        filled = fill(closed, image, exclusive=any(kind == CLOSED[1] for kind, _ in found))
    except JobFailed as fault:
        raise JobFailed(f"the ROI {names[number]!r} in {path.name} can't be placed on the image: {fault}") from None
    return Marks(filled.inside, names[number], (*notes, *filled.notes))


def _frame(dataset: Dataset, number: int) -> str:
    """Fingerprint of the frame of reference in which an ROI is drawn."""
    own = next(item for item in items(dataset, "StructureSetROISequence") if whole(item, "ROINumber") == number)
    return fingerprint(own.get("ReferencedFrameOfReferenceUID"))


def _contours(dataset: Dataset, number: int) -> list[tuple[str, np.ndarray]]:
    """Kind and corners (mm) of each contour of an ROI."""
    return [
        (text(contour, "ContourGeometricType").upper(), _corners(contour))
        for item in items(dataset, "ROIContourSequence")
        if whole(item, "ReferencedROINumber", -1) == number
        for contour in items(item, "ContourSequence")
    ]


def _corners(contour: Dataset) -> np.ndarray:
    """Corners in mm, shape (n, 3), straight from the bytes: as single DICOM values they take half a minute."""
    from pydicom.datadict import tag_for_keyword

    tag = tag_for_keyword("ContourData")
    raw = contour.get_item(tag).value if tag in contour else b""
    if isinstance(raw, str):
        raw = raw.encode()
    flat = np.array(raw.strip(b" \0").split(b"\\") if isinstance(raw, bytes) else raw, dtype=np.float64)
    if not np.isfinite(flat).all() or len(flat) % 3:
        raise JobFailed("a contour holds coordinates that can't be")
    return flat.reshape(-1, 3)
