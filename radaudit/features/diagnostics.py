"""What pyradiomics notes beside the features: the names of its columns, plain or as studies change them.

A table that was joined from several extractions (CT and PET, two readers) has each note several times, told apart by
what stands before or after its name, as with the features themselves: ``CT_diagnostics_Image-original_Hash``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Diagnostics = Mapping[str, Sequence[str | None]]

# As releases 2.1.0 to 3.1 write them (``radiomics/generalinfo.py``), and 1.1.0 to 2.0.1 did.
_NEW = (
    r"diagnostics_(?:Versions_(?:PyRadiomics|Numpy|SimpleITK|PyWavelet|Python)"
    r"|Configuration_(?:Settings|EnabledImageTypes)"
    r"|(?:Image|Mask)[-.](?:original|interpolated|corrected|resegmented)_"
    r"(?:Hash|Dimensionality|Spacing|Size|Mean|Minimum|Maximum|BoundingBox|VoxelNum|VolumeNum"
    r"|CenterOfMassIndex|CenterOfMass))"
)
_OLD = (
    r"general_info_(?:BoundingBox|GeneralSettings|ImageHash|ImageSpacing|CenterOfMassIndex|CenterOfMass"
    r"|EnabledImageTypes|MaskHash|Version|NumpyVersion|SimpleITKVersion|PyWaveletVersion|VolumeNum|VoxelNum)"
)
_NAME = re.compile(rf"(?:(?P<prefix>.+?)[_.\-])?(?P<plain>{_NEW}|{_OLD})(?:[_.\-](?P<suffix>.+))?")
_STARTS = ("diagnostics_", "general_info_")  # also what a later release may add


@dataclass(frozen=True)
class NoteName:
    """The name of a note in its parts: as pyradiomics writes it, and what a study put before and after."""

    prefix: str
    plain: str
    suffix: str

    @property
    def series(self) -> str:
        """What tells one extraction of a joined table from the others; empty where nothing was added."""
        return "_".join(filter(None, (self.prefix, self.suffix)))


def parse_note(column: str) -> NoteName | None:
    """The parts of a column's name, or None if it is no note of pyradiomics (also as R mangles it)."""
    found = _NAME.fullmatch(column)
    if found:
        plain = re.sub(r"(Image|Mask)\.", r"\1-", found["plain"])
        return NoteName(found["prefix"] or "", plain, found["suffix"] or "")
    return NoteName("", column, "") if column.startswith(_STARTS) else None


def by_series(diagnostics: Diagnostics) -> dict[str, dict[str, Sequence[str | None]]]:
    """The notes of each extraction that a table was joined from, under the names that pyradiomics gives them.

    Returns
    -------
    dict
        By what stands around the names ("CT", "PET"; "" for nothing), in the table's order; columns without any text
        are left out.
    """
    found: dict[str, dict[str, Sequence[str | None]]] = {}
    for column, cells in diagnostics.items():
        name = parse_note(column)
        if name and any(cells):
            found.setdefault(name.series, {}).setdefault(name.plain, cells)
    return found


def of_one_series(diagnostics: Diagnostics) -> Diagnostics:
    """The notes of the whole table: the plain ones, or those of its only series; none where there are several."""
    series = by_series(diagnostics)
    return series.get("") or (next(iter(series.values())) if len(series) == 1 else {})
