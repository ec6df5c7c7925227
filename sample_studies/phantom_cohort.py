"""The people of the phantom studies: who they are, which set they are in, and their images on disk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from phantoms import SITES, Site, draw_voxels, write_voxels

IMAGES, MASKS = "data/images", "data/masks"


@dataclass(frozen=True)
class Case:
    """One row of the cohort table."""

    patient: str
    case: str
    outcome: int
    age: int
    sex: str
    site: str
    scanner: str
    date: str
    set: str
    image_file: str
    mask_file: str


def site_of(case: Case) -> Site:
    """Where the case was imaged."""
    return next(site for site in SITES if site.name == case.site)


def filed(case: Case, name: str, ending: str) -> Case:
    """The case under this case id, with files that are named after it."""
    return replace(case, case=name, image_file=f"{name}{ending}", mask_file=f"{name}_mask{ending}")


def draw_cohort(seed: int, per_site: int) -> list[Case]:
    """As many patients from each site, half of them with the event, none in a set yet."""
    cases = []
    for number in range(per_site * len(SITES)):
        site, outcome = SITES[number // per_site], number % 2
        random = np.random.default_rng([seed, number])
        age = int(np.clip(random.normal(65 if outcome else 58, 8), 30, 88))
        sex = "FM"[int(random.integers(2))]
        day = (date(2016, 1, 4) + timedelta(days=int(random.integers(0, 1500)))).isoformat()
        patient = f"P{number + 1:03d}"
        case = Case(patient, "", outcome, age, sex, site.name, site.scanner, day, "", "", "")
        cases.append(filed(case, f"{patient}-1", site.ending))
    return cases


def split(cases: Sequence[Case], seed: int, test: int, external: str = "") -> list[Case]:
    """Put every case into a set.

    Parameters
    ----------
    test
        How many cases of each site and outcome are held out for the test.
    external
        A site that is held out as a whole.
    """
    random = np.random.default_rng([seed, 10**6])
    held: set[int] = set()
    for site in SITES:
        for outcome in (0, 1):
            members = [n for n, case in enumerate(cases) if case.site == site.name and case.outcome == outcome]
            held.update(int(n) for n in random.permutation(members)[:test])
    names = ["external" if case.site == external else "test" if n in held else "train" for n, case in enumerate(cases)]
    return [replace(case, set=name) for case, name in zip(cases, names, strict=True)]


def draw_images(case: Case, seed: int, lesion: int = 1) -> tuple[np.ndarray, np.ndarray]:
    """Image and mask of one of the patient's lesions; they follow from the seed and the patient's number."""
    return draw_voxels(site_of(case), case.outcome, [seed, int(case.patient.removeprefix("P")), lesion])


def write_images(study: Path, case: Case, image: np.ndarray, mask: np.ndarray) -> None:
    """Write a case's image and mask where its row says."""
    write_voxels(study / IMAGES / case.image_file, image, site_of(case))
    write_voxels(study / MASKS / case.mask_file, mask, site_of(case))
