"""Plain values out of DICOM elements."""

from __future__ import annotations

import hashlib
import math
from typing import TYPE_CHECKING

from radaudit.core.errors import JobFailed

if TYPE_CHECKING:
    from pydicom.dataset import Dataset


def fingerprint(identifier: object) -> str:
    """The first 12 hexadecimal digits of an identifier's SHA-256; empty for an empty one.

    Tells equal from different without saying who. It is a pseudonym: whoever has a list of the identifiers can
    find the one that gives it.
    """
    text = str(identifier or "").strip(" \0")
    return hashlib.sha256(text.encode()).hexdigest()[:12] if text else ""


def text(dataset: Dataset, keyword: str, longest: int = 64) -> str:
    """A text, printable and not longer than this; several values joined by a backslash, as DICOM does."""
    value = dataset.get(keyword)
    if value is None:
        return ""
    parts = [value] if isinstance(value, str | int | float) else list(value) if _many(value) else [value]
    joined = "\\".join(str(part).strip(" \0") for part in parts[:16])
    return "".join(sign if sign.isprintable() else "?" for sign in joined)[:longest]


def number(dataset: Dataset, keyword: str) -> float | None:
    """A finite number; None where there is none."""
    found = numbers(dataset, keyword)
    return found[0] if found else None


def numbers(dataset: Dataset, keyword: str, count: int = 0) -> tuple[float, ...] | None:
    """Finite numbers, this many if a count is given; None where there are none.

    Raises
    ------
    JobFailed
        If they are not finite, or not that many.
    """
    value = dataset.get(keyword)
    if value is None or value == "" or (_many(value) and not len(value)):
        return None
    found = tuple(float(part) for part in (value if _many(value) else [value]))
    if not all(math.isfinite(part) for part in found) or count not in (0, len(found)):
        raise JobFailed(f"the DICOM element {keyword} holds {_shown(found)}, which can't be")
    return found


def whole(dataset: Dataset, keyword: str, otherwise: int | None = None) -> int:
    """A whole number that is not negative.

    Raises
    ------
    JobFailed
        If it is missing and there is no other value to take, or negative.
    """
    value = dataset.get(keyword)
    if value is None or value == "":
        if otherwise is None:
            raise JobFailed(f"the DICOM element {keyword} is missing")
        return otherwise
    if int(value) < 0:
        raise JobFailed(f"the DICOM element {keyword} holds {int(value)}, which can't be")
    return int(value)


def items(dataset: Dataset, keyword: str) -> list[Dataset]:
    """The items of a sequence; none where it is missing."""
    return list(dataset.get(keyword) or ())


def _many(value: object) -> bool:
    return not isinstance(value, str | bytes) and hasattr(value, "__len__")


def _shown(found: tuple[float, ...]) -> str:
    return ", ".join(f"{part:g}" for part in found[:6]) + (" ..." if len(found) > 6 else "")
