"""Between files, SimpleITK and `Volume`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from radaudit.core.errors import JobFailed
from radaudit.images.volume import Volume

if TYPE_CHECKING:
    import SimpleITK

LARGEST_IMAGE = 2**33  # bytes of voxels; a header may claim anything
TOLERANCE = 1e-6  # ITK's own default, for coordinates and directions


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


def read_itk(path: Path, image_io: str) -> Volume:
    """Read a file with one of ITK's image formats, and no other.

    Raises
    ------
    JobFailed
        If the file is not of this format, is damaged, or holds something else than one scalar 2D or 3D image.
    """
    sitk = quiet_itk()
    reader = sitk.ImageFileReader()
    reader.SetImageIO(image_io)
    reader.SetFileName(str(path))
    try:
        reader.ReadImageInformation()
        _refuse_odd_headers(reader, path)
        image = reader.Execute()
    except RuntimeError as fault:
        raise JobFailed(f"{path.name} can't be read: {_reason(fault)}") from None
    return from_itk(image)


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


def _refuse_odd_headers(reader: SimpleITK.ImageFileReader, path: Path) -> None:
    import math

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
    if math.prod(size) * 8 > LARGEST_IMAGE:
        raise JobFailed(f"{path.name} claims {shown} voxels, more than the {LARGEST_IMAGE // 8:.1e} that are read")


def _reason(fault: RuntimeError) -> str:
    """The last line of ITK's message that says something, without addresses in memory."""
    import re

    lines = [line.strip() for line in str(fault).splitlines() if line.strip()]
    said = [re.sub(r"^.*?ERROR: ", "", line) for line in lines if "Exception thrown" not in line]
    text = (said or ["not an image that ITK knows"])[-1]
    text = re.sub(r"\w+\(0x[0-9a-f]+\): ", "", text)
    return re.sub(r"(/[^\s'\"]+/)([^/\s'\"]+)", r"\2", text)[:200]
