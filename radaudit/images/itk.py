"""Between files, SimpleITK and `Volume`."""

from __future__ import annotations

import contextlib
import math
import os
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from radaudit.core.errors import JobFailed
from radaudit.images.volume import Volume

if TYPE_CHECKING:
    import SimpleITK

LARGEST_IMAGE = 2**33  # bytes of voxels; a header may claim anything
TIGHTEST = 1100  # deflate, the only compression of these formats, makes nothing more than 1032 times smaller
TOLERANCE = 1e-6  # ITK's own default, for coordinates and directions
_SILENCE = threading.Lock()
_SILENT: list[bool] = []  # one entry for each thread that reads
_KEPT: list[int] = []  # stderr, while it is silent

# ITK ends some messages with a matrix, or with the reason of whatever the system did last.
_KNOWN_FAULTS = (
    ("orthonormal", "its axes are not at right angles"),
    ("Refusing to change direction", "its axes don't span a space"),
    ("determinant is 0", "its axes don't span a space"),
    ("cannot be read", "its header or its voxels are damaged or cut short"),
)


def quiet_itk():
    """SimpleITK with its warnings off stderr, one thread, and ITK's own geometry tolerance.

    All three are global to a process, so whoever uses ITK sets them first.
    """
    import SimpleITK

    SimpleITK.ProcessObject.SetGlobalWarningDisplay(False)
    SimpleITK.ProcessObject.SetGlobalDefaultNumberOfThreads(1)
    SimpleITK.ProcessObject.SetGlobalDefaultCoordinateTolerance(TOLERANCE)
    SimpleITK.ProcessObject.SetGlobalDefaultDirectionTolerance(TOLERANCE)
    return SimpleITK


def read_itk(path: Path, image_io: str, held: int | None = None) -> Volume:
    """Read a file with one of ITK's image formats, and no other.

    Parameters
    ----------
    path
        The file.
    image_io
        ITK's name of the format.
    held
        Bytes of voxels in the file, where ITK itself does not notice that some are missing.

    Raises
    ------
    JobFailed
        If the file is not of this format, is damaged, or holds something else than one scalar 2D or 3D image.
    MemoryError
        If this machine has too little memory for it: that says nothing about the file.
    """
    sitk = quiet_itk()
    reader = sitk.ImageFileReader()
    reader.SetImageIO(image_io)
    reader.SetFileName(str(path))
    try:
        with silent_stderr():
            reader.ReadImageInformation()
            _refuse_odd_headers(reader, path)
            image = reader.Execute()
    except RuntimeError as fault:
        refuse_memory(fault)
        raise JobFailed(f"{path.name} can't be read: {itk_reason(fault)}") from None
    volume = from_itk(image)
    if held is not None and held < volume.voxels.nbytes:
        raise JobFailed(f"{path.name} is cut short: it holds {held} of {volume.voxels.nbytes} bytes of voxels")
    return volume


def refuse_claim(path: Path, claimed: int) -> None:
    """Refuse a header that claims more bytes than its file can hold, before memory is taken for them."""
    if claimed > LARGEST_IMAGE:
        raise JobFailed(f"{path.name} claims {claimed:.1e} bytes of voxels; at most {LARGEST_IMAGE:.1e} are read")
    size = path.stat().st_size
    if claimed > TIGHTEST * size:
        raise JobFailed(f"{path.name} claims {claimed} bytes of voxels, which a file of {size} bytes can't hold")


def refuse_memory(fault: RuntimeError) -> None:
    """Raise `MemoryError` if this is what ITK says when it gets no memory."""
    if "allocate" in str(fault) or "bad_alloc" in str(fault):
        raise MemoryError from fault


def from_itk(image: SimpleITK.Image) -> Volume:
    """A `Volume` with the same voxels and geometry."""
    import SimpleITK

    return Volume(SimpleITK.GetArrayFromImage(image), image.GetSpacing(), image.GetOrigin(), image.GetDirection())


def to_itk(volume: Volume) -> SimpleITK.Image:
    """The same image for SimpleITK; pixel type and geometry are kept exactly."""
    image = quiet_itk().GetImageFromArray(volume.voxels)
    image.SetSpacing(volume.spacing)
    image.SetOrigin(volume.origin)
    image.SetDirection(volume.direction)
    return image


@contextlib.contextmanager
def silent_stderr() -> Iterator[None]:
    """ITK's format libraries print to the process's stderr themselves; what matters they also raise.

    Several threads may read at once: the first one silences, the last one gives stderr back.
    """
    with _SILENCE:
        if not _SILENT:
            _KEPT.append(os.dup(2))
            with open(os.devnull, "w") as nowhere:
                os.dup2(nowhere.fileno(), 2)
        _SILENT.append(True)
    try:
        yield
    finally:
        with _SILENCE:
            _SILENT.pop()
            if not _SILENT:
                kept = _KEPT.pop()
                os.dup2(kept, 2)
                os.close(kept)


def _refuse_odd_headers(reader: SimpleITK.ImageFileReader, path: Path) -> None:
    size, components = reader.GetSize(), reader.GetNumberOfComponents()
    shown = " x ".join(str(n) for n in size)
    if components != 1:
        raise JobFailed(f"{path.name} has {components} values per voxel; a scalar image is needed")
    if len(size) > 3:
        extra = [n for n in size[3:] if n != 1]
        what = f"{len(size)}-dimensional ({shown})" if extra else f"stored with {len(size)} dimensions ({shown})"
        raise JobFailed(f"{path.name} is {what}; give one 3D image per case")
    if len(size) < 2 or 0 in size:
        raise JobFailed(f"{path.name} holds no image ({shown} voxels)")
    refuse_claim(path, math.prod(size))
    numbers = (*reader.GetSpacing(), *reader.GetOrigin(), *reader.GetDirection())
    if not all(math.isfinite(number) for number in numbers):
        raise JobFailed(f"{path.name} has a spacing, origin or direction that is not a finite number")


def itk_reason(fault: Exception) -> str:
    """What an error of ITK says, in one line, without addresses in memory or folders of any machine."""
    for sign, sentence in _KNOWN_FAULTS:
        if sign in str(fault):
            return sentence
    lines = [line.strip() for line in str(fault).splitlines() if line.strip() and "Exception thrown" not in line]
    text = re.sub(r"^.*?ERROR: ", "", lines[-1]) if lines else "the reason is not known"
    text = re.sub(r"\w+\(0x[0-9a-f]+\): ", "", text)
    text = re.sub(r"(/[^\s'\"]+/)([^/\s'\"]+)", r"\2", text)
    return "".join(sign if sign.isprintable() else "?" for sign in text)[:200]
