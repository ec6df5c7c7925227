"""Makes a small, honest three-site study: images, masks, cohort and features."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from phantom_cohort import Case, draw_cohort, draw_images, split, write_images
from phantom_dicom import as_dicom
from phantom_repeats import READER2, RETEST, second_outline, second_scan, write_again, write_repeats
from phantom_tables import extract, write_cohort, write_features

SEED = 2020
DICOM_EVERY = 24  # cases: some images of each set are as the scanner sent them
AGAIN_EVERY = 3  # cases: these were imaged twice on one day, and drawn by a second reader
NOISE = 6.0  # that a second scan adds


def make(study: Path, per_site: int = 32, test: int = 6) -> None:
    """Write ``data/`` into the study's folder."""
    cases = split(draw_cohort(SEED, per_site), SEED, test, external="C")
    for case in cases:
        write_images(study, case, *draw_images(case, SEED))
    rows = extract(study, cases)
    write_features(study, rows)
    _measure_again(study, cases[1::AGAIN_EVERY], rows[1::AGAIN_EVERY])
    for number in range(0, len(cases), DICOM_EVERY):
        cases[number] = as_dicom(study, cases[number], draw_images(cases[number], SEED)[0])
    write_cohort(study, cases)


def _measure_again(study: Path, cases: Sequence[Case], first: Sequence[dict]) -> None:
    """Tables of test-retest and of two readers, and the second reader's masks; the features that are kept by them."""
    scans, masks = [], []
    for number, case in enumerate(cases):
        image, mask = draw_images(case, SEED)
        random = np.random.default_rng([SEED, number, 2])
        scans.append(second_scan(image, NOISE, random))
        masks.append(second_outline(mask, 0.5, random, blur=0.6))
    write_again(study, RETEST, cases, scans)
    write_again(study, READER2, cases, masks)
    second = extract(study, cases, images=RETEST)
    write_repeats(study / "data/retest.csv", "scan", {"1": first, "2": second})
    write_repeats(study / "data/readers.csv", "reader", {"A": first, "B": extract(study, cases, masks=READER2)})
    shutil.rmtree(study / RETEST)  # the tables are published, the second scans are not


if __name__ == "__main__":
    make(Path(sys.argv[1]))
