"""The grey levels of an ROI as the feature classes see them, and what they tell about the settings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np

from radaudit.compute.digest import FileRef, FolderRef
from radaudit.compute.job import NAME_ONLY, Job
from radaudit.core.errors import JobFailed
from radaudit.features.fast.pyradiomics import REFUSALS, extractor, image_operations
from radaudit.features.recovery.bins import matching
from radaudit.images.itk import from_itk, itk_reason, quiet_itk, refuse_memory, to_itk
from radaudit.images.read import read_pair
from radaudit.images.volume import Volume


@dataclass(frozen=True)
class Levels(Job):
    """What the grey levels of one case, after preprocessing, say about numbers in a table.

    ``run`` gives ``widths`` and ``counts`` of bins that match the reported numbers; ``below`` and ``above``: the grey
    levels next to the reported minimum and maximum outside of them, None where there are none; their ``mean`` and
    standard ``deviation``.

    Attributes
    ----------
    parameters
        pyradiomics' parameters, with the image type that the picture is of.
    picture
        pyradiomics' name of the image: ``original``, ``wavelet-LLH``.
    reported
        By class and feature, as `bins.matching` takes it; empty: bins are not worked out.
    ends
        Reported minimum and maximum.
    """

    revision: ClassVar[int] = 1
    libraries: ClassVar[tuple[str, ...]] = ("pyradiomics-bhklab", "SimpleITK", "numpy", "PyWavelets", "pydicom")

    case: str = field(metadata=NAME_ONLY)
    image: FileRef | FolderRef
    mask: FileRef | FolderRef
    label: int
    parameters: Mapping[str, object]
    picture: str
    reported: Mapping[str, tuple[float, float]]
    ends: tuple[float, float] | None
    roi: str | None = None

    @property
    def title(self) -> str:
        return self.case

    def run(self) -> dict:
        read = read_pair(self.image.path, self.mask.path, self.roi, self.label)
        levels = np.sort(grey_levels(read.image, read.mask, self.label, self.parameters, self.picture))
        found: dict = {"below": None, "above": None}
        if self.reported:
            found |= matching(levels, self.reported, image_operations().getBinEdges)
        if self.ends:
            lower, higher = levels[levels < self.ends[0]], levels[levels > self.ends[1]]
            found["below"] = float(lower[-1]) if lower.size else None
            found["above"] = float(higher[0]) if higher.size else None
            found |= {"mean": float(np.mean(levels)), "deviation": float(np.std(levels))}
        return found


@dataclass(frozen=True)
class Labels(Job):
    """The labels in a mask: ``run`` gives ``labels``, but for the background."""

    revision: ClassVar[int] = 1
    libraries: ClassVar[tuple[str, ...]] = ("SimpleITK", "pydicom")

    case: str = field(metadata=NAME_ONLY)
    image: FileRef | FolderRef
    mask: FileRef | FolderRef
    roi: str | None = None

    def run(self) -> dict:
        values = np.unique(read_pair(self.image.path, self.mask.path, self.roi).mask.voxels)
        return {"labels": [int(value) for value in values if value > 0 and value == int(value)]}


def grey_levels(image: Volume, mask: Volume, label: int, parameters: Mapping, picture: str) -> np.ndarray:
    """Grey levels in the ROI, by pyradiomics' own preprocessing and filters.

    Returns
    -------
    ndarray
        Shape (voxels,), in the pixel type that the feature classes get.

    Raises
    ------
    JobFailed
        If pyradiomics refuses the case, or makes no such picture.
    """
    pixels, marked = to_itk(image), to_itk(mask)
    unbinned = {name: value for name, value in (parameters.get("setting") or {}).items() if name != "binCount"}
    try:
        own, operations = extractor({**parameters, "setting": unbinned}), image_operations()
        settings = own.settings | {"label": label}
        pixels, marked = own.loadImage(pixels, marked, None, **settings)
        _, corrected = operations.checkMask(pixels, marked, **settings)
        marked = marked if corrected is None else corrected
        if settings.get("resegmentRange") is not None:
            marked = operations.resegmentMask(pixels, marked, **settings)
        inside = from_itk(marked).voxels == label
        for kind, customised in own.enabledImagetypes.items():
            for made, title, _ in getattr(operations, f"get{kind}Image")(pixels, marked, **(settings | customised)):
                if title == picture:
                    return from_itk(made).voxels[inside]
    except REFUSALS as fault:
        refuse_memory(fault)
        raise JobFailed(f"pyradiomics refuses it: {itk_reason(fault)}") from fault
    finally:
        quiet_itk()  # the extractor's tolerance holds for the whole process
    raise JobFailed(f"these parameters make no image {picture}")
