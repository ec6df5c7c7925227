"""Title, DOI, registration and modality, from what the README and the files say."""

from __future__ import annotations

import re
from collections.abc import Iterator

from radaudit.core.errors import UsageError
from radaudit.drafting.folder import Folder
from radaudit.drafting.guess import Guess
from radaudit.drafting.seen import Seen
from radaudit.drafting.vocabulary import words
from radaudit.features.names import parse_name
from radaudit.study.yaml_file import read_yaml

_DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"'<>)\]},;]+")
_TRIAL = re.compile(r"\bNCT\d{8}\b")
_DATA_DOI = ("10.5281/", "10.7937/", "10.6084/", "10.17632/")  # of deposits (Zenodo, TCIA, figshare, Mendeley)
MODALITIES = {
    "CT": {"ct"},
    "MR": {"mr", "mri", "t1", "t2", "flair", "adc", "dwi", "t1w", "t2w", "t1c", "t1ce"},
    "PT": {"pet", "fdg", "suv"},
    "US": {"ultrasound", "us", "sonography"},
    "MG": {"mammography", "mammogram", "mammograms"},
}
_HEADER = {"CT": "CT", "MR": "MR", "PT": "PT", "US": "US", "MG": "MG"}


def find(seen: Seen) -> Iterator[Guess]:
    """What the study is called and where it was published."""
    readme, text = _readme(seen.folder)
    yield from _title(seen.folder, readme, text)
    said = text + "\n" + seen.folder.text("CITATION.cff")
    found = sorted({own.rstrip(".") for own in _DOI.findall(said)})
    papers = [own for own in found if not own.startswith(_DATA_DOI)]
    for doi in papers[:2]:
        yield Guess(
            ("study", "doi"), doi, 0.8 if len(papers) == 1 else 0.5, f"{len(papers)} in {readme or 'CITATION.cff'}"
        )
    for trial in sorted(set(_TRIAL.findall(said)))[:1]:
        yield Guess(("study", "registration"), trial, 0.75, f"a trial's number in {readme}")
    yield from _modality(seen, readme, text)


def _readme(folder: Folder) -> tuple[str, str]:
    name = next((own for own in folder.files if own.lower() in ("readme.md", "readme.rst", "readme.txt", "readme")), "")
    return name, folder.text(name) if name else ""


def _title(folder: Folder, readme: str, text: str) -> Iterator[Guess]:
    key = ("study", "title")
    if "CITATION.cff" in folder.files:
        try:
            data = read_yaml(folder.root / "CITATION.cff", "CITATION.cff").data
        except UsageError:
            data = None
        if isinstance(data, dict) and isinstance(data.get("title"), str) and data["title"].strip():
            yield Guess(key, data["title"].strip(), 0.9, "the title in CITATION.cff")
    for number, line in enumerate(text.splitlines()[:40], start=1):
        heading = re.fullmatch(r"#\s+(.+?)\s*#*", line)
        if heading and len(heading[1]) > 3:
            yield Guess(key, heading[1], 0.8, f"the heading in {readme}:{number}")
            return
    yield Guess(key, folder.root.resolve().name.replace("_", " ") or "A study", 0.6, "the folder's name")


def _modality(seen: Seen, readme: str, text: str) -> Iterator[Guess]:
    key = ("study", "modality")
    headers = sorted({_HEADER[own] for own in seen.pictures.units.values() if own in _HEADER})
    if headers:
        read = sum(own in _HEADER for own in seen.pictures.units.values())
        most = 2 * read >= len(seen.pictures.images)
        yield Guess(key, headers, 0.95 if most else 0.6, f"{read} headers of DICOM files")
        return
    people = seen.people
    for column in (name for name in (people.others if people else ()) if name.lower() == "modality"):
        yield Guess(key, sorted(people.distinct(column))[:6], 0.9, f"the column {column!r} of {people.path}")
        return
    sheet = seen.sheets.get(seen.features or "")
    named = [parse_name(name) for name in (sheet.features[:500] if sheet else ())]
    prefixes = words(" ".join(own.prefix for own in named if own))
    files = frozenset().union(*(words(own) for own in seen.pictures.images[:500]))
    for said, sureness, where in (
        (prefixes, 0.85, "prefixes of feature names"),
        (files, 0.8, "names of images and folders"),
        (words(text[:20_000]) | words(seen.folder.root.resolve().name), 0.65, readme or "the folder's name"),
    ):
        found = [name for name, known in MODALITIES.items() if said & (known - ({"us"} if where == readme else set()))]
        if found:
            shown = ", ".join(sorted(said & set().union(*(MODALITIES[own] for own in found))))
            yield Guess(key, found, sureness if len(found) == 1 else sureness - 0.1, f"{where}: {shown}")
            return
