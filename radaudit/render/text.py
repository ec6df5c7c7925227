"""Strings of the study, safe to show: what can't be seen, or plays tricks, is spelled out."""

from __future__ import annotations

import re

from radaudit.core.plain import UNSEEN

_SLACK = 1.15  # a text this much too long is shown whole: to say how long it is would take as much room
_LEAST = 0.7  # of the limit stays where a text is cut between words


def visible(text: str) -> str:
    r"""The text with unseen characters as escapes, such as ``\x1b`` or ``\u202e``."""
    return UNSEEN.sub(lambda found: found.group().encode("unicode_escape").decode("ascii"), text)


def one_line(text: str) -> str:
    """The visible text with every run of blanks and line ends as one blank."""
    return visible(" ".join(text.split()))


def shortened(text: str, limit: int) -> str:
    """The text, or its beginning up to a word's end, and how long it is; a few signs more are shown, not counted."""
    if len(text) <= limit * _SLACK:
        return text
    return f"{_whole_words(text, limit)}… ({len(text):,} characters)"


def brief(text: str, limit: int) -> str:
    """The text, or its beginning up to a word's end: for a line that leads to the whole of it."""
    return text if len(text) <= limit else f"{_whole_words(text, limit)}…"


def sentence(text: str) -> str:
    """The text with a capital at its start, where that is a plain word and not, say, a name in code."""
    first = text.partition(" ")[0].rstrip(",;:")
    return text[:1].upper() + text[1:] if first.isalpha() and first.islower() else text


def _whole_words(text: str, limit: int) -> str:
    """The beginning, cut between words unless that loses much: a name without blanks is cut where it must."""
    start = text[:limit]
    if not text[limit : limit + 1].isspace() and (end := start.rfind(" ")) >= limit * _LEAST:
        start = start[:end]
    return start.rstrip().rstrip(".,;:(–-")


def moment(text: str) -> str:
    """A time such as ``2026-11-21T19:31:23Z`` as people write it; anything else as it is."""
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(:\d\d(\.\d+)?)?(Z|\+00:00)", text)
    return f"{found[1]} {found[2]} UTC" if found else text


def spaced(name: str) -> str:
    """A key such as ``shared_patients`` as words; other names stay as they are."""
    return name.replace("_", " ") if re.fullmatch(r"[a-z][a-z0-9_]*", name) else name
