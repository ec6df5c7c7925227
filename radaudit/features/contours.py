"""A picture of a ROI beside the ROIs that perturbations make of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

import numpy as np

from radaudit.compute.digest import FileRef, FolderRef
from radaudit.compute.job import NAME_ONLY, Job
from radaudit.features.chain import Chain
from radaudit.features.perturbed import on_image, redrawn
from radaudit.images.read import read_pair
from radaudit.images.thumbnail import LIBRARIES, box_around, picture, slices_of

MIDDLE = (0.5,)


@dataclass(frozen=True)
class DrawContours(Job):
    """The middle slice of a case's ROI with its outline, and those after the steps on the mask of some chains.

    The mask lies on the image where an extraction with these settings of pyradiomics puts it. ``run`` gives what
    `images.thumbnail.picture` gives, and the ``slice``. A chain that leaves no ROI is left out.
    """

    revision: ClassVar[int] = 2
    libraries: ClassVar[tuple[str, ...]] = (*LIBRARIES, "scipy")

    case: str = field(metadata=NAME_ONLY)
    image: FileRef | FolderRef
    mask: FileRef | FolderRef
    label: int
    chains: tuple[Chain, ...]
    roi: str | None = None
    setting: Mapping[str, object] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return self.case

    def run(self) -> dict:
        read = read_pair(self.image.path, self.mask.path, self.roi, self.label)
        inside = on_image(read.image, read.mask, self.label, self.setting)
        drawn = [redrawn(read.image, inside, chain) for chain in self.chains]
        rois = [inside, *(own for own in drawn if isinstance(own, np.ndarray) and own.any())]
        (place,) = slices_of(inside, MIDDLE)
        box = box_around(np.logical_or.reduce(rois), read.image)
        made = picture(read.image.voxels[place][box], [own[place][box] for own in rois], replace(read.image, header={}))
        return {"slice": place + 1, **made}
