"""Compressed voxels: whole, and with a checksum that fits?"""

from __future__ import annotations

import zlib
from typing import BinaryIO

from radaudit.core.errors import JobFailed
from radaudit.images.itk import LARGEST_IMAGE

_CHUNK = 2**20
_ZLIB_OR_GZIP = 47


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
