"""Ten small repositories, each organised in another way that published studies have; and what init should find.

Conventions are those of real repositories: names of columns and files; sets as a column, a file, pairs of files or
lists; the outcome beside the features or in a spreadsheet; images in one folder, in a folder a case, as DICOM, or as
nnU-Net has them.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import numpy as np

FEATURES = tuple(
    f"{image}_{name}"
    for image in ("original", "wavelet-LLH")
    for name in (
        "firstorder_Mean",
        "firstorder_Entropy",
        "glcm_Contrast",
        "glcm_Id",
        "glrlm_RunEntropy",
        "ngtdm_Busyness",
    )
)
PARAMETERS = "imageType:\n  Original: {}\nfeatureClass:\n  firstorder: []\n  glcm: []\nsetting:\n  binWidth: 25\n"
BUILD = "def build():\n    from sklearn.linear_model import LogisticRegression\n\n    return LogisticRegression()\n"

Rows = list[dict[str, object]]


def write(root: Path, name: str, text: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def table(root: Path, name: str, rows: Rows, separator: str = ",") -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), delimiter=separator, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def measured(key: str, ids: Iterable[str], prefix: str = "", seed: int = 1, more: Mapping | None = None) -> Rows:
    """A feature table."""
    draw = np.random.default_rng(seed)
    return [
        {key: own, **{name: column[row] for name, column in (more or {}).items()}}
        | {prefix + name: round(float(draw.normal(5, 2)), 5) for name in FEATURES}
        for row, own in enumerate(ids)
    ]


def picture(root: Path, name: str, values: Iterable[int] = (0, 1)) -> None:
    import SimpleITK as sitk

    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    voxels = np.resize(np.array(list(values), dtype=np.uint8), (3, 4, 5))
    sitk.WriteImage(sitk.GetImageFromArray(voxels), str(path))


def dicom(root: Path, name: str, modality: str) -> None:
    from pydicom.dataset import Dataset, FileMetaDataset
    from pydicom.uid import ExplicitVRLittleEndian, generate_uid

    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    kind = {"CT": "1.2.840.10008.5.1.4.1.1.2", "RTSTRUCT": "1.2.840.10008.5.1.4.1.1.481.3"}[modality]
    said, meta = Dataset(), FileMetaDataset()
    meta.TransferSyntaxUID, meta.MediaStorageSOPClassUID = ExplicitVRLittleEndian, kind
    said.file_meta, said.SOPClassUID, said.Modality = meta, kind, modality
    said.SOPInstanceUID = meta.MediaStorageSOPInstanceUID = generate_uid()
    said.save_as(path, enforce_file_format=True)


def outcome_beside_features(root: Path) -> dict:
    ids = [f"POPF_{number:03d}" for number in range(1, 25)]
    label = [int(number % 3 == 0) for number in range(24)]
    table(root, "data/radiomics_with_labels.csv", measured("patient_id", ids, more={"cr_popf": label}))
    write(root, "config/radiomics_config.yaml", PARAMETERS)
    write(root, "config/paths.yaml", "data: data\n")
    write(root, "1_feature_extraction/1a_extract.py", "print('extract')\n")
    write(root, "2_modelling/2a_train.py", "import sklearn\n")
    write(root, "requirements.txt", "pyradiomics==3.0.1\n")
    write(root, "README.md", "# CT radiomics predicts pancreatic fistula\n\ndoi: 10.1000/popf.2024\n")
    return {
        "study.title": "CT radiomics predicts pancreatic fistula",
        "study.task": "binary",
        "study.doi": "10.1000/popf.2024",
        "study.modality": ["CT"],
        "cohort.table": "data/radiomics_with_labels.csv",
        "cohort.patient": "patient_id",
        "cohort.outcome": "cr_popf",
        "cohort.positive": "1",
        "features.settings": "config/radiomics_config.yaml",
        "features.table": "data/radiomics_with_labels.csv",
        "features.case": "patient_id",
        "code.include": ["1_feature_extraction/**/*.py", "2_modelling/**/*.py"],
        "code.requirements": "requirements.txt",
    }


def spreadsheet_and_folders(root: Path) -> dict:
    import openpyxl

    ids = [f"C{number:02d}" for number in range(1, 13)]
    book = openpyxl.Workbook()
    book.active.append(["Patient ID", "Age", "Sex", "Centre", "Response"])
    for number, own in enumerate(ids):
        book.active.append(
            [own, 40 + number, "MF"[number % 2], ["North", "South"][number % 2], ["no", "yes"][number % 4 == 0]]
        )
        picture(root, f"cases/{own}/image.nii.gz", (1, 5, 9))
        picture(root, f"cases/{own}/mask.nii.gz", (0, 2))
    (root / "tables").mkdir(parents=True)
    book.save(root / "tables" / "clinical.xlsx")
    table(root, "tables/features.csv", measured("ID", ids, "T2_"))
    write(root, "Params.yaml", PARAMETERS)
    write(root, "src/extract.py", "print()\n")
    write(root, "src/analysis.ipynb", '{"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}')
    write(root, "environment.yml", "dependencies: [python=3.11]\n")
    return {
        "study.title": root.name.replace("_", " "),
        "study.task": "binary",
        "study.modality": ["MR"],
        "cohort.table": "tables/clinical.xlsx",
        "cohort.patient": "Patient ID",
        "cohort.outcome": "Response",
        "cohort.positive": "yes",
        "cohort.site": "Centre",
        "cohort.covariates": ["Age", "Sex"],
        "images.image": "cases/{Patient ID}/image.nii.gz",
        "images.mask": "cases/{Patient ID}/mask.nii.gz",
        "images.label": 2,
        "features.settings": "Params.yaml",
        "features.table": "tables/features.csv",
        "features.case": "ID",
        "code.include": ["src/**/*.ipynb", "src/**/*.py"],
        "code.requirements": "environment.yml",
    }


def survival(root: Path) -> dict:
    ids = [f"LUNG1-{number:03d}" for number in range(1, 16)]
    people = [
        {"PatientID": own, "OS_days": 100 + 37 * row, "OS_event": row % 2, "overall_stage": ("I", "II", "III")[row % 3],
         "scanner": ["Siemens", "GE"][row % 2], "dataset": ["training", "testing"][row > 9]}
        for row, own in enumerate(ids)
    ]  # fmt: skip
    table(root, "outcomes.csv", people, ";")
    table(root, "pyradiomics_output.tsv", measured("PatientID", ids), "\t")
    for own in ids:
        picture(root, f"images/{own}.nrrd", (1, 2, 3))
        picture(root, f"masks/{own}.nrrd")
    table(root, "results/risk_scores.csv", [{"PatientID": own, "risk": row / 7} for row, own in enumerate(ids)])
    write(root, "README.md", "# A radiomic signature of survival (CT)\n\nThe C-index was 0.68 in the test set.\n")
    return {
        "study.title": "A radiomic signature of survival (CT)",
        "study.task": "survival",
        "study.modality": ["CT"],
        "cohort.table": "outcomes.csv",
        "cohort.patient": "PatientID",
        "cohort.outcome": {"time": "OS_days", "event": "OS_event"},
        "cohort.positive": "1",
        "cohort.scanner": "scanner",
        "cohort.covariates": ["overall_stage"],
        "cohort.split.column": "dataset",
        "cohort.split.train": ["training"],
        "cohort.split.test": ["testing"],
        "images.image": "images/{PatientID}.nrrd",
        "images.mask": "masks/{PatientID}.nrrd",
        "images.label": 1,
        "features.table": "pyradiomics_output.tsv",
        "features.case": "PatientID",
        "models.0.predictions": "results/risk_scores.csv",
        "claims c_index test": "0.68",
    }


def sets_in_files(root: Path) -> dict:
    for name, first, number in (("train", 1, 20), ("test", 21, 10)):
        ids = [f"S{own:03d}" for own in range(first, first + number)]
        table(
            root, f"data/features_{name}.csv", measured("ID", ids, more={"label": [own % 2 for own in range(number)]})
        )
    write(root, "model.py", BUILD)
    write(root, "params.yaml", PARAMETERS)
    write(root, "results/metrics.json", json.dumps({"test": {"AUC": 0.81, "accuracy": 0.7}}, indent=1))
    return {
        "study.title": root.name.replace("_", " "),
        "study.task": "binary",
        "cohort.table": "radaudit-features.csv",
        "cohort.patient": "ID",
        "cohort.outcome": "label",
        "cohort.positive": "1",
        "cohort.split.column": "radaudit_set",
        "cohort.split.train": ["train"],
        "cohort.split.test": ["test"],
        "features.settings": "params.yaml",
        "features.table": "radaudit-features.csv",
        "features.case": "ID",
        "models.0.estimator": "model.py:build",
        "code.include": ["*.py"],
        "claims auc test": "0.81",
        "claims accuracy test": "0.7",
    }


def split_in_a_file(root: Path) -> dict:
    ids = [f"KiTS-{number:05d}" for number in range(18)]
    people = [
        {"case_id": own, "malignancy": ["benign", "malignant"][row % 3 == 0], "gender": "mf"[row % 2]}
        for row, own in enumerate(ids)
    ]
    table(root, "metadata.csv", people)
    sets = ["train"] * 10 + ["val"] * 3 + ["test"] * 5
    table(root, "splits/split.csv", [{"case": own, "set": name} for own, name in zip(ids, sets, strict=True)])
    table(root, "features/pyradiomics.csv", measured("Case", ids))
    table(
        root,
        "results/predictions_logreg.csv",
        [{"case_id": own, "probability": row / 20} for row, own in enumerate(ids)],
    )
    table(root, "results/performance.csv", [{"model": "logreg", "set": "test", "AUC": "0.90", "Sensitivity": "0.75"}])
    table(root, "logs/radiomics_extraction_log.csv", [{"PatientID": own, "status": "ok", "NaN": 0} for own in ids])
    write(root, "configs/pyradiomics.json", json.dumps({"imageType": {"Original": {}}, "setting": {"binWidth": 25}}))
    return {
        "study.title": root.name.replace("_", " "),
        "study.task": "binary",
        "cohort.table": "metadata.csv",
        "cohort.case": "case_id",
        "cohort.outcome": "malignancy",
        "cohort.positive": "malignant",
        "cohort.covariates": ["gender"],
        "cohort.split.column": "set",
        "cohort.split.file": "splits/split.csv",
        "cohort.split.case": "case",
        "cohort.split.train": ["train"],
        "cohort.split.validation": ["val"],
        "cohort.split.test": ["test"],
        "features.settings": "configs/pyradiomics.json",
        "features.table": "features/pyradiomics.csv",
        "features.case": "Case",
        "models.0.predictions": "results/predictions_logreg.csv",
        "claims auc test": "0.90",
        "claims sensitivity test": "0.75",
    }


def nnunet(root: Path) -> dict:
    for number in range(1, 8):
        place = "Tr" if number < 6 else "Ts"
        picture(root, f"images{place}/liver_{number:03d}_0000.nii.gz", (1, 2, 3))
        picture(root, f"labels{place}/liver_{number:03d}.nii.gz")
    write(
        root,
        "dataset.json",
        json.dumps({"name": "Liver", "channel_names": {"0": "CT"}, "labels": {"background": 0, "liver": 1}}),
    )
    return {
        "study.title": "Liver",
        "study.task": "segmentation",
        "cohort.table": "radaudit-cohort.csv",
        "cohort.case": "case",
        "cohort.split.column": "set",
        "cohort.split.train": ["train"],
        "cohort.split.test": ["test"],
        "images.image": {"column": "image"},
        "images.mask": {"column": "mask"},
        "images.label": 1,
        "images.structures": {"liver": 1},
    }


def lesions_of_patients(root: Path) -> dict:
    cases = [f"P{1 + number // 2:02d}_L{1 + number % 2}" for number in range(24)]
    sets = ["training"] * 14 + ["internal_test"] * 4 + ["external"] * 6
    people = [
        {"patient": own[:3], "lesion_id": own, "diagnosis": row % 2, "age": 50 + row % 9, "hospital": "AB"[row > 17],
         "manufacturer": ["GE", "Philips"][row % 2], "study_date": f"20{10 + row % 9}-05-17", "split": sets[row]}
        for row, own in enumerate(cases)
    ]  # fmt: skip
    table(root, "clinical/cohort.csv", people)
    table(root, "radiomics/features.csv", measured("lesion_id", cases))
    table(root, "radiomics/features_combat.csv", measured("lesion_id", cases, seed=2))
    again = measured("lesion_id", cases[:6], seed=3) + measured("lesion_id", cases[:6], seed=4)
    table(root, "radiomics/features_retest.csv", [{"session": 1 + (row > 5), **own} for row, own in enumerate(again)])
    table(root, "radiomics/features_readers.csv", [{"reader": "AB"[row > 5], **own} for row, own in enumerate(again)])
    for own in cases:
        picture(root, f"nifti/{own}_image.nii.gz", (1, 2))
        picture(root, f"nifti/{own}_seg_r1.nii.gz")
        picture(root, f"nifti/{own}_seg_r2.nii.gz")
    return {
        "study.title": root.name.replace("_", " "),
        "study.task": "binary",
        "cohort.table": "clinical/cohort.csv",
        "cohort.patient": "patient",
        "cohort.case": "lesion_id",
        "cohort.outcome": "diagnosis",
        "cohort.positive": "1",
        "cohort.site": "hospital",
        "cohort.scanner": "manufacturer",
        "cohort.date": "study_date",
        "cohort.covariates": ["age"],
        "cohort.split.column": "split",
        "cohort.split.train": ["training"],
        "cohort.split.test": ["internal_test"],
        "cohort.split.external": ["external"],
        "images.image": "nifti/{lesion_id}_image.nii.gz",
        "images.mask": "nifti/{lesion_id}_seg_r1.nii.gz",
        "images.label": 1,
        "images.readers.r2": "nifti/{lesion_id}_seg_r2.nii.gz",
        "features.table": "radiomics/features.csv",
        "features.case": "lesion_id",
        "harmonisation.table": "radiomics/features_combat.csv",
        "harmonisation.method": "combat",
        "stability.test_retest.table": "radiomics/features_retest.csv",
        "stability.test_retest.case": "lesion_id",
        "stability.test_retest.session": "session",
        "stability.readers.table": "radiomics/features_readers.csv",
        "stability.readers.case": "lesion_id",
        "stability.readers.rater": "reader",
    }


def development_and_external(root: Path) -> dict:
    for name, letter, number in (("development", "D", 16), ("external", "E", 8)):
        ids = [f"{letter}{own:03d}" for own in range(number)]
        people = [
            {
                "SubjectID": own,
                "Institution": letter,
                "age": 60 + row % 7,
                "egfr_status": ["mutant", "wildtype"][row % 2],
            }
            for row, own in enumerate(ids)
        ]
        table(root, f"data/clinical_{name}.csv", people)
        table(root, f"data/radiomics_{name}.csv", measured("SubjectID", ids))
    write(root, "scripts/pyrad_settings/params.yaml", PARAMETERS)
    write(root, "scripts/train.py", "print()\n")
    write(root, "models/final_model.pkl", "not opened")
    write(root, "CITATION.cff", "title: EGFR status from CT\n")
    return {
        "study.title": "EGFR status from CT",
        "study.task": "binary",
        "cohort.table": "radaudit-cohort.csv",
        "cohort.patient": "SubjectID",
        "cohort.outcome": "egfr_status",
        "cohort.positive": "mutant",
        "cohort.site": "Institution",
        "cohort.covariates": ["age"],
        "cohort.split.column": "radaudit_set",
        "cohort.split.train": ["train"],
        "cohort.split.external": ["external"],
        "features.settings": "scripts/pyrad_settings/params.yaml",
        "features.table": "radaudit-features.csv",
        "features.case": "SubjectID",
        "models.0.artefact": "models/final_model.pkl",
        "code.include": ["scripts/**/*.py"],
    }


def dicom_series(root: Path) -> dict:
    ids = [f"HN-{['CHUM', 'HGJ'][number % 2]}-{number:03d}" for number in range(1, 9)]
    for own in ids:
        dicom(root, f"dicom/{own}/CT/1-1.dcm", "CT")
        dicom(root, f"dicom/{own}/CT/1-2.dcm", "CT")
        dicom(root, f"dicom/{own}/RTSTRUCT/1-1.dcm", "RTSTRUCT")
    people = [
        {
            "Patient": own,
            "Sex": "MF"[row % 2],
            "hpv_status": "+-"[row % 2],
            "Time": 30.5 * (row + 1),
            "Death": row % 3 % 2,
            "split": "train"[:5] if row < 5 else "test",
        }
        for row, own in enumerate(ids)
    ]
    table(root, "INFO_patients.csv", people)
    return {
        "study.title": root.name.replace("_", " "),
        "study.task": "survival",
        "study.modality": ["CT"],
        "cohort.table": "INFO_patients.csv",
        "cohort.patient": "Patient",
        "cohort.outcome": {"time": "Time", "event": "Death"},
        "cohort.positive": "1",
        "cohort.covariates": ["Sex", "hpv_status"],
        "cohort.split.column": "split",
        "cohort.split.train": ["train"],
        "cohort.split.test": ["test"],
        "images.image": "dicom/{Patient}/CT",
        "images.mask": "dicom/{Patient}/RTSTRUCT/1-1.dcm",
    }


def lists_of_ids(root: Path) -> dict:
    ids = [f"Lipo-{number:03d}" for number in range(1, 21)]
    draw = np.random.default_rng(5)
    people = [
        {"ID": own, "Target": row % 2, **{f"V{n}": round(float(draw.normal()), 4) for n in range(8)}}
        for row, own in enumerate(ids)
    ]
    table(root, "data/features.csv", people)
    write(root, "splits.json", json.dumps({"train": ids[:14], "test": ids[14:]}))
    write(root, "src/model.py", BUILD)
    write(root, "src/legacy/old.py", "import nothing\n")
    write(root, "tests/test_model.py", "def test(): ...\n")
    write(root, "pyproject.toml", '[project]\nname = "lipo"\ndependencies = ["scikit-learn"]\n')
    write(root, "README.md", "# MRI of lipoma\n\nOn the test set the AUC was 0.83 (95% CI 0.71-0.92).\n")
    return {
        "study.title": "MRI of lipoma",
        "study.task": "binary",
        "study.modality": ["MR"],
        "cohort.table": "data/features.csv",
        "cohort.patient": "ID",
        "cohort.outcome": "Target",
        "cohort.positive": "1",
        "cohort.split.column": "set",
        "cohort.split.file": "radaudit-split.csv",
        "cohort.split.case": "ID",
        "cohort.split.train": ["train"],
        "cohort.split.test": ["test"],
        "features.table": "data/features.csv",
        "features.case": "ID",
        "models.0.estimator": "src/model.py:build",
        "code.include": ["src/**/*.py"],
        "code.requirements": "pyproject.toml",
        "claims auc test": "0.83",
    }


REPOSITORIES: dict[str, Callable[[Path], dict]] = {
    made.__name__: made
    for made in (
        outcome_beside_features, spreadsheet_and_folders, survival, sets_in_files, split_in_a_file, nnunet,
        lesions_of_patients, development_and_external, dicom_series, lists_of_ids,
    )
}  # fmt: skip


def make(name: str, folder: Path) -> tuple[Path, dict]:
    """Write a repository; gives its folder, and the keys that its manifest should have."""
    root = folder / name
    root.mkdir(parents=True)
    return root, REPOSITORIES[name](root)


def set_keys(values: Mapping[str, object]) -> dict[str, object]:
    """The keys of a draft as they are compared: a claim by metric and set; a model's name is free and left out."""
    compared = {}
    for name, value in values.items():
        if name.startswith("claims."):
            compared[f"claims {value['metric']} {value['set']}"] = str(value["value"])
        elif not (name.startswith("models.") and name.endswith(".name")):
            compared[name] = value
    return compared
