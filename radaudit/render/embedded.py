"""The report inside its own page: packed, or the same rows as a table and as JSON would double its size."""

from __future__ import annotations

import base64
import gzip
import re
import zlib
from dataclasses import replace

from radaudit.core.report import Report

LARGEST = 2**28  # bytes that a page may unpack to
_OPENING = '<script type="application/gzip;base64" id="radaudit-data">'
_ELEMENT = re.compile(re.escape(_OPENING.encode()) + rb"([A-Za-z0-9+/=]*)</script>")


def embedded(report: Report) -> object:
    """The script element that holds a report as gzipped JSON in base64, which no browser runs.

    Pictures are left out: they stand in the page already.
    """
    from markupsafe import Markup

    text = replace(report, pictures=()).to_json(indent=None)
    packed = gzip.compress(text.encode(), mtime=0)
    return Markup(f"{_OPENING}{base64.b64encode(packed).decode()}</script>")  # noqa: S704 - letters and digits only


def unpacked(page: bytes) -> bytes | None:
    """The JSON of the report that a page holds; None if it holds none, or one larger than `LARGEST`."""
    found = _ELEMENT.search(page)
    if not found:
        return None
    try:
        opener = zlib.decompressobj(wbits=31)
        text = opener.decompress(base64.b64decode(found[1]), LARGEST)
    except (ValueError, zlib.error):
        return None
    return text if opener.eof else None
