"""MetaImage, header and voxels in one file."""

from __future__ import annotations

from pathlib import Path

from radaudit.core.errors import JobFailed
from radaudit.core.registry import plugin
from radaudit.images.itk import read_itk
from radaudit.images.volume import Volume

LONGEST_HEADER = 2**14


@plugin("reader", ".mha")
def read_metaimage(path: Path) -> Volume:
    """Read a MetaImage file.

    Raises
    ------
    JobFailed
        If it is damaged, or keeps its voxels in another file: that file could lie anywhere.
    """
    with path.open("rb") as stream:
        header = stream.read(LONGEST_HEADER)
    for line in header.split(b"\n"):
        key, _, value = line.partition(b"=")
        if key.strip() == b"ElementDataFile":
            if value.strip().upper() != b"LOCAL":
                raise JobFailed(f"{path.name} keeps its voxels in another file; save it with the voxels inside")
            break
    return read_itk(path, "MetaImageIO")
