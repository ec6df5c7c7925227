"""Resampling as IBSI prescribes it, where pyradiomics goes another way.

Reference manual, arXiv:1612.07003, section "Interpolation" and chapter "Reference data sets".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from radaudit.features.radiomics import Extract, extracted
from radaudit.images.read import read_pair
from radaudit.images.volume import Volume

_PARTIAL = 0.5  # of a voxel in the ROI: as much makes it part of the ROI
_SLACK = 1e-6  # what is 0.5 on paper may be 0.49999... here


@dataclass(frozen=True)
class ExtractResampled(Extract):
    """`Extract`, of an image and mask that were first resampled as IBSI does: linear, centres aligned, CT rounded."""

    spacing: tuple[float, ...] = ()

    def run(self) -> dict:
        read = read_pair(self.image.path, self.mask.path, self.roi, self.label)
        image, mask = read.image, read.mask
        marked = replace(mask, voxels=(mask.voxels == self.label).astype(np.float64))
        inside = resampled(marked, self.spacing)
        ours = replace(inside, voxels=(inside.voxels >= _PARTIAL - _SLACK).astype(np.uint8) * self.label)
        grey = resampled(image, self.spacing)
        return extracted(replace(grey, voxels=np.rint(grey.voxels)), ours, self.label, self.parameters)


def resampled(volume: Volume, spacing: Sequence[float]) -> Volume:
    """Linear interpolation on a new grid with the same centre; beyond the border, the border's value.

    Parameters
    ----------
    spacing
        Millimetres along x, y, z; 0 keeps an axis as it is.

    Returns
    -------
    Volume
        float64, as many voxels as cover the old extent. The origin is right for a direction that is the identity.
    """
    from scipy.ndimage import map_coordinates

    wanted = [new or old for new, old in zip(spacing, volume.spacing, strict=True)]
    size = [math.ceil(round(n * old / new, 6)) for n, old, new in zip(volume.size, volume.spacing, wanted, strict=True)]
    ratios = [new / old for new, old in zip(wanted, volume.spacing, strict=True)]
    places = [
        (old - 1) / 2 + (np.arange(new) - (new - 1) / 2) * ratio
        for old, new, ratio in zip(volume.size, size, ratios, strict=True)
    ]
    grid = np.meshgrid(*reversed(places), indexing="ij")
    voxels = map_coordinates(volume.voxels.astype(np.float64), grid, order=1, mode="nearest")
    starts = [place[0] * own for place, own in zip(places, volume.spacing, strict=True)]
    origin = tuple(at + start for at, start in zip(volume.origin, starts, strict=True))
    return Volume(voxels, tuple(wanted), origin, volume.direction)
