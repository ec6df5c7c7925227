"""NIfTI-1 and NIfTI-2, plain or gzipped, header and voxels in one file."""

from __future__ import annotations

from pathlib import Path

from radaudit.core.registry import plugin
from radaudit.images.itk import read_itk
from radaudit.images.volume import Volume


@plugin("reader", ".nii")
@plugin("reader", ".nii.gz")
def read_nifti(path: Path) -> Volume:
    """Read a NIfTI file (https://nifti.nimh.nih.gov).

    Raises
    ------
    JobFailed
        If it is damaged or holds more than one 3D image.
    """
    return read_itk(path, "NiftiImageIO")
