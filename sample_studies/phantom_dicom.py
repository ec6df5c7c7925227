"""Images of the phantom studies as a scanner would send them: a folder of DICOM slices a case."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from phantom_cohort import IMAGES, Case, site_of
from phantoms import ORIGIN
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, generate_uid


def as_dicom(study: Path, case: Case, image: np.ndarray, modality: str = "CT", name: str = "") -> Case:
    """The case with its image as DICOM instead of what it was; its patient's images are all of one examination.

    Parameters
    ----------
    name
        A made-up name, "Family^Given": the files are as an archive gives them out, named after the patient; without
        one they are de-identified.
    """
    (study / IMAGES / case.image_file).unlink()
    folder = study / IMAGES / "_".join(filter(None, (case.case, name.partition("^")[0])))
    folder.mkdir()
    for number, values in enumerate(image):
        own = _slice(case, values, number, modality)
        _identify(own, name) if name else _say_de_identified(own)
        _write(folder / f"{number + 1:03d}.dcm", own)
    return replace(case, image_file=folder.name)


def _identify(own: Dataset, name: str) -> None:
    own.PatientName, own.PatientBirthDate, own.InstitutionName = name, "19470815", "General Hospital of Nowhere"
    own.OtherPatientIDs, own.BurnedInAnnotation = "40815007", "YES"


def _say_de_identified(own: Dataset) -> None:
    own.PatientIdentityRemoved, own.DeidentificationMethod = "YES", "PS3.15 Basic Profile, dates moved"
    own.LongitudinalTemporalInformationModified, own.BurnedInAnnotation = "MODIFIED", "NO"


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
