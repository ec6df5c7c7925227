"""References as links: only DOIs and https addresses become one."""

from __future__ import annotations

import re
from urllib.parse import quote

_DOI = re.compile(r"(?:doi:\s*|https?://(?:dx\.)?doi\.org/)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_HTTPS = re.compile(r"https://[A-Za-z0-9.-]+(?:/[\x21\x23-\x3b\x3d\x3f-\x7e]*)?")


def address(reference: str) -> str:
    """Where a reference leads; empty if it is not the name of a web page."""
    text = reference.strip()
    if doi := _DOI.fullmatch(text):
        return "https://doi.org/" + quote(doi[1], safe="/.;()-_:")
    return text if _HTTPS.fullmatch(text) else ""
