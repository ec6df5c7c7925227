"""NRRD, voxels in the same file."""

from __future__ import annotations

import contextlib
import re
from pathlib import Path

from radaudit.core.errors import JobFailed
from radaudit.core.registry import plugin
from radaudit.images.itk import read_itk
from radaudit.images.packed import intact, unpacked_length
from radaudit.images.volume import Volume

LONGEST_HEADER = 2**16


@plugin("reader", ".nrrd")
def read_nrrd(path: Path) -> Volume:
    """Read a NRRD file (http://teem.sourceforge.net/nrrd/format.html).

    Raises
    ------
    JobFailed
        If it is damaged, or keeps its voxels in another file: that file could lie anywhere.
    """
    with path.open("rb") as stream:
        start, end = _fields(stream.read(LONGEST_HEADER), path.name)
        if not re.search(rb"encoding: *gz", b"\n".join(start), re.IGNORECASE):
            return read_itk(path, "NrrdImageIO")
        with contextlib.suppress(JobFailed):  # said below, together with what is wrong with the stream
            volume = read_itk(path, "NrrdImageIO")
            if intact(path, volume.voxels):
                return volume
        stream.seek(end)
        return read_itk(path, "NrrdImageIO", unpacked_length(stream, path.name))


def _fields(start: bytes, name: str) -> tuple[list[bytes], int]:
    """The header's lines, and where it ends: at the first empty line."""
    lines, end = [], 0
    for ended in start.splitlines(keepends=True):
        line, end = ended.strip(), end + len(ended)
        if line.lower().startswith((b"data file", b"datafile")):
            raise JobFailed(f"{name} keeps its voxels in another file; save it with the voxels inside")
        if not line and start.startswith(b"NRRD"):
            return lines, end
        lines.append(line)
    raise JobFailed(f"{name} is not a NRRD file, or is damaged in its first bytes")
