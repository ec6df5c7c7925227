"""Makes a small, honest three-site study: images, masks, cohort and features."""

from __future__ import annotations

import sys
from pathlib import Path

from phantom_cohort import draw_cohort, draw_images, split, write_images
from phantom_dicom import as_dicom
from phantom_tables import extract, write_cohort, write_features

SEED = 2020
DICOM_EVERY = 24  # cases: some images of each set are as the scanner sent them


def make(study: Path, per_site: int = 32, test: int = 6) -> None:
    """Write ``data/`` into the study's folder."""
    cases = split(draw_cohort(SEED, per_site), SEED, test, external="C")
    for case in cases:
        write_images(study, case, *draw_images(case, SEED))
    write_features(study, extract(study, cases))
    for number in range(0, len(cases), DICOM_EVERY):
        cases[number] = as_dicom(study, cases[number], draw_images(cases[number], SEED)[0])
    write_cohort(study, cases)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
