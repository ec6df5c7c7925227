"""Tables of the phantom studies: the cohort as it is, the features as plain pyradiomics extracts them."""

from __future__ import annotations

import csv
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import radiomics
import SimpleITK as sitk
import yaml
from phantom_cohort import IMAGES, MASKS, Case
from radiomics.featureextractor import RadiomicsFeatureExtractor


def extract(
    study: Path, cases: Iterable[Case], images: str = IMAGES, masks: str = MASKS, **settings: object
) -> list[dict[str, object]]:
    """The features of these cases, in the way pyradiomics' documentation shows.

    Parameters
    ----------
    study
        Its folder, with the parameters in ``params.yaml``.
    images, masks
        The folders that these cases' files lie in.
    settings
        Used instead of those in ``params.yaml``.

    Returns
    -------
    list of dict
        One row a case: its id, what pyradiomics notes of image, mask and settings, the features in its order.
    """
    radiomics.logger.setLevel(logging.ERROR)
    sitk.ProcessObject.SetGlobalDefaultNumberOfThreads(1)  # one order of sums, whatever the machine
    parameters = yaml.safe_load((study / "params.yaml").read_text(encoding="utf-8"))
    parameters["setting"].update(settings)
    extractor = RadiomicsFeatureExtractor(parameters)
    rows = []
    for case in cases:
        found = extractor.execute(str(study / images / case.image_file), str(study / masks / case.mask_file))
        notes = {name: value for name, value in found.items() if name.startswith("diagnostics_")}
        features = {name: float(value) for name, value in found.items() if name not in notes}
        rows.append({"case": case.case, **notes, **features})
    return rows


def write_cohort(study: Path, cases: Sequence[Case]) -> None:
    """Write ``data/cohort.csv``."""
    write_table(study / "data/cohort.csv", [asdict(case) for case in cases])


def write_features(study: Path, rows: Sequence[Mapping[str, object]]) -> None:
    """Write ``data/features.csv``."""
    write_table(study / "data/features.csv", rows)


def write_table(path: Path, rows: Sequence[Mapping[str, object]]) -> None:
    """Write rows as CSV; numbers keep all their digits."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
