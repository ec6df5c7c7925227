"""Names of image and mask files that hold what could name a patient."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from radaudit.compute.digest import FolderRef, members
from radaudit.core.errors import JobFailed
from radaudit.core.step import evidence
from radaudit.evidence.cohort import Cohort
from radaudit.evidence.header_identifiers import HeaderIdentifiers
from radaudit.evidence.images import CaseImages, ImageIndex
from radaudit.evidence.personal_tables import PersonalTables
from radaudit.study import personal

WEIGHT = {  # what is worse comes first
    "a part of the name": "person",
    "a name in the tables": "person",
    "the patient's number": "person",
    "the birth date": "person",
    "the day of the examination": "detail",
    "a full date": "untold",
    "a number as hospitals give them": "untold",
}


@dataclass(frozen=True)
class PersonalPath:
    """What a case's paths hold; neither path nor value is in here.

    Attributes
    ----------
    case, of
        The case, and whether its image or its mask is named so.
    holds
        A key of `WEIGHT`.
    proved
        Whether it equals what the headers or the tables say; otherwise only its look tells.
    """

    case: str
    of: str
    holds: str
    proved: bool


@dataclass(frozen=True)
class PersonalPaths:
    """What the paths of images and masks hold.

    Attributes
    ----------
    found
        One entry a case, kind of file and kind of content.
    paths
        How many were looked at, files in folders among them.
    """

    found: tuple[PersonalPath, ...]
    paths: int


@evidence
def personal_paths(
    cohort: Cohort, images: ImageIndex, header_identifiers: HeaderIdentifiers, personal_tables: PersonalTables
) -> PersonalPaths:
    """Names of image and mask files that hold what could name a patient."""
    known = {personal.digest(own) for own in (*cohort.cases, *cohort.patients) if own}
    named = dict.fromkeys(personal_tables.names, "a name in the tables")
    found, count = [], 0
    for case, own in images.cases.items():
        told = {**named, **header_identifiers.paths.get(case, {})}
        told = {digest: kind for digest, kind in told.items() if digest not in known}
        for of, path in _paths(own):
            count += 1
            ids = [case, cohort.patient(case) or case]
            found += [PersonalPath(case, of, holds, proved) for holds, proved in _held(path, told, ids)]
    return PersonalPaths(tuple(dict.fromkeys(found)), count)


def _paths(own: CaseImages) -> list[tuple[str, str]]:
    """Paths of a case as the study names them, and of the files in its folders."""
    made = []
    for of, name, file in (("image", own.image_name, own.image), ("mask", own.mask_name, own.mask)):
        if name is None:
            continue
        made.append((of, name))
        if isinstance(file, FolderRef):
            try:
                made += [(of, path.relative_to(file.path).as_posix()) for path in members(file.path)]
            except JobFailed:  # too many files: the image can't be read either, which other checks say
                continue
    return made


def _held(path: str, told: Mapping[str, str], ids: Sequence[str]) -> list[tuple[str, bool]]:
    """What a path holds: equal to what is told, or by its look. The study's own ids are no find: see the tables."""
    stem = re.sub(r"(\.[A-Za-z]{2,5}){1,2}$", "", path)
    for own in ids:
        stem = stem.replace(own.strip(), " ") if own.strip() else stem
    pieces = [part for part in re.split(r"[^A-Za-z0-9À-ɏ]+", stem) if part]
    dates = [match[0] for match in personal.DATE.finditer(stem)]
    equal = {told[digest] for piece in (*pieces, *dates) if (digest := personal.digest(piece)) in told}
    if equal:
        return [(kind, True) for kind in equal]
    looks = []
    if any(personal.is_date(text) for text in dates):
        looks.append("a full date")
    if any(personal.is_official(piece) and len(piece) >= 7 for piece in pieces):
        looks.append("a number as hospitals give them")
    return [(kind, False) for kind in looks]
