"""MetaImage, header and voxels in one file."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

from radaudit.core.errors import JobFailed
from radaudit.core.registry import plugin
from radaudit.images.itk import read_itk
from radaudit.images.packed import intact_zlib, unpacked_length
from radaudit.images.volume import Volume

LONGEST_HEADER = 2**14
# As MetaIO reads it: "=" or ":" after the name, lines that end in any way; the voxels follow this line.
_DATA_FILE = re.compile(rb"(?:^|[\r\n])[ \t]*ElementDataFile[ \t]*[=:][=: \t]*([^\r\n]*)\n", re.IGNORECASE)
_COMPRESSED = re.compile(rb"(?:^|[\r\n])[ \t]*CompressedData[ \t]*[=:][=: \t]*[Tt1]")


@plugin("reader", ".mha")
def read_metaimage(path: Path) -> Volume:
    """Read a MetaImage file.

    Raises
    ------
    JobFailed
        If it is damaged, cut short, or keeps its voxels in another file: that file could lie anywhere.
    """
    with path.open("rb") as stream:
        header = stream.read(LONGEST_HEADER)
        named = _DATA_FILE.search(header)
        if named is None:
            raise JobFailed(f"{path.name} is not a MetaImage file, or is damaged in its first bytes")
        if named[1].strip().upper() != b"LOCAL":
            raise JobFailed(f"{path.name} keeps its voxels in another file; save it with the voxels inside")
        if not _COMPRESSED.search(header[: named.start()]):
            return read_itk(path, "MetaImageIO")
        with contextlib.suppress(JobFailed, MemoryError):  # said below, together with what is wrong with the stream
            volume = read_itk(path, "MetaImageIO")
            if intact_zlib(path, volume.voxels):
                return volume
        stream.seek(named.end())
        return read_itk(path, "MetaImageIO", unpacked_length(stream, path.name))
