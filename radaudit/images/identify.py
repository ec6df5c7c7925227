"""What the files of one case tell of the person in their headers; the voxels are not read."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import ClassVar

from radaudit.compute.digest import FileRef, FolderRef, members
from radaudit.compute.job import NAME_ONLY, Job
from radaudit.core.errors import JobFailed
from radaudit.images.dicom.file import is_dicom
from radaudit.images.dicom.identifying import Filled, Told, told_by
from radaudit.images.remarks import filled_in

SAID = ("removed", "dates", "burnt", "method")


@dataclass(frozen=True)
class Identify(Job):
    """Which elements of the headers of a file, or of the files of a folder, could name a person.

    ``run`` gives ``files`` (how many were read), ``dicom`` (how many of them are DICOM), ``unread`` (how many can't be
    read), ``filled`` (each element once: ``group``, ``element``, ``action``, ``kind`` as `dicom.identifying.Filled`,
    and ``files``), ``said`` (what DICOM files say of themselves, with the number of files), and digests of the
    patient's ``numbers``, ``names``, ``births`` and ``days``, by which paths are searched.
    """

    revision: ClassVar[int] = 2
    libraries: ClassVar[tuple[str, ...]] = ("pydicom",)

    case: str = field(metadata=NAME_ONLY)
    file: FileRef | FolderRef

    @property
    def title(self) -> str:
        return self.case

    def run(self) -> dict:
        place = self.file.path
        paths = members(place) if place.is_dir() else [place]
        dicom, others, unread = [], [], 0
        for path in paths:
            try:
                if is_dicom(path):
                    dicom.append(told_by(path))
                elif not place.is_dir():
                    others.append(filled_in(path))
            except JobFailed:
                unread += 1
        return _summary(dicom, others) | {"unread": unread}


def _summary(dicom: list[Told], others: list[tuple[Filled, ...]]) -> dict:
    counts = Counter(own for filled in (*(own.filled for own in dicom), *others) for own in filled)
    said = {what: dict(sorted(Counter(own.said[what] for own in dicom).items())) for what in SAID}
    return {
        "files": len(dicom) + len(others),
        "dicom": len(dicom),
        "filled": [asdict(own) | {"files": number} for own, number in counts.items()],
        "said": said,
        "numbers": sorted({own.number for own in dicom} - {""}),
        "names": sorted({word for own in dicom for word in own.names}),
        "births": sorted({own.days[0] for own in dicom if own.days} - {""}),
        "days": sorted({own.days[1] for own in dicom if own.days} - {""}),
    }
