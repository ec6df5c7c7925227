"""DICOM: a folder with a series, or a single file."""

from __future__ import annotations

from pathlib import Path

from radaudit.core.registry import plugin
from radaudit.images.dicom.folder import chosen_series, image_files
from radaudit.images.dicom.grid import UNEVEN
from radaudit.images.dicom.series import volume_of
from radaudit.images.volume import Volume


@plugin("reader", ".dcm")
def read_dicom(path: Path, wanted: frozenset[str] = frozenset(), uneven: float = UNEVEN) -> Volume:
    """Read a DICOM series as a volume (PS3.3, C.7.6.2 and C.7.6.16).

    Slices are sorted by position along their normal; slope and intercept of each are applied, in the pixel type
    that ITK would choose; nothing else is done to the values. Voxels and geometry are those of ITK's
    ImageSeriesReader wherever that makes a sound volume.

    Parameters
    ----------
    path
        A file (enhanced multi-frame images are volumes; others have one slice), or a folder, which is searched with
        the folders in it; files that are no DICOM image are passed over.
    wanted
        Fingerprints of the series or instances to choose where there are several series.
    uneven
        How far a slice may lie from its place in an even stack, in slice spacings.

    Raises
    ------
    JobFailed
        If there is no image, more than one series, or the slices make no even stack; the message says which.
    """
    return volume_of(chosen_series(image_files(path), wanted, path), uneven)
