"""Elements of a DICOM file that can tell who it is about: which are filled, and with what kind of content.

The list follows the Basic Application Level Confidentiality Profile (DICOM PS3.15, table E.1-1). Values are looked at
here and stay here: what is handed on is the element, its kind of content, and digests that only the store keeps.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from radaudit.core.errors import JobFailed
from radaudit.images.dicom.file import parsing, read_header
from radaudit.images.dicom.values import text
from radaudit.study import personal

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

# Keyword -> whether the profile has it removed ("X"), or allows an empty or made-up value in its place ("Z").
PERSON = {
    "PatientName": "Z",
    "PatientID": "Z",
    "PatientBirthDate": "Z",
    "AccessionNumber": "Z",
    "OtherPatientIDs": "X",
    "OtherPatientNames": "X",
    "PatientBirthName": "X",
    "PatientMotherBirthName": "X",
    "PatientAddress": "X",
    "PatientTelephoneNumbers": "X",
    "MilitaryRank": "X",
    "MedicalRecordLocator": "X",
    "InsurancePlanIdentification": "X",
    "AdmissionID": "X",
    "ResponsiblePerson": "X",
}
PLACE = {
    "InstitutionName": "Z",
    "InstitutionAddress": "X",
    "InstitutionalDepartmentName": "X",
    "ReferringPhysicianName": "Z",
    "PerformingPhysicianName": "X",
    "NameOfPhysiciansReadingStudy": "X",
    "PhysiciansOfRecord": "X",
    "RequestingPhysician": "X",
    "OperatorsName": "Z",
    "StationName": "Z",
    "DeviceSerialNumber": "Z",
}
DATE = {"StudyDate": "Z", "SeriesDate": "Z", "AcquisitionDate": "Z", "ContentDate": "Z"}
# Free text: only what looks like an identifier in it counts.
TEXT = {
    "PatientComments": "X",
    "ImageComments": "X",
    "AdditionalPatientHistory": "X",
    "StudyDescription": "X",
    "SeriesDescription": "X",
    "RequestedProcedureDescription": "X",
    "ProtocolName": "Z",
    "StudyID": "Z",
}
GROUPS = {"person": PERSON, "place": PLACE, "date": DATE, "text": TEXT}
SAID = (
    "PatientIdentityRemoved",
    "DeidentificationMethod",
    "LongitudinalTemporalInformationModified",
    "BurnedInAnnotation",
)
TAGS = (*(keyword for table in GROUPS.values() for keyword in table), *SAID)
LONGEST = 1024


@dataclass(frozen=True)
class Filled:
    """An element of a header that is filled.

    Attributes
    ----------
    group
        "person", "place", "date", "text".
    element
        Its name, with the tag in DICOM.
    action
        What PS3.15 has done to it: "X", "Z"; "" in other formats.
    kind
        What it is filled with, as `study.personal.shape` says.
    """

    group: str
    element: str
    action: str
    kind: str


@dataclass(frozen=True)
class Told:
    """What one file tells.

    Attributes
    ----------
    filled
        Elements that hold something.
    said
        What it says of itself: ``identity removed``, ``dates``, ``burnt in``; upper case, "" where it says nothing.
    number, names, days
        Digests of the patient's number, of the words of the name, and of its days: birth, then examination.
    """

    filled: tuple[Filled, ...]
    said: dict[str, str]
    number: str = ""
    names: tuple[str, ...] = ()
    days: tuple[str, ...] = ()


def told_by(path: Path) -> Told:
    """What a DICOM file tells of the patient; elements of manufacturers (private ones) are not looked into.

    Raises
    ------
    JobFailed
        If it can't be read.
    """
    with parsing(path.name):
        dataset = read_header(path, TAGS)
        return told(dataset)


def told(dataset: Dataset) -> Told:
    """The same of elements that were read already."""
    number, name = _said(dataset, "PatientID"), _said(dataset, "PatientName")
    filled = [
        found
        for group, table in GROUPS.items()
        for keyword, action in table.items()
        if (found := _filled(group, keyword, action, _said(dataset, keyword), number, name))
    ]
    words = ("PatientIdentityRemoved", "LongitudinalTemporalInformationModified", "BurnedInAnnotation")
    said = {what: _said(dataset, word).upper() for what, word in zip(("removed", "dates", "burnt"), words, strict=True)}
    said["method"] = "given" if _said(dataset, "DeidentificationMethod") else ""
    told_name = personal.name_digests(name) if personal.is_name(name) and not _same(name, number) else ()
    days = [_said(dataset, "PatientBirthDate"), _said(dataset, "StudyDate")]
    days = [personal.digest(day) if personal.is_date(day) else "" for day in days]
    return Told(tuple(filled), said, personal.digest(number), told_name, tuple(days))


def nameless(dataset: Dataset, keyword: str) -> str:
    """An element's text for a message; empty where an identifier stands in it."""
    value = text(dataset, keyword)
    return "" if personal.kinds_in(value) or _mentions(value, _said(dataset, "PatientName")) else value


def _filled(group: str, keyword: str, action: str, value: str, number: str, name: str) -> Filled | None:
    from pydicom.datadict import tag_for_keyword

    if personal.is_placeholder(value) or (keyword != "PatientID" and _same(value, number)):
        return None
    tag = tag_for_keyword(keyword)
    element = f"{keyword} ({tag >> 16:04X},{tag & 0xFFFF:04X})"
    if group == "text":
        kinds = personal.kinds_in(value) + (("the patient's name",) if _mentions(value, name) else ())
        return Filled(group, element, action, ", ".join(kinds)) if kinds else None
    if keyword.endswith("Date") and not personal.is_date(value):
        return None  # a year, or a date that stands for none
    if keyword in ("PatientID", "PatientName") and _is_code(value):
        return None
    return Filled(group, element, action, personal.shape(value))


def _is_code(value: str) -> bool:
    """Whether a name or number is a code such as LUNG1-001: letters with few digits, or few digits alone."""
    return bool(re.search(r"\d", value)) and not re.search(rf"\d{{{personal.FEWEST_DIGITS},}}", value)


def _same(value: str, number: str) -> bool:
    return bool(number) and personal.digest(value) == personal.digest(number)


def _mentions(value: str, name: str) -> bool:
    return personal.is_name(name) and bool(set(personal.name_digests(value)) & set(personal.name_digests(name)))


def _said(dataset: Dataset, keyword: str) -> str:
    """An element's text; one that can't be read says nothing."""
    try:
        if keyword.endswith(("Name", "Physician", "Person", "Study", "Record", "Names")) and dataset.get(keyword):
            return str(dataset.get(keyword)).strip(" \0^=")[:LONGEST]  # a person's name is no text for pydicom
        return text(dataset, keyword, LONGEST).strip()
    except (JobFailed, ValueError, TypeError, AttributeError, KeyError, NotImplementedError):
        return ""
