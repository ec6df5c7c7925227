"""What headers of NIfTI, NRRD and MetaImage files hold besides the image: texts in which an identifier can stand."""

from __future__ import annotations

import gzip
import re
import struct
import zlib
from pathlib import Path

from radaudit.core.errors import JobFailed
from radaudit.images.dicom.identifying import GROUPS, Filled
from radaudit.study import personal

LONGEST = 2**16  # bytes at the beginning of a file that are looked at
# Fields of a NIfTI-1 header (https://nifti.nimh.nih.gov): offset and length.
NIFTI_FIELDS = {"data_type": (4, 10), "db_name": (14, 18), "descrip": (148, 80), "aux_file": (228, 24)}
NIFTI_FIELDS["intent_name"] = (328, 16)
DICOM_EXTENSION = 2  # ecode of a whole DICOM header inside a NIfTI file
# Fields that the formats themselves know; what stands under another name was put there by somebody.
NRRD_FIELDS = {"content", "number", "sample units", "old min", "old max"}
META_TEXT = {"comment", "name"}
META_FIELDS = {
    *("objecttype", "ndims", "binarydata", "binarydatabyteordermsb", "elementbyteordermsb", "compresseddata"),
    *("compresseddatasize", "transformmatrix", "rotation", "orientation", "offset", "position", "origin"),
    *(
        "centerofrotation",
        "anatomicalorientation",
        "elementspacing",
        "elementsize",
        "dimsize",
        "headersize",
        "modality",
    ),
    *("elementtype", "elementnumberofchannels", "elementmin", "elementmax", "sequenceid", "color", "id", "parentid"),
}
_TAG = re.compile(r"\(?([0-9a-f]{4})[|,:_]([0-9a-f]{4})\)?", re.IGNORECASE)


def filled_in(path: Path) -> tuple[Filled, ...]:
    """Fields of a header in which an identifier stands, or what looks like one.

    Raises
    ------
    JobFailed
        If the file is damaged in its first bytes.
    """
    start = _start(path)
    if path.name.lower().endswith((".nii", ".nii.gz")):
        return _nifti(start)
    if start.startswith(b"NRRD"):
        return tuple(found for name, value in _nrrd(start) if (found := _field(name, value)))
    return tuple(found for name, value in _meta(start) if (found := _field(name, value)))


def _start(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            if stream.read(2) != b"\x1f\x8b":
                stream.seek(0)
                return stream.read(LONGEST)
        with gzip.open(path) as stream:
            return stream.read(LONGEST)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise JobFailed(f"{path.name} is damaged in its first bytes") from None


def _nifti(start: bytes) -> tuple[Filled, ...]:
    order = next((sign for sign in "<>" if start[:4] == struct.pack(f"{sign}i", 348)), None)
    if order is None or len(start) < 348:
        return ()
    texts = {name: _text(start[at : at + length]) for name, (at, length) in NIFTI_FIELDS.items()}
    found = [own for name, value in texts.items() if (own := _field(name, value))]
    at = 352
    while len(start) >= at + 8 and start[348:349] != b"\0":
        size, code = struct.unpack_from(f"{order}2i", start, at)
        if size < 8:
            break
        if code == DICOM_EXTENSION:
            found.append(Filled("person", "extension 2", "X", "a whole DICOM header"))
        elif own := _field(f"extension {code}", _text(start[at + 8 : at + size])):
            found.append(own)
        at += size
    return tuple(found)


def _nrrd(start: bytes) -> list[tuple[str, str]]:
    """Keys with their values, comments and the fields of free text, up to the first empty line."""
    found = []
    for line in start.splitlines():
        said = _text(line)
        if not said:
            break
        name, parted, value = said.partition(":=")
        if parted:
            found.append((name, value.replace("\\n", " ")))
        elif said.startswith("#") and "teem.sourceforge.net" not in said and "Complete NRRD" not in said:
            found.append(("comment", said.lstrip("# ")))
        elif said.partition(":")[0].strip().lower() in NRRD_FIELDS:
            found.append((said.partition(":")[0], said.partition(":")[2]))
    return found


def _meta(start: bytes) -> list[tuple[str, str]]:
    found = []
    for line in start.split(b"\n"):
        name, _, value = (part.strip() for part in _text(line).partition("="))
        if name == "ElementDataFile":
            break
        if value and name.lower() not in META_FIELDS:
            found.append((name, value))
    return found


def _field(name: str, value: str) -> Filled | None:
    """A field as DICOM's of that name or tag; otherwise only what looks like an identifier in it counts."""
    name, value = name.strip(), value.strip()
    if personal.is_placeholder(value):
        return None
    keyword = _keyword(name)
    group = _keywords().get(keyword, "text")
    if group in ("person", "place") and not (keyword.endswith("Date") and not personal.is_date(value)):
        return Filled(group, keyword, GROUPS[group][keyword], personal.shape(value))
    if group == "date" and personal.is_date(value):
        return Filled(group, keyword, "Z", personal.shape(value))
    kinds = personal.kinds_in(value)
    if "^" in value and personal.is_name(value):
        kinds += ("name as DICOM writes it",)
    # A name of the authors' own could itself be one of a person: only those that formats define are repeated.
    shown = name if name in NIFTI_FIELDS or name.lower() in NRRD_FIELDS | META_TEXT or name.startswith("ext") else "key"
    return Filled("text", shown, "", ", ".join(kinds)) if kinds else None


def _keyword(name: str) -> str:
    """DICOM's keyword of a key such as ``0010|0010`` or ``DICOM.PatientName``."""
    if match := _TAG.search(name):
        from pydicom.datadict import keyword_for_tag

        return keyword_for_tag(int(match[1] + match[2], 16))
    return next((own for own in _keywords() if name.lower().endswith(own.lower())), name)


def _keywords() -> dict[str, str]:
    return {keyword: group for group, table in GROUPS.items() for keyword in table}


def _text(raw: bytes) -> str:
    return raw.split(b"\0")[0].decode("utf-8", "replace").strip()
