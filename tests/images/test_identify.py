import gzip
import struct

import numpy as np
import pytest
import SimpleITK as sitk
from pydicom.dataset import Dataset

from radaudit.compute.digest import FileRef, FolderRef
from radaudit.images.dicom.identifying import nameless, told
from radaudit.images.identify import Identify
from tests.made_secrets import SECRETS, write_secrets


def identify(path):
    return Identify("a", FolderRef.of(path) if path.is_dir() else FileRef.of(path)).run()


def kinds(found):
    return {own["element"].partition(" ")[0]: own["kind"] for own in found["filled"]}


def header(**elements):
    made = Dataset()
    for keyword, value in elements.items():
        setattr(made, keyword, value)
    return {own.element.partition(" ")[0]: (own.group, own.action, own.kind) for own in told(made).filled}


def test_a_series_with_its_patient(tmp_path):
    write_secrets(tmp_path)
    found = identify(tmp_path / "scans/Brambleby/19470815_4_Saltmarsh")
    assert kinds(found) == {
        "PatientName": "2 words of letters",
        "PatientID": "7 digits",
        "PatientBirthDate": "a full date",
        "SeriesDescription": "the patient's name",
    }
    assert found["dicom"] + found["unread"] == 10
    assert not [secret for secret in SECRETS if secret.casefold() in str(found).casefold()]


@pytest.mark.parametrize("elements", [
    {"PatientName": "ANON", "PatientID": "LUNG1-001"}, {"PatientName": "LUNG1-001", "PatientID": "LUNG1-001"},
    {"PatientBirthDate": "19000101"}, {"PatientBirthDate": ""}, {"OtherPatientIDs": ""}, {"InstitutionName": "REMOVED"},
    {"PatientComments": "T1 after contrast"}, {"PatientName": "PAT1"},
])  # fmt: skip
def test_placeholders_and_codes_are_no_identifiers(elements):
    assert header(**elements) == {}


def test_what_the_profile_says_of_each_element():
    assert header(PatientAddress="Lindenweg 5", OperatorsName="Fink^Dora", PatientComments="Frau Amsel was late") == {
        "PatientAddress": ("person", "X", "holds a street address"),
        "OperatorsName": ("place", "Z", "2 words of letters"),
        "PatientComments": ("text", "X", "name with a title"),
    }


def test_a_text_for_messages():
    made = Dataset()
    made.PatientName, made.SeriesDescription, made.ProtocolName = "Amsel^Berta", "T1 amsel", "T1 axial"
    assert (nameless(made, "SeriesDescription"), nameless(made, "ProtocolName")) == ("", "T1 axial")


@pytest.mark.parametrize("ending", ["nrrd", "mha", "nii.gz"])
def test_what_itk_writes_of_itself_is_nothing(tmp_path, ending):
    sitk.WriteImage(sitk.GetImageFromArray(np.zeros((2, 3, 4), np.int16)), str(tmp_path / f"a.{ending}"))
    assert identify(tmp_path / f"a.{ending}")["filled"] == []


@pytest.mark.parametrize("ending", ["nrrd", "mha"])
def test_dicom_elements_that_were_carried_over(tmp_path, ending):
    image = sitk.GetImageFromArray(np.zeros((2, 3, 4), np.int16))
    image.SetMetaData("0010|0010", "Amsel^Berta")
    image.SetMetaData("DICOM.StudyDate", "20210304")
    image.SetMetaData("operator", "a@b.example.org")
    sitk.WriteImage(image, str(tmp_path / f"a.{ending}"))
    found = kinds(identify(tmp_path / f"a.{ending}"))
    assert found["PatientName"] == "2 words of letters"
    assert found["StudyDate"] == "a full date"
    assert found["key"] == "e-mail address"


def test_texts_of_a_nifti_header(tmp_path):
    sitk.WriteImage(sitk.GetImageFromArray(np.zeros((2, 3, 4), np.int16)), str(tmp_path / "a.nii"))
    raw = bytearray((tmp_path / "a.nii").read_bytes())
    raw[148:228] = b"TE=2.9;Time=134808.242;phase=1".ljust(80, b"\0")
    raw[228:252] = b"Amsel^Berta".ljust(24, b"\0")
    raw[14:32] = b"2021-03-04".ljust(18, b"\0")
    (tmp_path / "b.nii.gz").write_bytes(gzip.compress(bytes(raw)))
    assert kinds(identify(tmp_path / "b.nii.gz")) == {"aux_file": "name as DICOM writes it", "db_name": "full date"}
    extended = raw[:348] + b"\1\0\0\0" + struct.pack("<2i", 16, 2) + b"\0" * 8 + raw[352:]
    (tmp_path / "c.nii").write_bytes(extended)
    assert kinds(identify(tmp_path / "c.nii"))["extension"] == "a whole DICOM header"


def test_a_damaged_file_is_counted(tmp_path):
    (tmp_path / "a.nii.gz").write_bytes(b"\x1f\x8b" + b"\0" * 20)
    assert identify(tmp_path / "a.nii.gz")["unread"] == 1
