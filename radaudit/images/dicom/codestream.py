"""The size that compressed pixels claim for themselves: a decoder takes memory for that, not for the header's."""

from __future__ import annotations

import struct

from radaudit.core.errors import JobFailed

_NO_SIZE = {0xC4, 0xC8, 0xCC}  # markers among the frame headers of JPEG that are none: tables, reserved, conditioning
_ALONE = {0x01, *range(0xD0, 0xD9)}  # markers without a length


def refuse_other_size(packed: bytes, rows: int, columns: int, name: str) -> None:
    """Refuse a JPEG, JPEG-LS or JPEG 2000 frame whose own size differs from the DICOM header's.

    Raises
    ------
    JobFailed
        If it differs, or there is none to be found in what begins as one of these.
    """
    if packed[:2] == b"\xff\xd8":
        size = _jpeg_size(packed)
    elif packed[:4] == b"\xff\x4f\xff\x51":
        size = _jpeg2000_size(packed)
    else:
        return  # run lengths have no size of their own
    if size != (rows, columns):
        shown = "no size" if size is None else f"{size[1]} x {size[0]} voxels"
        raise JobFailed(f"{name} is damaged: its header says {columns} x {rows} voxels, its compressed data {shown}")


def _jpeg_size(packed: bytes) -> tuple[int, int] | None:
    """Rows and columns of the first frame header (ITU-T T.81, B.2.2; JPEG-LS has marker F7)."""
    at = 2
    while at + 9 <= len(packed):
        if packed[at] != 0xFF:
            return None
        marker = packed[at + 1]
        if marker == 0xFF:
            at += 1
        elif marker in _ALONE:
            at += 2
        elif (0xC0 <= marker <= 0xCF and marker not in _NO_SIZE) or marker == 0xF7:
            return struct.unpack_from(">HH", packed, at + 5)
        else:
            at += 2 + struct.unpack_from(">H", packed, at + 2)[0]
    return None


def _jpeg2000_size(packed: bytes) -> tuple[int, int] | None:
    """Rows and columns by the SIZ marker (ITU-T T.800, A.5.1): the reference grid less the image's offset."""
    if len(packed) < 24:
        return None
    width, height, left, top = struct.unpack_from(">IIII", packed, 8)
    return height - top, width - left
