"""A study whose ids, names, paths and cells are secrets, and in which much goes wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pydicom
import yaml
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import CTImageStorage, ExplicitVRLittleEndian, generate_uid

from tests.made_study import draw, write_table, write_volume

# Parts of what names a patient in this study, as they stand in tables, headers and names of files.
SECRETS = ("SECRET", "4711", "1947", "QUILLFEATHER", "THISTLEWOOD", "BRAMBLEBY", "HEATHERINGTON", "SALTMARSH", "ENNA")
FAMILIES = ("Quillfeather", "Thistlewood", "Brambleby", "Heatherington")
COUNT = 10


def rows() -> list[dict[str, object]]:
    """The cohort table: ids with and without digits, names, birth dates, and paths that hold names."""
    made = []
    for number in range(COUNT):
        family = FAMILIES[number % 4]
        made.append(
            {
                "patient": f"SECRET-PATIENT-47110{number}" if number % 2 else f"{family} {'ABCDEFGHIJ'[number]}nna",
                "case": f"SECRET-SCAN-47110{number}" if number % 2 else f"{family}_{'abcdefghij'[number]}",
                "name": f"{family}, {'ABCDEFGHIJ'[number]}nna",
                "born": f"1947-08-{number + 10}",
                "label": number // 2 % 2,
                "site": "AB"[number // 5],
                "set": "train" if number < 6 else "test",
                "image_file": f"{family}/19470815_{number}_Saltmarsh.nrrd",
                "mask_file": f"{family}/19470815_{number}_Saltmarsh_mask.nrrd",
            }
        )
    made[4]["image_file"] = "Brambleby/19470815_4_Saltmarsh"
    return made


def write_secrets(root: Path, cohort: Callable | None = None, features: Callable | None = None) -> Path:
    """Write the study; ``cohort`` and ``features`` change the rows of its tables in place."""
    people = rows()
    for number, row in enumerate(people):
        image, mask = draw(number if number != 7 else 6)  # two patients, one image
        if number == 4:
            _write_series(root / "scans" / row["image_file"], image, row)
        else:
            write_volume(root / "scans" / row["image_file"], image, origin=5.0 * (number == 3))
        if number != 2:
            write_volume(root / "scans" / row["mask_file"], mask * (3 if number == 5 else 1))
    for number, left in ((0, 300), (1, 10)):
        path = root / "scans" / people[number]["image_file"]
        path.write_bytes(path.read_bytes()[:left])
    values = np.random.default_rng(3).normal(size=(COUNT, 3))
    table = [
        {"case": row["case"], **dict(zip("abc", map(str, own), strict=True))}
        for row, own in zip(people, values.tolist(), strict=True)
    ]
    table[1]["b"] = "SECRET-CELL-4711"
    table[8]["case"] = "Thistlewood stranger"
    said = {
        "schema": "radaudit/1",
        "study": {"title": "A made study", "task": "binary", "modality": ["CT"]},
        "cohort": {
            "table": "cohort.csv",
            **{"patient": "patient", "case": "case", "outcome": "label", "positive": 1, "site": "site", "date": "born"},
            "split": {"column": "set", "train": ["train"], "test": ["test"]},
        },
        "images": {"image": "scans/{image_file}", "mask": "scans/{mask_file}", "label": 1},
        "features": {"table": "features.csv", "case": "case"},
        "models": [{"name": "m", "predictions": "predictions.csv", "threshold": 0.5}],
        "claims": [{"id": "n", "metric": "n", "value": 12}],
    }
    predictions = [{"case": row["case"], "probability": str(number / COUNT)} for number, row in enumerate(people)]
    for change, own in ((cohort, people), (features, table)):
        if change:
            change(own)
    write_table(root / "cohort.csv", people)
    write_table(root / "features.csv", table)
    write_table(root / "predictions.csv", predictions)
    (root / "radaudit.yaml").write_text(yaml.safe_dump(said, sort_keys=False), encoding="utf-8")
    return root


def _write_series(folder: Path, image: np.ndarray, row: dict[str, object]) -> None:
    """A DICOM series with the patient in every header and every file's name; the last file is cut short."""
    folder.mkdir(parents=True)
    for number, values in enumerate(image):
        own = Dataset()
        own.file_meta = FileMetaDataset()
        own.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        own.file_meta.MediaStorageSOPClassUID = own.SOPClassUID = CTImageStorage
        own.file_meta.MediaStorageSOPInstanceUID = own.SOPInstanceUID = generate_uid()
        own.PatientName, own.PatientID, own.PatientBirthDate = "Brambleby^Enna", "4711004", "19470814"
        own.SeriesDescription, own.Modality, own.SeriesInstanceUID = "CT Brambleby", "CT", "1.2.3"
        own.ImagePositionPatient, own.ImageOrientationPatient = [0, 0, 2.0 * number], [1, 0, 0, 0, 1, 0]
        own.PixelSpacing, own.Rows, own.Columns = [1, 1], *values.shape
        own.SamplesPerPixel, own.PhotometricInterpretation, own.PixelRepresentation = 1, "MONOCHROME2", 1
        own.BitsAllocated, own.BitsStored, own.HighBit = 16, 16, 15
        own.PixelData = np.ascontiguousarray(values, dtype="<i2").tobytes()
        path = folder / f"Brambleby_{number:03d}.dcm"
        pydicom.dcmwrite(path, own, enforce_file_format=True)
    path.write_bytes(path.read_bytes()[:-50])


def without_images(root: Path) -> Path:
    """The same study with its tables alone."""
    shutil.rmtree(root / "scans")
    said = yaml.safe_load((root / "radaudit.yaml").read_text(encoding="utf-8"))
    del said["images"]
    (root / "radaudit.yaml").write_text(yaml.safe_dump(said, sort_keys=False), encoding="utf-8")
    return root
