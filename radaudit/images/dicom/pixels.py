"""Stored numbers out of a DICOM file's pixel data."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from radaudit.core.errors import JobFailed
from radaudit.images.dicom.codestream import refuse_other_size
from radaudit.images.dicom.file import parsing, read_elements
from radaudit.images.dicom.frames import MOST_FRAMES
from radaudit.images.dicom.values import text, whole
from radaudit.images.itk import LARGEST_IMAGE, quiet_itk, refuse_memory, silent_stderr

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

TAGS = (
    "Rows",
    "Columns",
    "NumberOfFrames",
    "SamplesPerPixel",
    "PhotometricInterpretation",
    "BitsAllocated",
    "BitsStored",
    "HighBit",
    "PixelRepresentation",
)
LARGEST_FRAME = 2**28  # bytes of one compressed slice, unpacked


@dataclass(frozen=True)
class Storage:
    """How a file stores its pixels.

    Attributes
    ----------
    rows, columns, frames
        Size.
    allocated, stored, signed
        Bits that a number takes, bits of it that count, and whether it has a sign.
    syntax
        UID of the transfer syntax.
    """

    rows: int
    columns: int
    frames: int
    allocated: int
    stored: int
    signed: bool
    syntax: str

    @property
    def dtype(self) -> np.dtype:
        """Of the stored numbers; bits are given as bytes."""
        return np.dtype(f"{'i' if self.signed else 'u'}{max(self.allocated // 8, 1)}")

    @property
    def limits(self) -> tuple[int, int]:
        """The least and the greatest number that the stored bits can hold."""
        if self.signed:
            return -(2 ** (self.stored - 1)), 2 ** (self.stored - 1) - 1
        return 0, 2**self.stored - 1


def storage_of(dataset: Dataset) -> Storage:
    """How a file stores its pixels.

    Raises
    ------
    JobFailed
        If it holds colours, or claims a size or a number type that can't be.
    """
    samples, photometric = whole(dataset, "SamplesPerPixel", 1), text(dataset, "PhotometricInterpretation")
    if samples != 1 or photometric.startswith(("RGB", "YBR", "PALETTE")):
        raise JobFailed(f"it holds colours ({photometric}, {samples} values per voxel); a scalar image is needed")
    own = Storage(
        whole(dataset, "Rows"),
        whole(dataset, "Columns"),
        whole(dataset, "NumberOfFrames", 1),
        whole(dataset, "BitsAllocated"),
        whole(dataset, "BitsStored", whole(dataset, "BitsAllocated")),
        whole(dataset, "PixelRepresentation", 0) == 1,
        str(dataset.file_meta.get("TransferSyntaxUID", "1.2.840.10008.1.2")),
    )
    if own.allocated not in (1, 8, 16, 32) or not 1 <= own.stored <= own.allocated:
        raise JobFailed(f"it stores {own.stored} of {own.allocated} bits per voxel, which can't be read")
    if not (own.rows and own.columns and own.frames):
        raise JobFailed(f"it holds no image ({own.columns} x {own.rows} voxels, {own.frames} frames)")
    claimed = own.rows * own.columns * own.frames * own.dtype.itemsize
    if claimed > LARGEST_IMAGE or own.frames > MOST_FRAMES:
        raise JobFailed(f"it claims {claimed:.1e} bytes of voxels; at most {LARGEST_IMAGE:.1e} are read")
    return own


def stored_frames(path: Path, storage: Storage) -> Iterator[np.ndarray]:
    """The stored numbers of each frame, shape (rows, columns), in the file's order.

    Raises
    ------
    JobFailed
        If the pixels are missing, cut short, damaged, or packed in a way that can't be unpacked here.
    """
    from pydicom.uid import UID

    with parsing(path.name):
        dataset = read_elements(path, (*TAGS, "PixelData"))
        data = dataset.get("PixelData")
        compressed = UID(storage.syntax).is_transfer_syntax and UID(storage.syntax).is_compressed
    if not data:
        raise JobFailed(f"{path.name} holds no pixel data")
    if compressed:
        yield from _unpacked(data, storage, path.name)
    else:
        yield from _native(data, storage, path.name)


def _native(data: bytes, storage: Storage, name: str) -> Iterator[np.ndarray]:
    count = storage.rows * storage.columns
    wanted = math.ceil(count * storage.frames * storage.allocated / 8)
    if len(data) < wanted:
        raise JobFailed(f"{name} is cut short: it holds {len(data)} of {wanted} bytes of voxels")
    big = storage.syntax == "1.2.840.10008.1.2.2"
    for frame in range(storage.frames):
        if storage.allocated == 1:  # frames follow each other bit by bit, without filling up the last byte
            first, last = frame * count, (frame + 1) * count
            bits = np.unpackbits(np.frombuffer(data[first // 8 : -(-last // 8)], np.uint8), bitorder="little")
            values = bits[first % 8 : first % 8 + count]
        else:
            kind = storage.dtype.newbyteorder(">" if big else "<")
            values = np.frombuffer(data, kind, count, frame * count * kind.itemsize).astype(storage.dtype)
        yield _only_stored_bits(values.reshape(storage.rows, storage.columns), storage)


def _only_stored_bits(values: np.ndarray, storage: Storage) -> np.ndarray:
    """Bits above the stored ones may hold an overlay, or nothing that was ever set."""
    unused = storage.allocated - storage.stored
    if unused == 0 or storage.allocated == 1:
        return values
    return (values << unused) >> unused  # of signed numbers the sign is kept


def _unpacked(data: bytes, storage: Storage, name: str) -> Iterator[np.ndarray]:
    from pydicom.encaps import generate_frames
    from pydicom.uid import UID

    if storage.rows * storage.columns * storage.dtype.itemsize > LARGEST_FRAME:
        raise JobFailed(f"{name} claims slices of {storage.columns} x {storage.rows} voxels, too large to unpack")
    with tempfile.TemporaryDirectory() as folder, parsing(name):
        frames = generate_frames(data, number_of_frames=storage.frames)
        held = 0
        for packed in frames:
            if held == storage.frames:
                break
            refuse_other_size(packed, storage.rows, storage.columns, name)
            values = _decoded(packed, storage, Path(folder, "frame.dcm"))
            if values is None:
                way = UID(storage.syntax).name
                raise JobFailed(
                    f"{name} can't be unpacked: it is damaged, or {way} is not known here; save it unpacked"
                )
            held += 1
            yield values
    if held < storage.frames:
        raise JobFailed(f"{name} is cut short: it holds {held} of {storage.frames} frames")


def _decoded(packed: bytes, storage: Storage, path: Path) -> np.ndarray | None:
    """One compressed frame, unpacked by GDCM (in ITK): from a fresh file that holds nothing else of the study's."""
    from pydicom.dataset import Dataset, FileMetaDataset
    from pydicom.encaps import encapsulate
    from pydicom.uid import CTImageStorage, generate_uid

    own = Dataset()
    own.file_meta = FileMetaDataset()
    own.file_meta.TransferSyntaxUID = storage.syntax
    own.SOPClassUID = CTImageStorage
    own.SOPInstanceUID = generate_uid(entropy_srcs=["frame"])
    own.SamplesPerPixel, own.PhotometricInterpretation = 1, "MONOCHROME2"
    own.Rows, own.Columns, own.PixelRepresentation = storage.rows, storage.columns, int(storage.signed)
    own.BitsAllocated, own.BitsStored, own.HighBit = storage.allocated, storage.stored, storage.stored - 1
    own.PixelData = encapsulate([packed])
    own["PixelData"].VR, own["PixelData"].is_undefined_length = "OB", True
    own.save_as(path, enforce_file_format=True)
    sitk = quiet_itk()
    reader = sitk.ImageFileReader()
    reader.SetImageIO("GDCMImageIO")
    reader.SetFileName(str(path))
    try:
        with silent_stderr():
            image = reader.Execute()
    except RuntimeError as fault:
        refuse_memory(fault)
        return None
    values = sitk.GetArrayFromImage(image)
    if values.size != storage.rows * storage.columns:
        return None
    return values.reshape(storage.rows, storage.columns).astype(storage.dtype)
