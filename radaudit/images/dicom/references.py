"""On which images a structure set or a segmentation was drawn."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from radaudit.images.dicom.file import parsing, read_elements
from radaudit.images.dicom.values import fingerprint

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_STARTS = ("ReferencedFrameOfReferenceSequence", "ReferencedSeriesSequence")
_UIDS = ("SeriesInstanceUID", "ReferencedSOPInstanceUID")
_DEEPEST = 6


def drawn_on(dataset: Dataset) -> frozenset[str]:
    """Fingerprints of the series and instances that it refers to."""
    found = (uid for start in _STARTS for item in dataset.get(start) or () for uid in _uids(item, 0))
    return frozenset(fingerprint(uid) for uid in found if uid)


def drawn_on_by(path: Path) -> frozenset[str]:
    """The same, of a file."""
    with parsing(path.name):
        return drawn_on(read_elements(path, _STARTS))


def _uids(dataset: Dataset, depth: int) -> Iterator[str]:
    for keyword in _UIDS:
        if dataset.get(keyword):
            yield str(dataset.get(keyword))
    for element in dataset if depth < _DEEPEST else ():
        if element.VR == "SQ":
            for item in element.value:
                yield from _uids(item, depth + 1)
