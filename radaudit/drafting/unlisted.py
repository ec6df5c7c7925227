"""A cohort table for a folder of images without one: cases as the files' names tell them apart."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from radaudit.drafting.folder import Folder, stem
from radaudit.drafting.guess import Guess, MadeTable
from radaudit.drafting.seen import Seen
from radaudit.drafting.units import Pictures, pictures_of
from radaudit.drafting.vocabulary import set_of, words

_KIND = re.compile(
    r"(?i)[-_. ]*(?<![a-z0-9])(?:images?|img|masks?|seg|segmentation|labels?|rois?|gt|scan|ct|mri?|pet|volume)"
    r"(?![a-z0-9])"
)
_CHANNEL = re.compile(r"_(\d{4})$")  # nnU-Net: one file a channel
FEWEST = 3


def unlisted(folder: Folder) -> MadeTable | None:
    """A table with case, image, mask and, where folders tell it, set."""
    found = pictures_of(folder)
    images, masks, sets = _by_case(found, found.images), _by_case(found, found.masks), {}
    if len(images) < FEWEST:
        return None
    for case, path in images.items():
        sets[case] = next((own for part in path.split("/")[:-1] for word in words(part) if (own := set_of(word))), "")
    divided = len(set(sets.values()) - {""}) > 1
    columns = ("case", *(["set"] if divided else []), "image", *(["mask"] if masks else []))
    rows = tuple(
        (case, *([sets[case]] if divided else []), path, *([masks.get(case, "")] if masks else []))
        for case, path in sorted(images.items())
    )
    paired = len(images.keys() & masks.keys())
    reason = f"the names of {len(images)} images, {paired} of them with a mask; no table lists the cases"
    return MadeTable("radaudit-cohort.csv", columns, rows, reason)


def _by_case(found: Pictures, paths: list[str]) -> dict[str, str]:
    cases: dict[str, str] = {}
    for path in paths:
        own = _CHANNEL.sub("", stem(path)) if path in found.images else stem(path)
        name = _KIND.sub("", own).strip("-_. ") or path.rpartition("/")[0].rpartition("/")[2] or own
        cases.setdefault(name, path)
    return cases


def find(seen: Seen) -> Iterator[Guess]:
    """The task of a study of segmentations, and the names of its labels."""
    parts = {part for name in seen.folder.files for part in name.split("/")[:-1]}
    nnunet = {"imagesTr", "labelsTr"} <= parts
    if nnunet:
        yield Guess(("study", "task"), "segmentation", 0.85, "folders imagesTr and labelsTr, as nnU-Net wants them")
    name = next((own for own in seen.folder.files if own.rpartition("/")[2] == "dataset.json"), None)
    if name is None:
        return
    try:
        data = json.loads(seen.folder.text(name))
    except (ValueError, RecursionError):
        return
    labels = data.get("labels") if isinstance(data, dict) else None
    structures = dict(_structures(labels)) if isinstance(labels, dict) else {}
    if structures and nnunet:
        yield Guess(("images", "structures"), structures, 0.9, f"'labels' of {name}")
    if isinstance(data, dict) and isinstance(data.get("name"), str) and data["name"].strip():
        yield Guess(("study", "title"), data["name"].strip(), 0.7, f"'name' in {name}")


def _structures(labels: dict) -> Iterator[tuple[str, int]]:
    """Names and labels; nnU-Net turned the order of the two round."""
    for key, value in labels.items():
        name, number = (key, value) if not str(key).isdigit() else (value, key)
        if isinstance(name, str) and str(number).isdigit() and int(number) > 0:
            yield name, int(number)
