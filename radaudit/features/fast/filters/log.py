"""Laplacian of Gaussian, around the ROI only.

ITK's recursive Gaussian runs along lines: a voxel depends on its whole line, but on no other line. The Laplacian is the
sum over the axes of a second derivative along one axis, smoothed along the others; so after the filter along an axis
only the indices that are wanted along that axis need to be kept for the next one. ITK does the filtering, and the sum
is made in ITK's order and precision (R. Deriche, INRIA RR-1893, 1993; itkLaplacianRecursiveGaussianImageFilter).
"""

from __future__ import annotations

from functools import cache

import numpy as np

from radaudit.features.fast.region import Box
from radaudit.images.itk import quiet_itk
from radaudit.images.volume import Volume

_SLAB = 2**20  # voxels filtered at a time: fits a processor's cache, and keeps memory low


def laplacian(image: Volume, sigma: float, box: Box) -> np.ndarray:
    """What ITK's filter gives in the box; float32."""
    total = np.zeros([end - start for start, end in zip(box.low, box.high, strict=True)], np.float32)
    for along in range(3):
        part, axis = image.voxels, 2 - along
        part = _filtered(part, image.spacing, along, sigma, 2, box.slices[axis])
        for other in (way for way in range(3) if way != along):
            part = _filtered(part, image.spacing, other, sigma, 0, box.slices[2 - other])
        weight = 1.0 / (image.spacing[along] * image.spacing[along])
        total = (total + part.astype(np.float64) * weight).astype(np.float32)  # rounded once per axis
    return total


@cache
def proved() -> bool:
    """Whether the installed ITK adds up its Laplacian in the way that is assumed here."""
    sitk = quiet_itk()
    # On this image multiplying by 1/spacing2 and dividing by spacing2, as other releases may do, give other bits.
    voxels = np.random.default_rng(18).normal(100, 50, (13, 17, 20)).astype(np.float32)
    image = Volume(voxels, (0.7, 0.9, 2.3), (0.0,) * 3, tuple(np.eye(3).ravel()))
    box = Box((0, 0, 0), voxels.shape)
    whole = sitk.GetImageFromArray(voxels)
    whole.SetSpacing(image.spacing)
    for sigma in (0.5, 1.0, 2.5):
        own = sitk.LaplacianRecursiveGaussianImageFilter()
        own.SetNormalizeAcrossScale(True)
        own.SetSigma(sigma)
        expected = sitk.GetArrayFromImage(own.Execute(whole))
        if expected.dtype != np.float32 or not np.array_equal(expected[box.slices], laplacian(image, sigma, box)):
            return False
    return True


def _filtered(
    voxels: np.ndarray, spacing: tuple[float, ...], along: int, sigma: float, order: int, kept: slice
) -> np.ndarray:
    """ITK's recursive Gaussian along one direction (x is 0); of every line the kept part only."""
    sitk = quiet_itk()
    own = sitk.RecursiveGaussianImageFilter()
    own.SetSigma(sigma)
    own.SetDirection(0)
    own.SetOrder(order)
    own.SetNormalizeAcrossScale(True)
    axis = 2 - along
    lines = np.moveaxis(voxels, axis, -1)
    result = np.empty((*lines.shape[:2], len(range(*kept.indices(lines.shape[2])))), np.float32)
    step = max(1, _SLAB // (lines.shape[1] * lines.shape[2]))
    for start in range(0, len(lines), step):
        slab = sitk.GetImageFromArray(np.ascontiguousarray(lines[start : start + step]))
        slab.SetSpacing((spacing[along], 1.0, 1.0))
        done = own.Execute(slab)  # a view of it lives no longer than the image
        result[start : start + step] = sitk.GetArrayViewFromImage(done)[:, :, kept]
    return np.moveaxis(result, -1, axis)


def fits(sigma: float, image: Volume) -> bool:
    """Whether pyradiomics applies this sigma (mm) to an image of this size."""
    return bool(np.all(np.array(image.size) >= np.ceil(sigma / np.array(image.spacing)) + 1))


def title(sigma: float) -> str:
    """pyradiomics' name of the filtered image."""
    return f"log-sigma-{str(sigma).replace('.', '-')}-mm-3D"
