"""Compressed voxels: whole, and with a checksum that fits?"""

from __future__ import annotations

import os
import struct
import zlib
from pathlib import Path
from typing import BinaryIO

import numpy as np

from radaudit.core.errors import JobFailed
from radaudit.images.itk import LARGEST_IMAGE

_CHUNK = 2**20
_ZLIB_OR_GZIP = 47
_TRAILER = struct.Struct("<II")  # RFC 1952: CRC-32 and length of what was packed


def intact(path: Path, voxels: np.ndarray) -> bool:
    """Whether a file ends as a gzip stream of exactly these voxels does: with their checksum and their length.

    If so, nothing was lost or changed between packing and reading. If not, `unpacked_length` finds out more, but has
    to unpack everything once again.
    """
    with path.open("rb") as stream:
        stream.seek(-min(_TRAILER.size, path.stat().st_size), os.SEEK_END)
        end = stream.read(_TRAILER.size)
    if len(end) < _TRAILER.size:
        return False
    checksum, length = _TRAILER.unpack(end)
    if length != voxels.nbytes % 2**32:
        return False
    return checksum == zlib.crc32(voxels) or checksum == zlib.crc32(voxels.byteswap())


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
