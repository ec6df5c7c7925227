"""Zip files that strangers made: read as one reader sees them, within bounds."""

from __future__ import annotations

import io
import lzma
import zipfile
import zlib

LARGEST = 8 * 2**30
"""Bytes that a file of a network may hold when unpacked."""

DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, ValueError, OSError)
"""What reading a damaged zip file raises; an unknown packing and a password are a RuntimeError."""


def check_size(archive: zipfile.ZipFile, largest: int = LARGEST) -> None:
    """See that unpacking everything stays within bounds: a thousandth of that can be enough to say so much.

    Raises
    ------
    ValueError
        If it does not.
    """
    size = sum(member.file_size for member in archive.infolist())
    if size > largest:
        raise ValueError(f"it unpacks to {size:.1e} bytes; at most {largest:.1e} are read")


def is_within_bounds(content: bytes, largest: int = LARGEST) -> bool:
    """Whether a library may read these bytes: they are no zip file, or one that unpacks to so much at most."""
    if content[:4] != b"PK\x03\x04":
        return True
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            check_size(archive, largest)
    except DAMAGE:
        return False
    return True


def rewritten(content: bytes, without: tuple[str, ...] = ()) -> bytes:
    """The same members in a file of our own making.

    Two readers can see two archives in one file (one goes by the place of the directory, the other by what the file
    says of it), so what was looked at by one need not be what another opens. In a new file there is one archive.

    Parameters
    ----------
    without
        Beginnings of names, below the one folder that holds everything, that are left out.

    Raises
    ------
    ValueError or another of `DAMAGE`
        If it is damaged, too large, or holds two members of one name or several folders.
    """
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(made, "w") as copy:
        check_size(archive)
        names = [member.filename for member in archive.infolist()]
        if len(set(names)) != len(names) or len({name.partition("/")[0] for name in names}) != 1:
            raise ValueError("it holds two files of one name, or more than one folder")
        for member in archive.infolist():
            if not member.filename.partition("/")[2].startswith(without or ("\0",)):
                copy.writestr(member.filename, archive.read(member))
    return made.getvalue()
