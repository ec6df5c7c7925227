"""pyradiomics' features by IBSI's names and identifiers."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from radaudit.features.ibsi.deviations import Deviation, deviations_of
from radaudit.features.names import parse_name
from radaudit.features.versions.features import RENAMED

# How directions and slices are put together: IBSI's identifiers, and the words used here.
AGGREGATIONS: Mapping[str, str] = {
    "DHQ4": "3D",
    "BTW3": "2D, averaged",
    "SUJT": "2D, slice-merged",
    "JJUI": "2.5D, direction-merged",
    "ZW7Z": "2.5D, merged",
    "ITBB": "3D, averaged",
    "IAZD": "3D, merged",
    "8QNN": "2D",
    "62GR": "2.5D",
    "KOBO": "3D",
}


@dataclass(frozen=True)
class IbsiFeature:
    """A feature of pyradiomics that IBSI defines.

    Attributes
    ----------
    feature
        Its name in pyradiomics, with its class: "glcm_Contrast".
    tag
        Its name in IBSI's tables of reference values, without the aggregation: "cm_contrast".
    id
        IBSI's permanent identifier: "ACUI".
    name
        IBSI's name.
    instead
        What it equals ("glcm_Id", or "1"), where pyradiomics no longer computes it; else empty.
    """

    feature: str
    tag: str
    id: str
    name: str
    instead: str = ""

    @property
    def kind(self) -> str:
        """The class: shape, firstorder, glcm, ..."""
        return self.feature.partition("_")[0]

    @property
    def deviations(self) -> tuple[Deviation, ...]:
        """Where pyradiomics' definition is known to differ."""
        return deviations_of(self.feature)


def ibsi_of(name: str) -> IbsiFeature | None:
    """IBSI's counterpart of a feature.

    Parameters
    ----------
    name
        A pyradiomics name, of any image type and release and also as R or pandas mangle it, or only "glcm_Contrast".

    Returns
    -------
    IbsiFeature or None
        None where IBSI defines no such feature (shape2D, TotalEnergy, MCC, the 2D diameters), or the name is not one
        of pyradiomics'. Identifiers name the definition; whether values agree depends on the processing as well.
    """
    parts = parse_name(name) or parse_name(f"original_{name}")
    if parts is None:
        return None
    short = f"{parts.kind}_{parts.feature}"
    return _by_name().get(RENAMED[short][0] if short in RENAMED else short)


@cache
def ibsi_features() -> tuple[IbsiFeature, ...]:
    """All of them, by class."""
    with (Path(__file__).parent / "names.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            IbsiFeature(f"{row['class']}_{row['feature']}", row["tag"], row["id"], row["name"], row["instead"])
            for row in csv.DictReader(file)
        )


@cache
def _by_name() -> dict[str, IbsiFeature]:
    return {own.feature: own for own in ibsi_features()}
