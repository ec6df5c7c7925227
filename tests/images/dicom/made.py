"""Small DICOM objects on disk: series, structure sets, segmentations."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, RTStructureSetStorage, generate_uid

AXIAL = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
FEET_FIRST = (-1.0, 0.0, 0.0, 0.0, 1.0, 0.0)
SAGITTAL = (0.0, 1.0, 0.0, 0.0, 0.0, -1.0)
OBLIQUE = (0.8, 0.6, 0.0, -0.36, 0.48, 0.8)
ORIENTATIONS = {"axial": AXIAL, "feet first": FEET_FIRST, "sagittal": SAGITTAL, "oblique": OBLIQUE}

SPACING = (0.7, 0.9, 2.5)
ORIGIN = (-11.0, 21.5, -100.25)
PLACES = np.indices((8, 20, 24))  # z, y, x of each voxel


def axes(orientation: Sequence[float]) -> np.ndarray:
    row, column = np.array(orientation[:3]), np.array(orientation[3:])
    return np.array([row, column, np.cross(row, column)])


def to_mm(places: np.ndarray, orientation: Sequence[float] = AXIAL, spacing=SPACING, origin=ORIGIN) -> np.ndarray:
    """Positions of places given in voxels (x, y, z)."""
    return np.array(origin) + (np.asarray(places, float) * spacing) @ axes(orientation)


def picture(kind: str = "uint16", seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 4000, PLACES.shape[1:]).astype(kind)


def write(dataset: Dataset, path: Path, syntax: str = ExplicitVRLittleEndian) -> Path:
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = syntax
    dataset.file_meta.MediaStorageSOPClassUID = dataset.SOPClassUID
    dataset.file_meta.MediaStorageSOPInstanceUID = dataset.SOPInstanceUID
    path.parent.mkdir(parents=True, exist_ok=True)
    dataset.save_as(path, enforce_file_format=True)
    return path


def write_series(
    folder: Path,
    voxels: np.ndarray,
    orientation: Sequence[float] = AXIAL,
    *,
    spacing=SPACING,
    origin=ORIGIN,
    name: str = "a",
    change: Callable[[Dataset, int], object] | None = None,
    syntax: str = ExplicitVRLittleEndian,
) -> Path:
    """A CT series; names and instance numbers run against the positions. ``change(slice, z)`` may spoil a slice."""
    for z, values in enumerate(voxels):
        own = slice_of(values, to_mm([0, 0, z], orientation, spacing, origin), orientation, spacing, name)
        own.SOPInstanceUID = generate_uid(entropy_srcs=[name, str(z)])
        own.InstanceNumber = len(voxels) - z
        path = folder / f"IM{len(voxels) - z:03d}.dcm"
        if change and change(own, z) is False:
            continue
        write(own, path, syntax)
    return folder


def slice_of(values: np.ndarray, position, orientation, spacing, name: str) -> Dataset:
    own = _common(name)
    own.SOPClassUID = CTImageStorage
    own.SOPInstanceUID = generate_uid()
    own.Modality, own.SeriesDescription, own.SeriesNumber = "CT", f"series {name}", 3
    own.SeriesInstanceUID = generate_uid(entropy_srcs=["series", name])
    own.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
    own.Manufacturer, own.ManufacturerModelName, own.ConvolutionKernel = "Maker", "Model 1", "B30f"
    own.InstitutionName, own.StationName, own.KVP, own.XRayTubeCurrent = "Saint Nowhere", "CT07", "120", "250"
    own.SliceThickness = spacing[2]
    own.ImagePositionPatient = [round(float(x), 6) for x in position]
    own.ImageOrientationPatient = list(orientation)
    own.PixelSpacing = [spacing[1], spacing[0]]
    own.RescaleSlope, own.RescaleIntercept = 1, -1024
    set_pixels(own, values)
    return own


def set_pixels(own: Dataset, values: np.ndarray, stored: int | None = None) -> None:
    own.Rows, own.Columns = values.shape[-2:]
    own.SamplesPerPixel, own.PhotometricInterpretation = 1, "MONOCHROME2"
    own.BitsAllocated = 8 * values.dtype.itemsize
    own.BitsStored = stored or (12 if values.dtype == "uint16" else own.BitsAllocated)
    own.HighBit = own.BitsStored - 1
    own.PixelRepresentation = int(values.dtype.kind == "i")
    own.PixelData = np.ascontiguousarray(values).tobytes()


def _common(name: str) -> Dataset:
    own = Dataset()
    own.PatientName, own.PatientID = "Secret^Name", "SECRET-7"
    own.PatientBirthDate, own.PatientSex, own.AccessionNumber, own.StudyID = "", "", "", "1"
    own.StudyInstanceUID = generate_uid(entropy_srcs=["study"])
    own.FrameOfReferenceUID = generate_uid(entropy_srcs=["frame"])
    own.StudyDate, own.SeriesDate, own.StudyTime = "20190203", "20190204", "101112"
    own.ContentDate, own.ContentTime = datetime.date(2019, 2, 3).strftime("%Y%m%d"), "101112"
    return own


def write_rtstruct(
    path: Path,
    rois: Mapping[str, Sequence[np.ndarray]],
    *,
    name: str = "a",
    kind: str = "CLOSED_PLANAR",
    change: Callable[[Dataset], object] | None = None,
) -> Path:
    """A structure set drawn on the series of this name; contours are corners in mm."""
    own = _common(name)
    own.SOPClassUID, own.SOPInstanceUID = RTStructureSetStorage, generate_uid()
    own.SeriesInstanceUID, own.Modality, own.StructureSetLabel = generate_uid(), "RTSTRUCT", "made"
    series = Dataset()
    series.SeriesInstanceUID = generate_uid(entropy_srcs=["series", name])
    study = Dataset()
    study.RTReferencedSeriesSequence = [series]
    frame = Dataset()
    frame.FrameOfReferenceUID, frame.RTReferencedStudySequence = own.FrameOfReferenceUID, [study]
    own.ReferencedFrameOfReferenceSequence = [frame]
    own.StructureSetROISequence, own.ROIContourSequence = [], []
    for number, (roi, contours) in enumerate(rois.items(), start=1):
        said = Dataset()
        said.ROINumber, said.ROIName, said.ReferencedFrameOfReferenceUID = number, roi, own.FrameOfReferenceUID
        own.StructureSetROISequence.append(said)
        drawn = Dataset()
        drawn.ReferencedROINumber = number
        drawn.ContourSequence = [_contour(corners, kind) for corners in contours]
        own.ROIContourSequence.append(drawn)
    if change:
        change(own)
    return write(own, path)


def _contour(corners: np.ndarray, kind: str) -> Dataset:
    own = Dataset()
    own.ContourGeometricType, own.NumberOfContourPoints = kind, len(corners)
    own.ContourData = [f"{number:.6f}" for number in np.ravel(corners)]
    return own


def write_seg(path: Path, series: Path, segments: Mapping[str, np.ndarray], kind: str = "BINARY", **options) -> Path:
    """A segmentation by highdicom; masks are bool or fractions, shape (z, y, x) in the order of positions."""
    import highdicom
    from pydicom.sr.codedict import codes

    sources = sorted(map(pydicom.dcmread, series.glob("*.dcm")), key=lambda own: -own.InstanceNumber)
    described = [
        highdicom.seg.SegmentDescription(
            n, label, codes.SCT.Tissue, codes.SCT.Tissue, highdicom.seg.SegmentAlgorithmTypeValues.MANUAL
        )
        for n, label in enumerate(segments, start=1)
    ]
    own = highdicom.seg.Segmentation(
        sources,
        np.stack(list(segments.values()), axis=-1),
        kind,
        described,
        generate_uid(),
        1,
        generate_uid(),
        1,
        "maker",
        "model",
        "1",
        "7",
        **options,
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    own.save_as(path)
    return path
