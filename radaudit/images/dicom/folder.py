"""What DICOM objects lie at a place: image files by series, structure sets, segmentations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from radaudit.compute.digest import members
from radaudit.core.errors import JobFailed
from radaudit.images import headers
from radaudit.images.dicom import frames, pixels
from radaudit.images.dicom.file import is_dicom, parsing, read_header, sop_class
from radaudit.images.dicom.frames import Frame, frames_of
from radaudit.images.dicom.identifying import nameless
from radaudit.images.dicom.pixels import Storage, storage_of
from radaudit.images.dicom.values import fingerprint

# Objects with pixels that are no image of a patient: dose, portal image, segmentations and what is drawn on images.
NO_IMAGES = ("1.2.840.10008.5.1.4.1.1.481.", "1.2.840.10008.5.1.4.1.1.66", "1.2.840.10008.5.1.4.1.1.11.")
_STANDARD = "1.2.840.10008."
_WHO = ("SOPClassUID", "SOPInstanceUID", "SeriesInstanceUID", "Rows")
_WORDS = ("Modality", "SeriesNumber", "SeriesDescription")
_TAGS = tuple(dict.fromkeys([*_WHO, *_WORDS, "PatientName", *pixels.TAGS, *frames.TAGS, *headers.TAGS]))


@dataclass(frozen=True)
class ImageFile:
    """One DICOM file with an image.

    Attributes
    ----------
    instance, series
        Fingerprints of its UIDs.
    facts
        What `images.headers.facts` reads.
    words
        Modality, number and description of its series, for messages.
    """

    path: Path
    instance: str
    series: str
    storage: Storage
    frames: tuple[Frame, ...]
    words: str
    facts: Mapping[str, object] = field(repr=False)

    @property
    def placed(self) -> bool:
        return all(frame.position is not None for frame in self.frames)

    @property
    def scout(self) -> bool:
        """A localizer: drawn upon to plan a scan, no part of it."""
        return "LOCALIZER" in str(self.facts.get("image_type", "")).upper()


def image_files(place: Path) -> list[ImageFile]:
    """The image of a file, or all images in a folder and the folders in it.

    Files of other kinds are passed over; a file whose name ends in .dcm must be DICOM.

    Raises
    ------
    JobFailed
        If a DICOM file is damaged, or the folder holds too many files.
    """
    found = []
    for path in [place] if place.is_file() else members(place):
        if not is_dicom(path):
            if path.suffix.lower() == ".dcm":
                raise JobFailed(f"{path.name} is {'not a DICOM file' if path.stat().st_size else 'empty'}")
            continue
        own = _image_file(path)
        if own is not None:
            found.append(own)
    return found


def objects(place: Path, classes: Sequence[str]) -> list[tuple[Path, str]]:
    """DICOM files of these SOP classes, with their class."""
    found = []
    for path in [place] if place.is_file() else members(place):
        if is_dicom(path) and (kind := sop_class(path)) in classes:
            found.append((path, kind))
    return found


def chosen_series(files: Sequence[ImageFile], wanted: frozenset[str], folder: Path) -> list[ImageFile]:
    """The files of one series.

    Parameters
    ----------
    wanted
        Fingerprints of the series or instances that the mask was drawn on; empty if it doesn't say.

    Raises
    ------
    JobFailed
        If there are several and nothing says which.
    """
    groups: dict[str, list[ImageFile]] = defaultdict(list)
    for own in files:
        groups[own.series].append(own)
    drawn_on = [group for group in groups.values() if any({own.series, own.instance} & wanted for own in group)]
    left = drawn_on or [group for group in groups.values() if not all(own.scout for own in group)]
    left = left or list(groups.values())
    if len(left) > 1:
        left = [group for group in left if all(own.placed for own in group)] or left
    if len(left) == 1:
        return left[0]
    if not left:
        raise JobFailed(f"{folder.name} holds no DICOM image")
    listed = "; ".join(_described(group, folder) for group in left[:8]) + ("; ..." if len(left) > 8 else "")
    how = " (the mask refers to several)" if drawn_on else " (the mask refers to none of them)" if wanted else ""
    raise JobFailed(f"{folder.name} holds {len(left)} image series: {listed}; give each a folder, and name one{how}")


def _described(group: Sequence[ImageFile], folder: Path) -> str:
    count = sum(len(own.frames) for own in group)
    homes = sorted({own.path.parent.relative_to(folder).as_posix() for own in group if folder.is_dir()} - {"."})
    where = f" in {homes[0]}" if homes else ""
    return f"{group[0].words} ({count} slice{'s' * (count != 1)}){where}"


def _should_have_pixels(kind: str) -> bool:
    """Whether a file without a size is a damaged image: its kind has one, or is itself cut short."""
    from pydicom.uid import UID, UID_dictionary

    standard = kind.startswith(_STANDARD) or _STANDARD.startswith(kind)
    return "Image Storage" in UID(kind).name or (standard and kind not in UID_dictionary)


def _image_file(path: Path) -> ImageFile | None:
    try:
        kind = sop_class(path)
        if kind.startswith(NO_IMAGES):
            return None
        with parsing(path.name):
            dataset = read_header(path, _TAGS)
            if dataset.get("Rows") is None and not _should_have_pixels(kind):
                return None
            said = (nameless(dataset, word) for word in _WORDS)
            return ImageFile(
                path,
                fingerprint(dataset.get("SOPInstanceUID")),
                fingerprint(dataset.get("SeriesInstanceUID")),
                storage_of(dataset),
                frames_of(dataset),
                " ".join(word for word in said if word) or "without a name",
                headers.facts(dataset),
            )
    except JobFailed as fault:
        if str(fault).startswith(path.name):
            raise
        raise JobFailed(f"{path.name} can't be read: {fault}") from None
