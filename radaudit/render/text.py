"""Strings of the study, safe to show: what can't be seen, or plays tricks, is spelled out."""

from __future__ import annotations

import re

# Control characters but tab and newline; invisible characters that reorder or hide text (bidirectional marks and
# overrides, zero-width space, byte-order mark, tags); line separators; halves of surrogate pairs.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    r"""The text with unseen characters as escapes, such as ``\x1b`` or ``\u202e``."""
    return _UNSEEN.sub(lambda found: found.group().encode("unicode_escape").decode("ascii"), text)


def one_line(text: str) -> str:
    """The visible text with every run of blanks and line ends as one blank."""
    return visible(" ".join(text.split()))


def shortened(text: str, limit: int) -> str:
    """The text, or its beginning and how long it is."""
    if len(text) <= limit:
        return text
    return f"{text[:limit].rstrip()}… ({len(text):,} characters)"


def spaced(name: str) -> str:
    """A key such as ``shared_patients`` as words; other names stay as they are."""
    return name.replace("_", " ") if re.fullmatch(r"[a-z][a-z0-9_]*", name) else name
