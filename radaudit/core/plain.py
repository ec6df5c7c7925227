"""Values that any renderer and JSON can hold."""

from __future__ import annotations

import json
import math
import re

Scalar = str | int | float | bool | None

# Control characters but tab and newline; invisible characters that reorder or hide text (bidirectional marks and
# overrides, zero-width space, byte-order mark, tags); line separators; halves of surrogate pairs.
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def scalar(value: object) -> Scalar:
    """A plain scalar: numpy's become Python's, numbers that JSON doesn't know become None, the rest text."""
    if value is None or type(value) in (bool, int):
        return value
    if hasattr(value, "item") and not isinstance(value, str):
        value = value.item()
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    return value if isinstance(value, bool | int) else text(value)


def text(value: object) -> str:
    """Text without lone surrogates, which undecodable file names bring and UTF-8 can't write."""
    return str(value).encode("utf-8", "backslashreplace").decode("utf-8")


def readable_json(text: str) -> str:
    r"""The same JSON with unseen characters as its own escapes, so that whoever prints the file sees them, as text.

    JSON demands that of control characters up to U+001F only; a terminal obeys others too, such as U+009B.
    """
    return UNSEEN.sub(lambda found: json.dumps(found.group())[1:-1], text)
