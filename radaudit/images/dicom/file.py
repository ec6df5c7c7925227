"""Open a DICOM file that may be damaged or hostile: never more memory than it holds, never a traceback."""

from __future__ import annotations

import contextlib
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from radaudit.core.errors import JobFailed
from radaudit.images.itk import LARGEST_IMAGE

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

LARGEST_HEADER = 2**26  # bytes before the pixels: 5000 frames of an enhanced image need a sixth of it
LARGEST_STRUCTURE = 2**27  # bytes of a structure set: pydicom needs some fifty times as much for the worst of them
MOST_READS = 10**7  # each element takes one or two; their number, not their length, fills the memory


def is_dicom(path: Path) -> bool:
    """Whether a file begins as DICOM files do (PS3.10: 128 bytes of anything, then DICM)."""
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return stream.read(132)[128:] == b"DICM"


def sop_class(path: Path) -> str:
    """What kind of object a DICOM file holds: its SOP Class UID. Reads the first lines only.

    Raises
    ------
    JobFailed
        If it doesn't say, or is damaged there.
    """
    from pydicom.filereader import read_partial

    with path.open("rb") as stream, parsing(path.name):
        bounded = _Bounded(stream, path.stat().st_size, LARGEST_HEADER, path.name)
        said = read_partial(bounded, stop_when=lambda tag, vr, length: tag > 0x00080016)
        kind = said.get("SOPClassUID") or said.file_meta.get("MediaStorageSOPClassUID")
    if not kind:
        raise JobFailed(f"{path.name} doesn't say what it holds (no SOP Class UID); it is damaged or cut short")
    return str(kind)


def read_header(path: Path, tags: tuple[str, ...]) -> Dataset:
    """These elements of a file, without its pixels.

    Raises
    ------
    JobFailed
        If it is no DICOM file, is damaged, or its header is larger than `LARGEST_HEADER`.
    """
    return _read(path, LARGEST_HEADER, specific_tags=list(tags), stop_before_pixels=True)


def read_elements(path: Path, tags: tuple[str, ...]) -> Dataset:
    """These elements of a file, pixels among them if named; the same errors."""
    return _read(path, LARGEST_IMAGE, specific_tags=list(tags))


def read_structure(path: Path) -> Dataset:
    """A whole file that holds no voxels to speak of; the same errors."""
    if path.stat().st_size > LARGEST_STRUCTURE:
        raise JobFailed(f"{path.name} is larger than {LARGEST_STRUCTURE >> 20} MiB; no larger structure set is read")
    return _read(path, LARGEST_STRUCTURE)


@contextlib.contextmanager
def parsing(name: str) -> Iterator[None]:
    """Turn whatever pydicom raises on a broken file into one sentence, and keep its warnings off the terminal.

    pydicom converts a value when it is first asked for, so that reading a value belongs in here too. What it
    raises on broken bytes is of every kind (struct.error, KeyError, RecursionError, NotImplementedError ...).
    """
    import pydicom.config

    pydicom.config.settings.reading_validation_mode = pydicom.config.IGNORE
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except (JobFailed, MemoryError):
        raise
    except RecursionError:
        raise JobFailed(f"{name} can't be read: its sequences are nested too deeply") from None
    except Exception as fault:
        if isinstance(fault, OSError) and fault.errno is not None:  # the disk; pydicom's own have no number
            raise
        if type(fault).__name__ == "InvalidDicomError":
            raise JobFailed(f"{name} is not a DICOM file (it does not begin as one)") from None
        raise JobFailed(f"{name} can't be read: its DICOM elements are damaged or cut short") from None


def _read(path: Path, budget: int, **options: object) -> Dataset:
    import logging

    import pydicom

    logging.getLogger("pydicom").setLevel(logging.CRITICAL)
    size = path.stat().st_size
    if size == 0:
        raise JobFailed(f"{path.name} is empty")
    with path.open("rb") as stream, parsing(path.name):
        return pydicom.dcmread(_Bounded(stream, size, budget, path.name), **options)


class _Bounded:
    """A file that gives no more than it has, whatever length an element claims, and not for ever."""

    def __init__(self, stream, size: int, budget: int, name: str):
        self._stream, self._size, self._left, self._label = stream, size, budget, name
        self._reads = 0

    def read(self, length: int = -1) -> bytes:
        if length < 0:  # pydicom asks for everything only to inflate it, and has no limit then
            raise JobFailed(
                f"{self._label} is stored deflated, which is not read; save it as Explicit VR Little Endian"
            )
        length = min(length, max(self._size - self._stream.tell(), 0))
        self._reads += 1
        self._left -= length
        if self._left < 0 or self._reads > MOST_READS:
            raise JobFailed(f"{self._label} has a header that is too large to be one of an image")
        return self._stream.read(length)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def close(self) -> None:
        self._stream.close()
