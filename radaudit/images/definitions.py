"""What is meant by the measures of a segmentation, where libraries mean different things by one name.

The first definition of each measure is radaudit's own: that of Metrics Reloaded (Maier-Hein et al. 2024). Borders are
the voxels of a mask that touch the outside by a face; distances go from border voxel to nearest border voxel, centre
to centre, in mm. The others are in common use, and open-source tools differ by several millimetres on one pair of
masks (Podobnik and Vrtovec 2024): they are there to tell by which of them a printed figure was found.

References
----------
Maier-Hein et al. 2024, doi:10.1038/s41592-023-02151-z; Reinke et al. 2024, doi:10.1038/s41592-023-02150-0;
Podobnik & Vrtovec 2024, doi:10.1007/978-3-031-72114-4_30; Nikolov et al. 2021 (surface elements), doi:10.2196/26151
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Definition:
    """One meaning of a measure.

    Attributes
    ----------
    name
        Under which `images.overlap.Overlap` gives its value.
    words
        For a sentence: "HD95 as ...".
    is_mistake
        Whether nobody means this: distances counted in voxels.
    """

    name: str
    words: str
    is_mistake: bool = False


_VOXELS = ", in voxels"


def _in_voxels(own: Definition) -> Definition:
    return Definition(own.name + _VOXELS, f"{own.words}, counted in voxels instead of millimetres", is_mistake=True)


_BORDERS = Definition("borders", "the greatest distance between the borders")
_GREATER = Definition("greater percentile", "the greater of the two directed 95th percentiles (as in MONAI)")
_POOLED = Definition("pooled percentile", "one 95th percentile of the distances of both directions (as in MedPy)")
_ALL = Definition("all distances", "the mean of the distances of both directions together (ASSD; MedPy's assd)")
_TWO_MEANS = Definition("mean of means", "the mean of the two directed means (MASD)")

DEFINITIONS: Mapping[str, tuple[Definition, ...]] = {
    "dice": (Definition("dice", "2 |P and R| / (|P| + |R|)"),),
    "iou": (Definition("iou", "|P and R| / |P or R|"),),
    "sensitivity": (Definition("sensitivity", "|P and R| / |R|"),),
    "ppv": (Definition("ppv", "|P and R| / |P|"),),
    "volume_error": (
        Definition("volume_error", "| |P| - |R| | / |R|"),
        Definition("signed volume error", "(|P| - |R|) / |R|, with its sign"),
        Definition("volume dissimilarity", "2 | |P| - |R| | / (|P| + |R|)"),
    ),
    "hd": (
        _BORDERS,
        Definition("surface elements", "the greatest distance between surface elements (as in surface-distance)"),
        _in_voxels(_BORDERS),
    ),
    "hd95": (
        _GREATER,
        _POOLED,
        Definition("surface elements", "95th percentiles weighted by surface area (as in surface-distance)"),
        Definition("mean percentile", "the mean of the two directed 95th percentiles"),
        _in_voxels(_GREATER),
        _in_voxels(_POOLED),
    ),
    "asd": (
        _ALL,
        _TWO_MEANS,
        Definition("surface elements", "means weighted by surface area, averaged over both directions"),
        Definition("to reference", "the mean distance from the predicted to the reference border (MedPy's asd)"),
        Definition("to predicted", "the mean distance from the reference to the predicted border"),
        Definition("all voxels", "the average Hausdorff distance over all voxels, not borders alone (as in SimpleITK)"),
        _in_voxels(_ALL),
        _in_voxels(_TWO_MEANS),
    ),
}
DISTANCES = ("hd", "hd95", "asd")
