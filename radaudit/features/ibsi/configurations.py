"""IBSI's image processing configurations A to D on its CT phantom, as far as pyradiomics can follow them.

Settings: reference manual, arXiv:1612.07003, chapter "Reference data sets"; the data are not shipped, they lie at
github.com/theibsi/data_sets. pyradiomics resamples in another way than IBSI, so B to D are run twice: as pyradiomics
does all of it, and on an image that was resampled as IBSI prescribes, which tells a fault of the features from
documented differences of the resampling. Configuration E resegments by a range and by outliers, which pyradiomics
can't do at once.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from radaudit.compute.digest import FileRef
from radaudit.core.errors import DataError, Problem
from radaudit.features.ibsi.deviations import BIN_EDGES, GRID, MASK_NEAREST, NO_ROUNDING, Deviation
from radaudit.features.ibsi.resampling import ExtractResampled
from radaudit.features.ibsi.run import parameters_of
from radaudit.features.radiomics import Extract

IMAGE = "ibsi_1_ct_radiomics_phantom/nifti/image/phantom.nii.gz"
MASK = "ibsi_1_ct_radiomics_phantom/nifti/mask/mask.nii.gz"
REFERENCES = "ibsi1_reference_values.csv"

_SPACING = (0.977, 0.977, 3.0)  # mm, of the CT phantom
_RESAMPLING = (GRID, NO_ROUNDING, MASK_NEAREST)
# IBSI's features of A and B are those of each slice, averaged. pyradiomics has no such texture: it isn't computed.
_IN_SLICES = {("DHQ4",): {"force2D": True}}
_IN_VOLUME = {("DHQ4", "ITBB", "KOBO"): {}, ("IAZD",): {"weightingNorm": "no_weighting"}}


@dataclass(frozen=True)
class Configuration:
    """One way to process the CT phantom.

    Attributes
    ----------
    data
        As in the tables of reference values.
    setting
        pyradiomics' settings, without resampling.
    ways
        For each run, IBSI's identifiers of the aggregations it gives, and the settings it adds.
    spacing
        Millimetres along x, y, z after resampling, 0 for an axis that stays; None for no resampling.
    deviations
        Documented deviations in the processing.
    as_ibsi
        Whether the resampling is IBSI's and not pyradiomics'.
    """

    data: str
    setting: Mapping[str, object]
    ways: Mapping[tuple[str, ...], Mapping[str, object]]
    spacing: tuple[float, ...] | None = None
    deviations: tuple[Deviation, ...] = ()
    as_ibsi: bool = False

    @property
    def name(self) -> str:
        return f"{self.data}, IBSI's resampling" if self.as_ibsi else self.data

    @property
    def voxel(self) -> float:
        """Volume of a voxel that features are computed on, mm³."""
        return math.prod(new or old for new, old in zip(self.spacing or _SPACING, _SPACING, strict=True))

    def resampled_as_ibsi(self) -> Configuration:
        """The same with IBSI's resampling."""
        left = tuple(deviation for deviation in self.deviations if deviation not in _RESAMPLING)
        return replace(self, deviations=left, as_ibsi=True)

    def jobs(self, folder: Path) -> list[Extract]:
        """Its extractions, in the order of its ways.

        Raises
        ------
        DataError
            If the folder does not hold the CT phantom, laid out as theibsi/data_sets does.
        """
        image, mask = (_file(folder, name) for name in (IMAGE, MASK))
        return [self._job(image, mask, {**self.setting, **way}) for way in self.ways.values()]

    def _job(self, image: FileRef, mask: FileRef, setting: Mapping[str, object]) -> Extract:
        if self.as_ibsi:
            return ExtractResampled(self.name, image, mask, 1, parameters_of(setting), spacing=self.spacing)
        if self.spacing:
            setting = {**setting, "resampledPixelSpacing": list(self.spacing), "interpolator": "sitkLinear"}
        return Extract(self.name, image, mask, 1, parameters_of(setting))


_A = Configuration("configuration A", {"binWidth": 25, "resegmentRange": [-500, 400]}, _IN_SLICES)
_B = Configuration(
    "configuration B", {"binCount": 32, "resegmentRange": [-500, 400]}, _IN_SLICES, (2.0, 2.0, 0.0), _RESAMPLING
)
_C = Configuration(
    "configuration C",
    {"binWidth": 25, "resegmentRange": [-1000, 400]},
    _IN_VOLUME,
    (2.0, 2.0, 2.0),
    (*_RESAMPLING, BIN_EDGES),
)
_D = Configuration(
    "configuration D",
    {"binCount": 32, "resegmentRange": [-3, 3], "resegmentMode": "sigma"},
    _IN_VOLUME,
    (2.0, 2.0, 2.0),
    _RESAMPLING,
)
CONFIGURATIONS = (_A, *(own for one in (_B, _C, _D) for own in (one, one.resampled_as_ibsi())))


def _file(folder: Path, name: str) -> FileRef:
    try:
        return FileRef.of(folder / name)
    except OSError as fault:
        raise DataError(Problem(f"{fault.strerror}; give the folder that holds theibsi/data_sets", name)) from None
