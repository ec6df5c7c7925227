"""Makes a study that calls unstable features stable: its second scans are noisy, its second reader copied some ROIs."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from phantom_cohort import draw_cohort, draw_images, split, write_images
from phantom_repeats import READER2, RETEST, second_outline, second_scan, write_again
from phantom_tables import extract, write_cohort, write_features

SEED = 4404
NOISE = 90.0  # of the second scans; the first ones have 8 to 12
COPIED = ("P003", "P008", "P020")  # patients whose second mask is the first
ELSEWHERE = "P011"  # the second reader drew another lesion


def make(study: Path) -> None:
    """Write ``data/`` into the study's folder."""
    cases = split(draw_cohort(SEED, 12), SEED, test=1)
    scans, masks = [], []
    for number, case in enumerate(cases):
        image, mask = draw_images(case, SEED)
        write_images(study, case, image, mask)
        random = np.random.default_rng([SEED, number])
        scans.append(second_scan(image, NOISE, random))
        shift = 20 if case.patient == ELSEWHERE else int(random.choice([-12, -10, 10, 12]))
        masks.append(mask if case.patient in COPIED else second_outline(mask, 3.0, random, shift))
    write_again(study, RETEST, cases, scans)
    write_again(study, READER2, cases, masks)
    write_features(study, extract(study, cases))
    write_cohort(study, cases)


if __name__ == "__main__":
    make(Path(sys.argv[1]))
