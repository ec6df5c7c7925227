"""What headers of images and masks tell of the patients: filled elements, and the kind of their content."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.core.step import evidence
from radaudit.evidence.cohort import Cohort
from radaudit.evidence.images import ImageIndex
from radaudit.images.identify import Identify
from radaudit.study import personal


@dataclass(frozen=True)
class Element:
    """An element of the headers of one file or folder that is filled.

    Attributes
    ----------
    case
        The case whose file it is.
    of
        "image" or "mask".
    group
        "person", "place" (where and by whom), "date", "text" (a free text that holds an identifier).
    element, action, kind
        As in `images.dicom.identifying.Filled`.
    files
        In how many files.
    """

    case: str
    of: str
    group: str
    element: str
    action: str
    kind: str
    files: int


@dataclass(frozen=True)
class HeaderIdentifiers:
    """What headers tell; no value of an identifier is in here.

    Attributes
    ----------
    elements
        Filled elements of files that don't say that the patient's identity was removed; dates of those that don't say
        that their dates were changed. Ids of the cohort table are left out: they are the study's own.
    files, dicom, unread
        Files that were read, DICOM files among them, and files that can't be read.
    removed, moved, kept
        DICOM files that say: identity removed; dates changed or removed; dates unchanged.
    burnt
        DICOM files by what they say of text burnt into the image ("YES", "NO", ""), by case.
    paths
        For each case, digests of what its headers hold, and what each is: by these its paths are searched. They stay
        in here.
    """

    elements: tuple[Element, ...]
    files: int
    dicom: int
    unread: int
    removed: int
    moved: int
    kept: int
    burnt: Mapping[str, Mapping[str, int]]
    paths: Mapping[str, Mapping[str, str]] = field(repr=False, default_factory=dict)

    def rows(self, group: str) -> list[dict[str, object]]:
        """One row an element and kind of content: in how many cases and files."""
        found: dict[tuple[str, str, str], list[Element]] = {}
        for own in self.elements:
            if own.group == group:
                found.setdefault((own.of, own.element, own.kind), []).append(own)
        return [
            {
                "of": of,
                "element": element,
                "holds": kind,
                "PS3.15": {"X": "remove", "Z": "empty or replace"}.get(own[0].action, ""),
                "number of cases": len({member.case for member in own}),
                "files": sum(member.files for member in own),
                "case": own[0].case,
            }
            for (of, element, kind), own in sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
        ]


@evidence
def header_identifiers(cohort: Cohort, images: ImageIndex, compute: Compute) -> HeaderIdentifiers:
    """What headers of images and masks tell of the patients."""
    asked = [
        (own.case, of, file)
        for own in images.cases.values()
        for of, file in (("image", own.image), ("mask", own.mask))
        if file is not None
    ]
    jobs = [Identify(case, file) for case, _, file in asked]
    results = compute.map("Looking for identifiers in headers", jobs)
    read = [(*own[:2], found) for own, found in zip(asked, results, strict=True) if not isinstance(found, Failure)]
    known = {personal.digest(own) for own in (*cohort.cases, *cohort.patients) if own}
    elements = [element for case, of, found in read for element in _elements(case, of, found, known)]
    total = Counter({what: sum(found[what] for *_, found in read) for what in ("files", "dicom", "unread")})
    return HeaderIdentifiers(
        tuple(elements),
        total["files"],
        total["dicom"],
        total["unread"] + len(results) - len(read),
        _saying(read, "removed", ("YES",)),
        _saying(read, "dates", ("MODIFIED", "REMOVED")),
        _saying(read, "dates", ("UNMODIFIED",)),
        {case: found["said"]["burnt"] for case, of, found in read if of == "image" and found["dicom"]},
        _searched(read, known),
    )


def _elements(case: str, of: str, found: Mapping, known: set[str]) -> Iterator[Element]:
    """Where all files say that identity was removed, or dates changed, their values are taken as made up."""
    nameless = _all_say(found, "removed", ("YES",))
    undated = _all_say(found, "dates", ("MODIFIED", "REMOVED"))
    for own in found["filled"]:
        element = own["element"].partition(" ")[0]
        if own["action"] == "Z" and own["group"] in ("person", "place") and nameless:
            continue
        if own["group"] == "date" and undated:
            continue
        if element == "PatientID" and set(found["numbers"]) <= known:
            continue
        yield Element(case, of, own["group"], own["element"], own["action"], own["kind"], own["files"])


def _all_say(found: Mapping, what: str, words: Sequence[str]) -> bool:
    said = found["said"][what]
    return bool(said) and set(said) <= set(words)


def _saying(read: Sequence[tuple], what: str, words: Sequence[str]) -> int:
    return sum(found["said"][what].get(word, 0) for *_, found in read for word in words)


def _searched(read: Sequence[tuple], known: set[str]) -> dict[str, dict[str, str]]:
    kinds = {"days": "the day of the examination", "numbers": "the patient's number", "names": "a part of the name"}
    kinds["births"] = "the birth date"
    made: dict[str, dict[str, str]] = {}
    for case, _, found in read:
        for key, kind in kinds.items():
            own = {digest: kind for digest in found[key] if digest not in known}
            made.setdefault(case, {}).update(own)
    return made
