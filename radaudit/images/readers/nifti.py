"""NIfTI-1, plain or gzipped, header and voxels in one file."""

from __future__ import annotations

import contextlib
import gzip
import math
import struct
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from radaudit.core.errors import JobFailed
from radaudit.core.registry import plugin
from radaudit.images.itk import read_itk, refuse_claim
from radaudit.images.packed import intact
from radaudit.images.volume import Volume

# Bytes per voxel by NIfTI's code of the pixel type.
_BYTES = {2: 1, 4: 2, 8: 4, 16: 4, 32: 8, 64: 8, 128: 3, 256: 1, 512: 2, 768: 4, 1024: 8, 1280: 8, 1792: 16, 2304: 4}
_HEADER = 352
_CHUNK = 2**20


@plugin("reader", ".nii")
@plugin("reader", ".nii.gz")
def read_nifti(path: Path) -> Volume:
    """Read a NIfTI file (https://nifti.nimh.nih.gov).

    Raises
    ------
    JobFailed
        If it is damaged, cut short, keeps its voxels in another file, or holds more than one 3D image.
    """
    packed = _is_packed(path)
    with _alone(path) as alone:
        if packed:
            with contextlib.suppress(JobFailed, MemoryError):  # said below, together with what is wrong with the stream
                before = _before_voxels(path)
                volume = read_itk(alone, "NiftiImageIO")
                if intact(path, volume.voxels, before):
                    return volume
        _refuse_short_files(path, packed)
        return read_itk(alone, "NiftiImageIO")


@contextlib.contextmanager
def _alone(path: Path) -> Iterator[Path]:
    """The same file with no other beside it: of ``a.nii.gz`` beside ``a.nii`` ITK takes the voxels of ``a.nii``."""
    with tempfile.TemporaryDirectory() as folder:
        link = Path(folder, path.name)
        link.symlink_to(path.resolve())
        yield link


def _is_packed(path: Path) -> bool:
    with path.open("rb") as stream:
        return path.name.lower().endswith(".gz") and stream.read(2) == b"\x1f\x8b"


def _before_voxels(path: Path) -> bytes:
    """What lies before the voxels in a packed file; refuses a file whose header claims what it can't hold."""
    try:
        with gzip.open(path) as stream:
            header = stream.read(_HEADER)
            start, end = _voxels(header, path)
            refuse_claim(path, end)
            return header + stream.read(min(start, _CHUNK) - len(header))
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise JobFailed(f"{path.name} is damaged in its first bytes") from None


def _refuse_short_files(path: Path, packed: bool) -> None:
    """ITK fills what a cut or damaged file lacks with whatever is in memory, and says nothing."""
    try:
        with gzip.open(path) if packed else path.open("rb") as stream:
            header = stream.read(_HEADER)
            _, wanted = _voxels(header, path)
            refuse_claim(path, wanted)
            held = len(header)
            while held < wanted + _CHUNK and (chunk := stream.read(_CHUNK)):
                held += len(chunk)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        raise JobFailed(f"{path.name} is damaged: its compressed data are broken or end too early") from None
    if held < wanted:
        raise JobFailed(f"{path.name} is cut short: it holds {held} of {wanted} bytes")


def _voxels(header: bytes, path: Path) -> tuple[int, int]:
    """Where the first voxel begins and the last one ends, by the header."""
    if header[4:7] == b"n+2":
        raise JobFailed(f"{path.name} is NIfTI-2, which SimpleITK does not read; save it as NIfTI-1")
    order = next((sign for sign in "<>" if header[:4] == struct.pack(f"{sign}i", 348)), None)
    if order is None or len(header) < 348:
        raise JobFailed(f"{path.name} is not a NIfTI file, or is damaged in its first bytes")
    if header[344:348] != b"n+1\0":
        raise JobFailed(f"{path.name} keeps its voxels in another file; save it with the voxels inside")
    dims = struct.unpack_from(f"{order}8h", header, 40)
    (kind,), (start,) = struct.unpack_from(f"{order}h", header, 70), struct.unpack_from(f"{order}f", header, 108)
    size = dims[1 : dims[0] + 1]
    if not (1 <= dims[0] <= 7 and min(size) > 0 and kind in _BYTES and math.isfinite(start)):
        raise JobFailed(f"{path.name} has a header that can't be: size {list(dims)}, pixel type {kind}, start {start}")
    first = max(int(start), 348)
    return first, first + math.prod(size) * _BYTES[kind]
