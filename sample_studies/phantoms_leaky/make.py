"""Makes a study with the faults that its expected.yaml lists: shared patients, copied scans, other parameters."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from phantom_cohort import Case, draw_cohort, draw_images, filed, split, write_images
from phantom_dicom import as_dicom
from phantom_tables import extract, write_cohort, write_features

SEED = 4080
FAMILIES = ("Ahlberg", "Bonetti", "Castellan", "Dvorak")
SECOND_LESIONS = 4
COPIES = (".nrrd", ".nii.gz", ".mha")  # formats of the copies; their originals are of site A and lie in .nrrd files
BIN_WIDTH = 25  # with which the table is extracted; params.yaml says 10


def make(study: Path, per_site: int = 28, test: int = 7) -> None:
    """Write ``data/`` into the study's folder."""
    cases = [_referred(case) for case in split(draw_cohort(SEED, per_site), SEED, test)]
    for case in cases:
        write_images(study, case, *draw_images(case, SEED))
    train = [case for case in cases if case.set == "train"]
    from_a = [case for case in train if case.site == "A"]
    cohort = list(cases)
    for case in train[-SECOND_LESIONS:]:
        cohort.append(_second_lesion(case))
        write_images(study, cohort[-1], *draw_images(case, SEED, lesion=2))
    for case, ending in zip(from_a, COPIES, strict=False):
        cohort.append(_copy(case, f"P{len(cohort) + 1:03d}", ending))
        write_images(study, cohort[-1], *draw_images(case, SEED))
    original = from_a[len(COPIES)]
    cohort.append(_copy(original, original.patient.replace("P00", "p"), ".nrrd"))
    write_images(study, cohort[-1], *_retouched(*draw_images(original, SEED)))
    write_features(study, extract(study, cohort, binWidth=BIN_WIDTH))
    patients = {case.patient for case in train[-SECOND_LESIONS:]}
    write_cohort(study, [_sent(study, case) if case.patient in patients else case for case in cohort])


def _referred(case: Case) -> Case:
    """At site B patients who turn out to have the event are imaged on another scanner."""
    return replace(case, scanner="B-2") if case.site == "B" and case.outcome else case


def _sent(study: Path, case: Case) -> Case:
    """Both lesions of a patient in the headers of one examination, with a made-up name."""
    name = f"{FAMILIES[int(case.patient[1:]) % len(FAMILIES)]}^Kim"
    return as_dicom(study, case, draw_images(case, SEED, lesion=int(case.case[-1]))[0], name=name)


def _second_lesion(case: Case) -> Case:
    """Another lesion of a training patient, in the test set."""
    ending = case.image_file.removeprefix(case.case)
    return replace(filed(case, f"{case.patient}-2", ending), set="test")


def _copy(case: Case, patient: str, ending: str) -> Case:
    """A training case as somebody else in the test set; what is written of the patient stays."""
    return replace(filed(case, f"{patient}-1", ending), patient=patient, set="test", scanner="A-2")


def _retouched(image: np.ndarray, mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The same scan with every hundredth voxel one grey level brighter."""
    changed = image.copy()
    changed.flat[::100] += 1
    return changed, mask


if __name__ == "__main__":
    make(Path(sys.argv[1]))
