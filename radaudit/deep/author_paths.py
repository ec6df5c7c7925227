"""Places on the author's machine that exporters write into a model file: they hold user names."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping

from radaudit.deep.zip_file import DAMAGE, check_size

_LARGEST = 2**28
# Members of a zip that hold text: the description of a .pt2, and TorchScript's notes for debugging.
_TEXTS = (".json", ".debug_pkl", ".py", "data.pkl", "constants.pkl")
_HOMES = re.compile(rb"(?:/home/|/Users/|[A-Za-z]:[\\/]{1,2}Users[\\/]{1,2})([A-Za-z0-9._-]{1,64})[\\/]")
_MACHINES = b"runner user ubuntu root docker app jovyan circleci travis public shared"
_NOBODY = frozenset(_MACHINES.split())


def author_paths(content: bytes) -> Mapping[str, int]:
    """User names in paths of home folders, with how often each stands in the file.

    Names that belong to machines rather than to people (``runner``, ``ubuntu``) are left out.

    Parameters
    ----------
    content
        The whole file: ``.pt2``, TorchScript, ONNX, safetensors or a state dict.
    """
    found: Counter[str] = Counter()
    for text in _texts(content):
        found.update(own.decode() for own in _HOMES.findall(text) if own.lower() not in _NOBODY)
    return dict(found)


def _texts(content: bytes) -> Iterator[bytes]:
    """The parts of a file that can hold text; weights are left out where the file says which they are."""
    if content[:4] == b"PK\x03\x04":
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                check_size(archive)
                for member in archive.infolist():
                    if member.filename.endswith(_TEXTS) and member.file_size <= _LARGEST:
                        yield archive.read(member)
        except DAMAGE:
            return
        return
    size = int.from_bytes(content[:8], "little")
    yield content[8 : 8 + size] if content[8:9] == b"{" and size < len(content) else content
