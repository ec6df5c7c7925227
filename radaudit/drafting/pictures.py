"""Images and masks: which files or folders they are, and the pattern by which a case's are found."""

from __future__ import annotations

import re
from collections.abc import Iterator

from radaudit.core.errors import RadauditError
from radaudit.drafting.folder import Folder
from radaudit.drafting.guess import Guess
from radaudit.drafting.patterns import Fit, fits
from radaudit.drafting.seen import Seen
from radaudit.drafting.units import DRAWN, ENDINGS, MASK, Pictures
from radaudit.drafting.vocabulary import words

LARGEST_MASK = 2**23  # bytes; one mask is read, for its labels
_FEWEST = 3  # cases
_RESULTS = frozenset({"results", "result", "output", "outputs"})
_AGAIN = frozenset(["retest", "rescan", "repeat", "scan2", "session2", "ses2", "visit2", "timepoint2"])
_READER = re.compile(r"(?<![a-z0-9])((?:reader|rater|observer|annotator|r)[-_]?(\d|[ab]))(?![a-z0-9])", re.I)


def find(seen: Seen) -> Iterator[Guess]:
    """Patterns of images and masks, the masks of other readers and of models, the second scans."""
    found = seen.pictures
    sheet = seen.people
    if not found.units or sheet is None or seen.ids.key is None:
        return
    keys = [name for name in (seen.ids.case, seen.ids.patient) if name]
    images, masks = fits(found.images, sheet, keys), fits(found.masks, sheet, keys)
    first = [fit for fit in images if not _said(fit) & (_AGAIN | DRAWN)]
    once = [fit for fit in masks if not _said(fit) & (_AGAIN | DRAWN)]
    truth = [fit for fit in once if not _said(fit) & _RESULTS] or once
    if not first and found.images:
        reason = f"{len(found.images)} images; no column of {sheet.path} stands in their paths: add one that holds them"
        place = found.images[0].rpartition("/")[0]
        yield Guess(("images", "image"), f"{place}/{{COLUMN}}".lstrip("/"), 0.5, reason)
    if first:
        yield _guess(("images", "image"), first[0], seen, _rivals(first))
    if truth:
        chosen, others = truth[0], [fit for fit in truth[1:] if _READER.search(fit.pattern)]
        readers = [fit for fit in others if len(fit.cases) >= _FEWEST]
        unread = [fit for fit in truth[1:] if fit not in readers]
        yield _guess(("images", "mask"), chosen, seen, _rivals([chosen, *unread]))
        yield from _label(seen.folder, chosen, found)
        for fit in readers:
            name = _READER.search(fit.pattern)[1]
            yield _some(("images", "readers", name), fit)
    drawn = [own for own in masks if own not in truth and _said(own) & (DRAWN | _RESULTS)]
    drawn = [own for own in drawn if not _said(own) & _AGAIN][:3]
    for fit in drawn:
        yield _some(("images", "predicted", _drawer(fit.pattern)), fit)
    if drawn and truth:
        yield Guess(("study", "task"), "segmentation", 0.7, "masks among the results, beside the reference")
    for key, many in (("image", images), ("mask", masks)):
        for fit in [own for own in many if _said(own) & _AGAIN][:1]:
            yield _some(("images", "retest", key), fit)


def _guess(key: tuple, fit: Fit, seen: Seen, more: str) -> Guess:
    number, rows = len(fit.cases), len(seen.people.table)
    share = number / rows
    sureness = (0.95 if share == 1 else 0.85 if share >= 0.9 else 0.7 if share >= 0.5 else 0.4) - 0.1 * bool(more)
    return Guess(key, _value(fit.pattern), sureness, f"finds a file or folder for {number} of {rows} cases{more}")


def _some(key: tuple, fit: Fit) -> Guess:
    """Of images that only a part of the cases may have."""
    number = len(fit.cases)
    return Guess(
        key, _value(fit.pattern), 0.8 if number >= _FEWEST else 0.4, f"finds a file or folder for {number} cases"
    )


def _value(pattern: str) -> object:
    whole = re.fullmatch(r"\{([^{}]+)\}", pattern)
    return {"column": whole[1]} if whole else pattern


def _rivals(many: list[Fit]) -> str:
    close = [fit.pattern for fit in many[1:] if len(fit.cases) >= 0.9 * len(many[0].cases)]
    return f"; so would {', '.join(close[:3])}" if close else ""


def _said(fit: Fit) -> frozenset[str]:
    return words(fit.pattern)


def _drawer(pattern: str) -> str:
    folders = pattern.split("/")[:-1]
    generic = DRAWN - {"unet", "nnunet"} | MASK | _RESULTS
    own = [part for part in folders if not words(part) & generic and "{" not in part]
    return own[-1] if own else "model"


def _label(folder: Folder, fit: Fit, found: Pictures) -> Iterator[Guess]:
    """The label, from one mask."""
    import numpy as np

    from radaudit.images.read import read_volume

    name = min(fit.files)
    if found.units.get(name) or not name.lower().endswith(ENDINGS) or folder.size(name) > LARGEST_MASK:
        return
    try:
        values = np.unique(read_volume(folder.root / name).voxels)
    except (RadauditError, MemoryError):
        return
    labels = [int(value) for value in values if value > 0 and value == int(value)]
    if len(labels) == 1:
        yield Guess(("images", "label"), labels[0], 0.9, "the only value above 0 in the first mask")
    elif 1 < len(labels) <= 20:
        shown = ", ".join(map(str, labels))
        yield Guess(
            ("images", "label"), labels[0], 0.5, f"the first mask holds the labels {shown}: say which is the ROI"
        )
