"""Phantoms that are imaged a second time, and drawn by a second reader."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from phantom_cohort import Case, site_of
from phantom_tables import write_table
from phantoms import write_voxels
from scipy.ndimage import gaussian_filter

RETEST, READER2 = "data/retest", "data/masks_r2"
FEATURES = ("original_", "log-sigma")


def second_scan(image: np.ndarray, noise: float, random: np.random.Generator) -> np.ndarray:
    """The same lesion in the same place, with noise of its own of this standard deviation; int16."""
    return np.rint(image + noise * random.normal(size=image.shape)).astype(np.int16)


def second_outline(
    mask: np.ndarray, wobble: float, random: np.random.Generator, shift: int = 0, blur: float = 1.0
) -> np.ndarray:
    """The lesion's border as another hand draws it: it wanders by so many voxels; all of it moved along x; uint8.

    The larger the blur, in voxels, the more is cut off from corners, so that the second ROI is the smaller one.
    """
    depth = gaussian_filter(np.where(mask > 0, 1.0, 0.0), blur)
    field = gaussian_filter(random.normal(size=mask.shape), 2.0)
    drawn = depth + 0.25 * wobble * field / field.std() > 0.5
    near = gaussian_filter(np.where(mask > 0, 1.0, 0.0), 2.0) > 0.02  # no islands far from the lesion
    return np.roll(drawn & near, shift, axis=2).astype(np.uint8)


def write_again(study: Path, folder: str, cases: Sequence[Case], voxels: Sequence[np.ndarray]) -> None:
    """Write second scans, or a second reader's masks, into a folder; files are named like the first ones."""
    for case, own in zip(cases, voxels, strict=True):
        name = case.image_file if folder == RETEST else case.mask_file
        write_voxels(study / folder / name, own, site_of(case))


def write_repeats(path: Path, column: str, sessions: Mapping[str, Sequence[dict]]) -> None:
    """Write a table of repeated measurements, one row a case and session; without pyradiomics' notes."""
    rows = [
        {"case": row["case"], column: session, **{name: row[name] for name in row if name.startswith(FEATURES)}}
        for session, own in sessions.items()
        for row in own
    ]
    write_table(path, rows)
