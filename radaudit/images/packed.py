"""Compressed voxels: whole, and with a checksum that fits?"""

from __future__ import annotations

import os
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np

from radaudit.core.errors import JobFailed
from radaudit.images.itk import LARGEST_IMAGE

_CHUNK = 2**20
_ZLIB_OR_GZIP = 47
_GZIP_END = struct.Struct("<II")  # RFC 1952: CRC-32 and length of what was packed
_ZLIB_END = struct.Struct(">I")  # RFC 1950: Adler-32 of it


def intact(path: Path, voxels: np.ndarray, before: bytes = b"") -> bool:
    """Whether a file ends as a gzip stream of exactly these voxels does: with their checksum and their length.

    If so, nothing was lost or changed between packing and reading. If not, `unpacked_length` finds out more, but has
    to unpack everything once again.

    Parameters
    ----------
    before
        What was packed before the voxels.
    """
    end = _last(path, _GZIP_END)
    if end is None or end[1] != (len(before) + voxels.nbytes) % 2**32:
        return False
    start = zlib.crc32(before)
    return any(zlib.crc32(written, start) == end[0] for written in _byte_orders(voxels))


def intact_zlib(path: Path, voxels: np.ndarray) -> bool:
    """The same of a zlib stream, which ends with a checksum alone."""
    end = _last(path, _ZLIB_END)
    return end is not None and any(zlib.adler32(written) == end[0] for written in _byte_orders(voxels))


def _last(path: Path, form: struct.Struct) -> tuple[int, ...] | None:
    with path.open("rb") as stream:
        stream.seek(-min(form.size, path.stat().st_size), os.SEEK_END)
        end = stream.read(form.size)
    return form.unpack(end) if len(end) == form.size else None


def _byte_orders(voxels: np.ndarray) -> Iterator[np.ndarray]:
    yield voxels
    yield voxels.byteswap()


def unpacked_length(stream: BinaryIO, name: str) -> int:
    """How many bytes a compressed stream holds, from where it stands.

    ITK's readers of NRRD and MetaImage compare no checksum, and take what a broken stream gives for voxels.

    Raises
    ------
    JobFailed
        If the stream is broken, ends too early, or gives more than `LARGEST_IMAGE` bytes.
    """
    unpacker, held = zlib.decompressobj(_ZLIB_OR_GZIP), 0
    try:
        while not unpacker.eof and (chunk := unpacker.unconsumed_tail or stream.read(_CHUNK)):
            held += len(unpacker.decompress(chunk, _CHUNK))
            if held > LARGEST_IMAGE:
                raise JobFailed(f"{name} holds more than {LARGEST_IMAGE:.1e} bytes of voxels; no more are read")
    except zlib.error:
        raise JobFailed(f"{name} is damaged: its compressed data are broken") from None
    if not unpacker.eof:
        raise JobFailed(f"{name} is damaged: its compressed data end too early")
    return held
