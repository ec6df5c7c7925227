"""NRRD, voxels in the same file."""

from __future__ import annotations

from pathlib import Path

from radaudit.core.errors import JobFailed
from radaudit.core.registry import plugin
from radaudit.images.itk import read_itk
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
        header = stream.read(LONGEST_HEADER).split(b"\n\n")[0].replace(b"\r\n", b"\n")
    for line in header.split(b"\n"):
        if line.lower().startswith((b"data file:", b"datafile:")):
            raise JobFailed(f"{path.name} keeps its voxels in another file; save it with the voxels inside")
    return read_itk(path, "NrrdImageIO")
