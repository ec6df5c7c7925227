"""Numbers of releases."""

from __future__ import annotations

import re

Release = tuple[int, int, int]


def release_of(text: str) -> Release | None:
    """The number in ``v3.0.1`` or ``3.1.0.post2``; None where there is none, as in ``0+unknown``."""
    found = re.match(r"\s*v?(\d+)\.(\d+)(?:\.(\d+))?", text)
    return (int(found[1]), int(found[2]), int(found[3] or 0)) if found else None


def written(release: Release) -> str:
    """As pyradiomics writes it: 3.0 and 1.0 without a third number."""
    major, minor, patch = release
    return f"{major}.{minor}" if (minor, patch) == (0, 0) and major in (1, 3) else f"{major}.{minor}.{patch}"
