"""One case under each of pyradiomics' geometry settings: do they give the same answer?

A mask off its image's grid is refused by default, resampled by place with correctMask, and taken index by index with a
large geometryTolerance. The last two give numbers without a word, and not the same ones. When the study resamples,
neither setting does anything: the mask is taken by place. What is then compared instead is the mask under its image's
header, as it comes out of tools that handle arrays only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import ClassVar

import numpy as np

from radaudit.compute.digest import FileRef, FolderRef
from radaudit.compute.job import NAME_ONLY, Job
from radaudit.core.errors import JobFailed
from radaudit.features.comparison import relative_deviation
from radaudit.features.names import parse_name
from radaudit.features.placing import is_resampled
from radaudit.features.radiomics import recorded
from radaudit.images.inspect import roi_of
from radaudit.images.placement import offset, positions
from radaudit.images.read import read_pair
from radaudit.images.volume import Volume

STRICT, BY_PLACE, TOLERANT, BY_INDEX = "strict", "correctMask", "tolerance", "by index"
WIDE = 1e6  # a geometryTolerance that lets everything pass; studies in the wild set 100 to 10000

# What a regime sets, and a crop that would hide where the ROI was found; `label` is given to each extraction.
_OWN = ("correctMask", "geometryTolerance", "preCrop", "label", "additionalInfo")
_SETTINGS: Mapping[str, Mapping[str, object]] = {
    STRICT: {},
    BY_PLACE: {"correctMask": True},
    TOLERANT: {"geometryTolerance": WIDE},
    BY_INDEX: {},
}
# Enough to tell two masks apart by where they lie, by their form, and by the texture under them.
_CLASSES = {"shape": [], "firstorder": [], "glcm": []}


@dataclass(frozen=True)
class Triad(Job):
    """A decisive set of features of one case, under each of pyradiomics' geometry settings.

    ``run`` gives ``offset_mm`` and ``offset_voxels`` (how far the ROI lies from the image's voxels of the same indices;
    None where there are none) and ``answers``: by regime either ``refusal`` (pyradiomics' own words) or ``features``,
    ``voxels`` of the ROI, and the ``centre`` of the image's voxels that were taken (mm).

    Attributes
    ----------
    parameters
        As `decisive` gives them.
    """

    revision: ClassVar[int] = 1
    libraries: ClassVar[tuple[str, ...]] = ("pyradiomics-bhklab", "SimpleITK", "numpy", "pydicom")

    case: str = field(metadata=NAME_ONLY)
    image: FileRef | FolderRef
    mask: FileRef | FolderRef
    label: int
    parameters: Mapping[str, object]
    roi: str | None = None

    @property
    def title(self) -> str:
        return self.case

    def run(self) -> dict:
        read = read_pair(self.image.path, self.mask.path, self.roi, self.label)
        image, mask = read.image, read.mask
        inside = roi_of(mask, self.label)
        regimes = [STRICT, BY_PLACE, TOLERANT]
        if is_resampled(self.parameters["setting"]) and image.size == mask.size:
            regimes.append(BY_INDEX)
        answers = {regime: _answer(regime, image, mask, self.label, self.parameters) for regime in regimes}
        apart = offset(image, mask, inside) if image.size == mask.size else (None, None)
        return {"offset_mm": apart[0], "offset_voxels": apart[1], "answers": answers}


def decisive(parameters: Mapping) -> dict:
    """The study's parameters, cut down to the original image and to the classes that tell masks apart."""
    kept = {name: value for name, value in (parameters.get("setting") or {}).items() if name not in _OWN}
    original = (parameters.get("imageType") or {}).get("Original") or {}
    return {
        "imageType": {"Original": dict(original)},
        "featureClass": {name: list(own) for name, own in _CLASSES.items()},
        "setting": kept,
    }


def differences(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    """How far two answers are apart.

    Returns
    -------
    dict
        By class: the median over its features of the relative difference, which single features near zero don't sway.
    """
    classes: dict[str, list[float]] = {}
    for name in one.keys() & other.keys():
        apart = float(relative_deviation(np.float64(one[name]), np.float64(other[name])))
        parts = parse_name(name)
        classes.setdefault(parts.kind if parts else "", []).append(0.0 if np.isnan(apart) else apart)
    return {kind: float(np.median(values)) for kind, values in sorted(classes.items())}


def _answer(regime: str, image: Volume, mask: Volume, label: int, parameters: Mapping) -> dict:
    if regime == BY_INDEX:
        mask = replace(mask, spacing=image.spacing, origin=image.origin, direction=image.direction)
    setting = {**parameters["setting"], **_SETTINGS[regime]}
    try:
        features, notes = recorded(image, mask, label, {**parameters, "setting": setting})
    except JobFailed as fault:
        return {"refusal": str(fault)}
    made = next((kind for kind in ("interpolated", "corrected") if f"Mask-{kind}_VoxelNum" in notes), "original")
    if made == "original":  # taken index by index, wherever the mask's header puts it
        centre = positions(image, np.array([notes["Mask-original_CenterOfMassIndex"]]))[0]
    else:
        centre = notes[f"Mask-{made}_CenterOfMass"]
    return {
        "features": features,
        "voxels": int(notes[f"Mask-{made}_VoxelNum"]),
        "centre": [float(part) for part in centre],
    }
