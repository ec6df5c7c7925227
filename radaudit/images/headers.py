"""What an image's header says about how it was acquired, as plain facts."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from radaudit.core.errors import JobFailed
from radaudit.images.dicom.values import fingerprint, items, number, numbers, text

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

# Our name: DICOM's keywords, the first that is there (enhanced images have names of their own).
TEXTS = {
    "modality": ("Modality",),
    "manufacturer": ("Manufacturer",),
    "model": ("ManufacturerModelName",),
    "software": ("SoftwareVersions",),
    "body_part": ("BodyPartExamined",),
    "patient_position": ("PatientPosition",),
    "image_type": ("ImageType",),
    "kernel": ("ConvolutionKernel",),
    "sequence": ("ScanningSequence", "PulseSequenceName"),
    "contrast": ("ContrastBolusAgent",),
    "lossy": ("LossyImageCompression",),
    "units": ("Units",),
    "attenuation_correction": ("AttenuationCorrectionMethod",),
    "reconstruction": ("ReconstructionMethod", "ReconstructionAlgorithm"),
}
NUMBERS = {
    "kvp": ("KVP",),
    "tube_current": ("XRayTubeCurrent", "XRayTubeCurrentInmA"),
    "exposure": ("Exposure", "ExposureInmAs"),
    "slice_thickness": ("SliceThickness",),
    "slice_spacing": ("SpacingBetweenSlices",),
    "reconstruction_diameter": ("ReconstructionDiameter",),
    "repetition_time": ("RepetitionTime",),
    "echo_time": ("EchoTime", "EffectiveEchoTime"),
    "inversion_time": ("InversionTime",),
    "flip_angle": ("FlipAngle",),
    "field_strength": ("MagneticFieldStrength",),
}
LISTS = {"pixel_spacing": ("PixelSpacing", "ImagerPixelSpacing")}
DATES = {"study_date": "StudyDate", "series_date": "SeriesDate"}
SECRETS = {
    "institution": "InstitutionName",
    "station": "StationName",
    "device": "DeviceSerialNumber",
    "patient": "PatientID",
    "study": "StudyInstanceUID",
    "series": "SeriesInstanceUID",
    "frame_of_reference": "FrameOfReferenceUID",
}
GROUPS = ("SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence")
TAGS = tuple(
    dict.fromkeys(
        [
            *(word for table in (TEXTS, NUMBERS, LISTS) for words in table.values() for word in words),
            *DATES.values(),
            *SECRETS.values(),
            *GROUPS,
        ]
    )
)


def header(path: Path) -> dict[str, object]:
    """An image's header as plain facts.

    Returns
    -------
    dict
        For DICOM as `facts` says, of all slices together; empty for other formats, which keep nothing of the kind.

    Raises
    ------
    JobFailed
        As `images.read.read_volume`.
    """
    from radaudit.images.read import read_volume

    return dict(read_volume(path).header)


def facts(dataset: Dataset) -> dict[str, object]:
    """What one DICOM file says; what it doesn't say is left out.

    Times are milliseconds, lengths millimetres, current mA, voltage kV, field strength tesla. Who it was, where and
    on which machine (patient, study, series, institution, station) is told by fingerprints only; names never.
    Fingerprints are the same in every study, so whoever guesses an identifier could look it up: they stay in the
    user's store, and `evidence.acquisition` hands on numbers in their place, so that no report holds one.
    """
    from pydicom.dataset import Dataset

    places = [dataset, *_nested(dataset)]
    found: dict[str, object] = {}
    for name, words in TEXTS.items():
        found[name] = _first(text, places, words)
    for name, words in NUMBERS.items():
        found[name] = _first(number, places, words)
    for name, words in LISTS.items():
        found[name] = _first(numbers, places, words)
    for name, word in DATES.items():
        digits = str(_first(text, [dataset], (word,)) or "")
        found[name] = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}" if len(digits) == 8 and digits.isdigit() else None
    for name, word in SECRETS.items():
        found[name] = fingerprint(_first(Dataset.get, [dataset], (word,)))
    plain = {name: list(value) if isinstance(value, tuple) else value for name, value in found.items()}
    return {name: value for name, value in plain.items() if value not in ("", None)}


def _first(read: Callable, places: Sequence[Dataset], words: Sequence[str]) -> object:
    """The first value that is there; one that can't be read says nothing, and spoils no image."""
    for word in words:
        for place in places:
            try:
                value = read(place, word)
            except (JobFailed, ValueError, TypeError, AttributeError, KeyError, NotImplementedError, struct.error):
                continue
            if value not in ("", None):
                return value
    return None


def summary(slices: Sequence[dict[str, object]]) -> dict[str, object]:
    """The facts of a whole series.

    Returns
    -------
    dict
        The first slice's facts; ``files``; ``ranges`` (least and greatest of the numbers that differ between
        files), ``varies`` (names of other facts that do).
    """
    ranges: dict[str, list[float]] = {}
    varies = []
    for name in sorted(set().union(*slices)):
        values = [own.get(name) for own in slices]
        if all(value == values[0] for value in values):
            continue
        if name in NUMBERS and all(value is not None for value in values):
            ranges[name] = [min(values), max(values)]
        else:
            varies.append(name)
    return {**slices[0], "files": len(slices), "ranges": ranges, "varies": varies}


def _nested(dataset: Dataset) -> list[Dataset]:
    """Items of the functional groups of an enhanced image: the shared ones, then those of the first frame."""
    return [
        item
        for groups in GROUPS
        for group in items(dataset, groups)[:1]
        for element in group
        if element.VR == "SQ"
        for item in list(element.value)[:1]
    ]
