"""Makes a study whose files were damaged after its feature table was extracted, each case in its own way."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
from phantom_cohort import IMAGES, MASKS, Case, draw_cohort, draw_images, filed, site_of, split, write_images
from phantom_dicom import as_dicom
from phantom_tables import extract, write_cohort, write_features
from phantoms import write_voxels

SEED = 5101
STRANGER = "99"  # an id in the feature table that no case has
FLAT, OUTSIDE, TEXT_CELL, ROWLESS = "010", "011", "016", "017"
EDITED, POINTLESS = "013", "007"  # a cell typed in anew, and one that lost its decimal point
OTHER_MODALITY = "002"
OLD_NAMES = {"original_shape_MajorAxisLength": "original_shape_MajorAxis"}  # of releases before 2.1


def make(study: Path) -> None:
    """Write ``data/`` into the study's folder."""
    cases = [_numbered(case) for case in split(draw_cohort(SEED, 6), SEED, test=1)]
    masks = {}
    for case in cases:
        image, masks[case.case] = draw_images(case, SEED)
        if case.case == FLAT:
            image[masks[FLAT] == 1] = 50
        write_images(study, case, image, masks[case.case])
    write_features(study, _retyped(extract(study, cases)))
    for name, damage in DAMAGE.items():
        case = next(case for case in cases if case.case == name)
        damage(study, case, masks[name])
    write_cohort(study, [_refiled(study, case) for case in cases])


def _numbered(case: Case) -> Case:
    """Case ids are bare numbers with leading zeros, which spreadsheets drop."""
    return filed(case, case.patient.removeprefix("P"), site_of(case).ending)


def _retyped(rows: list[dict]) -> list[dict]:
    """The table after it went through a spreadsheet and a tired hand."""
    kept = [row for row in rows if row["case"] != ROWLESS]
    of = {row["case"]: row for row in kept}
    of[TEXT_CELL]["original_firstorder_Mean"] = "see note"
    of[EDITED]["original_glcm_Contrast"] *= 0.5
    of[POINTLESS]["original_firstorder_Mean"] = float(repr(of[POINTLESS]["original_firstorder_Mean"]).replace(".", ""))
    rows = [{**row, "case": row["case"].lstrip("0")} for row in kept] + [{**kept[0], "case": STRANGER}]
    return [{OLD_NAMES.get(name, name): value for name, value in row.items()} for row in rows]


def _refiled(study: Path, case: Case) -> Case:
    if case.case == OTHER_MODALITY:
        return as_dicom(study, case, draw_images(case, SEED)[0], modality="MR")
    return _led_out(case) if case.case == OUTSIDE else case


def _led_out(case: Case) -> Case:
    return replace(case, image_file=f"../../../{case.image_file}")


def _image_missing(study: Path, case: Case, mask: np.ndarray) -> None:
    (study / IMAGES / case.image_file).unlink()


def _image_cut_off(study: Path, case: Case, mask: np.ndarray) -> None:
    path = study / IMAGES / case.image_file
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def _mask_missing(study: Path, case: Case, mask: np.ndarray) -> None:
    (study / MASKS / case.mask_file).unlink()


def _mask(change: Callable[[np.ndarray], np.ndarray], shift: float = 0.0) -> Callable[[Path, Case, np.ndarray], None]:
    """Damage that writes another mask, shifted by so many mm."""

    def damage(study: Path, case: Case, mask: np.ndarray) -> None:
        write_voxels(study / MASKS / case.mask_file, change(mask), site_of(case), shift)

    return damage


def _single_voxel(mask: np.ndarray) -> np.ndarray:
    single = np.zeros_like(mask)
    single[tuple(np.argwhere(mask)[len(np.argwhere(mask)) // 2])] = 1
    return single


def _redrawn(mask: np.ndarray) -> np.ndarray:
    """Without the outermost layer along x and y."""
    inner = mask.copy()
    for axis in (1, 2):
        inner &= np.roll(mask, 1, axis) & np.roll(mask, -1, axis)
    return inner


DAMAGE: dict[str, Callable[[Path, Case, np.ndarray], None]] = {
    "003": _image_missing,
    "004": _image_cut_off,
    "005": _mask(np.zeros_like),
    "006": _mask(_redrawn),
    "008": _mask(lambda mask: mask * 255),
    "009": _mask(lambda mask: mask[:-1]),
    "012": _mask_missing,
    "014": _mask(np.copy, shift=5.0),
    "015": _mask(_single_voxel),
    "018": _mask(np.copy, shift=0.5),
}


if __name__ == "__main__":
    make(Path(sys.argv[1]))
