"""Images of the phantom studies as a scanner would send them: a folder of DICOM slices a case."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from phantom_cohort import IMAGES, Case, site_of
from phantoms import ORIGIN
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, generate_uid


def as_dicom(study: Path, case: Case, image: np.ndarray, modality: str = "CT") -> Case:
    """The case with its image as DICOM instead of what it was; its patient's images are all of one examination."""
    (study / IMAGES / case.image_file).unlink()
    folder = study / IMAGES / case.case
    folder.mkdir()
    for number, values in enumerate(image):
        _write(folder / f"{number + 1:03d}.dcm", _slice(case, values, number, modality))
    return replace(case, image_file=case.case)


def _slice(case: Case, values: np.ndarray, number: int, modality: str) -> Dataset:
    site, own = site_of(case), Dataset()
    own.SOPClassUID, own.SOPInstanceUID = CTImageStorage, generate_uid(entropy_srcs=[case.case, str(number)])
    own.Modality, own.Manufacturer, own.ManufacturerModelName = modality, f"Maker {site.name}", case.scanner
    own.PatientID, own.PatientName = case.patient, ""
    own.StudyInstanceUID = generate_uid(entropy_srcs=["study", case.patient])
    own.SeriesInstanceUID = generate_uid(entropy_srcs=["series", case.case])
    own.FrameOfReferenceUID = generate_uid(entropy_srcs=["frame", case.patient])
    own.StudyDate, own.SeriesNumber, own.InstanceNumber = case.date.replace("-", ""), 1, number + 1
    own.ConvolutionKernel, own.KVP, own.SliceThickness = "B30", 120, site.spacing[2]
    own.ImagePositionPatient = [ORIGIN[0], ORIGIN[1], ORIGIN[2] + number * site.spacing[2]]
    own.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    own.PixelSpacing = [site.spacing[1], site.spacing[0]]
    own.RescaleSlope, own.RescaleIntercept = 1, 0
    own.Rows, own.Columns = values.shape
    own.SamplesPerPixel, own.PhotometricInterpretation, own.PixelRepresentation = 1, "MONOCHROME2", 1
    own.BitsAllocated, own.BitsStored, own.HighBit = 16, 16, 15
    own.PixelData = np.ascontiguousarray(values, dtype="<i2").tobytes()
    return own


def _write(path: Path, own: Dataset) -> None:
    own.file_meta = FileMetaDataset()
    own.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    own.file_meta.MediaStorageSOPClassUID = own.SOPClassUID
    own.file_meta.MediaStorageSOPInstanceUID = own.SOPInstanceUID
    own.save_as(path, enforce_file_format=True)
