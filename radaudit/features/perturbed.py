"""The features of a case as they come out when it is imaged, or drawn, a little differently."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import ClassVar

import numpy as np

from radaudit.compute.digest import FileRef, FolderRef, digest
from radaudit.compute.job import NAME_ONLY, Job
from radaudit.core.errors import JobFailed
from radaudit.features.chain import Chain, Step
from radaudit.features.fast.region import Box, box_of
from radaudit.features.many import extract_many
from radaudit.features.placing import apart_by, is_resampled
from radaudit.features.radiomics import Extract
from radaudit.images.inspect import roi_of
from radaudit.images.itk import TOLERANCE
from radaudit.images.placement import placed
from radaudit.images.read import Pair, read_pair
from radaudit.images.volume import Volume

NEAR = 12.0  # mm around the ROI in which it may grow; supervoxels of 250 mm3 are 6 mm wide
WIDE = 25.0  # mm around the ROI in which the image is changed, as MIRP crops it
FILTERED = 12  # voxels that filters and interpolation reach, the slow decay of splines included
SIGMAS = 5  # of a Laplacian of Gaussian


@dataclass(frozen=True)
class ExtractPerturbed(Job):
    """All features of one case after a chain of perturbations, with the study's own parameters.

    ``run`` gives what `radiomics.Extract` gives. The image keeps its size, its geometry and its pixel type; what lies
    further than `WIDE` from the ROI stays as it is. A mask off the image's grid is placed on it first.
    """

    revision: ClassVar[int] = 1
    libraries: ClassVar[tuple[str, ...]] = Extract.libraries
    most_together: ClassVar[int] = 10

    case: str = field(metadata=NAME_ONLY)
    image: FileRef | FolderRef
    mask: FileRef | FolderRef
    label: int
    parameters: Mapping[str, object]
    chain: Chain
    roi: str | None = None
    exact: bool = False

    @property
    def title(self) -> str:
        return self.case

    @property
    def shares(self) -> Hashable:
        own = (self.image.sha256, self.mask.sha256, self.label, self.roi, self.exact)
        return (*own, digest(dict(self.parameters)))

    def run(self) -> dict:
        (found,) = self.run_together([self])
        if isinstance(found, JobFailed):
            raise found
        return found

    @classmethod
    def run_together(cls, jobs: Sequence[ExtractPerturbed]) -> list[dict | JobFailed]:
        own = jobs[0]
        try:
            read = _read(own.image, own.mask, own.roi, own.label)
        except JobFailed as failure:
            return [failure] * len(jobs)
        found = extract_chains(read.image, read.mask, own.label, own.parameters, [job.chain for job in jobs], own.exact)
        for result in found:
            if isinstance(result, dict):
                result["warnings"] = [*read.notes, *result["warnings"]]
        return found


@lru_cache(maxsize=1)  # the bundles of a case come one after the other
def _read(image: FileRef | FolderRef, mask: FileRef | FolderRef, roi: str | None, label: int) -> Pair:
    return read_pair(image.path, mask.path, roi, label)


def extract_chains(
    image: Volume, mask: Volume, label: int, parameters: Mapping, chains: Sequence[Chain], exact: bool = False
) -> list[dict | JobFailed]:
    """Features after each of some chains, those on the same image extracted together.

    Returns
    -------
    list
        In the chains' order what `radiomics.extracted` gives, or the error that says why there is nothing.
    """
    groups: dict[tuple[Step, ...], list[int]] = {}
    for number, chain in enumerate(chains):
        groups.setdefault(chain.shared, []).append(number)
    results: dict[int, dict | JobFailed] = {}
    for numbers in groups.values():
        try:
            made = perturbed(image, mask, label, parameters, [chains[number] for number in numbers])
        except JobFailed as failure:
            results |= dict.fromkeys(numbers, failure)
            continue
        results |= {n: own for n, own in zip(numbers, made.masks, strict=True) if isinstance(own, JobFailed)}
        left = [number for number in numbers if number not in results]
        masks = [own for own in made.masks if isinstance(own, Volume)]
        if masks:
            found = extract_many(made.image, masks, label, made.parameters, exact)
            results |= dict(zip(left, found, strict=True))
    return [results[number] for number in range(len(chains))]


@dataclass(frozen=True)
class Made:
    """What chains made of a case: one image, its masks in the chains' order (or why there is none), the parameters."""

    image: Volume
    masks: tuple[Volume | JobFailed, ...]
    parameters: Mapping


def perturbed(
    image: Volume,
    mask: Volume,
    label: int,
    parameters: Mapping,
    chains: Sequence[Chain],
    reach: np.ndarray | None = None,
) -> Made:
    """Image and masks after some chains that change the image in the same way: the same voxels each time.

    Parameters
    ----------
    reach
        How far around the ROI the image is changed, mm along x, y, z; None: as far as features of `parameters` reach.

    Raises
    ------
    JobFailed
        If the case can't be perturbed at all.
    """
    steps, changed = chains[0].on("image"), parameters
    for step in chains[0].on("settings"):
        changed = step.own.apply(changed, image.spacing, step.size)
    if not steps and not any(chain.on("mask") for chain in chains):
        return Made(image, (mask,) * len(chains), changed)
    inside = on_image(image, mask, label, parameters.get("setting") or {})
    drawn = [redrawn(image, inside, chain) for chain in chains]
    volume = image
    try:
        if steps:
            volume, drawn = _imaged(image, inside, drawn, steps, _reach(image, parameters) if reach is None else reach)
    except JobFailed as failure:
        drawn = [failure] * len(chains)
    return Made(volume, tuple(_mask(image, own, label) for own in drawn), changed)


def on_image(image: Volume, mask: Volume, label: int, setting: Mapping) -> np.ndarray:
    """Where the ROI is in the image; bool. Index by index where the grids agree as the study's tolerance has it."""
    if image.voxels.ndim != 3 or mask.voxels.ndim != 3:
        raise JobFailed("only 3D images are changed")
    inside = roi_of(mask, label)
    tolerance = 1e-3 if is_resampled(setting) else float(setting.get("geometryTolerance") or TOLERANCE)
    if apart_by(image, mask, tolerance):
        inside = placed(image, mask, inside)
    if not inside.any():
        raise JobFailed("no voxel of the ROI lies in the image")
    return inside


def redrawn(image: Volume, inside: np.ndarray, chain: Chain) -> np.ndarray | JobFailed:
    """The ROI after the steps on the mask, worked out around it."""
    steps = chain.on("mask")
    if not steps:
        return inside
    near = _around(inside, image, NEAR).slices
    part, marks = replace(image, voxels=image.voxels[near]), inside[near]
    try:
        for step in steps:
            marks = step.own.apply(part, marks, step.size, step.seed)
    except JobFailed as failure:
        return failure
    result = np.zeros_like(inside)
    result[near] = marks
    return result


def _imaged(
    image: Volume, inside: np.ndarray, drawn: Sequence[np.ndarray | JobFailed], steps: Sequence[Step], reach: np.ndarray
) -> tuple[Volume, list[np.ndarray | JobFailed]]:
    """Image and ROIs after the steps on the image, worked out around the ROI as it was."""
    wide = _around(inside, image, reach).slices
    part = replace(image, voxels=np.ascontiguousarray(image.voxels[wide]))
    marks = [own[wide] for own in drawn if isinstance(own, np.ndarray)]
    for step in steps:
        part, marks = step.own.apply(part, marks, step.size, step.seed)
    voxels = image.voxels.copy()
    voxels[wide] = part.voxels
    left = iter(marks)
    return replace(image, voxels=voxels), [
        own if isinstance(own, JobFailed) else _pasted(inside.shape, wide, next(left)) for own in drawn
    ]


def _pasted(shape: tuple[int, ...], where: tuple[slice, ...], marks: np.ndarray) -> np.ndarray:
    result = np.zeros(shape, bool)
    result[where] = marks
    return result


def _reach(image: Volume, parameters: Mapping) -> np.ndarray:
    """How far around the ROI the image plays a part; mm along x, y, z."""
    setting = parameters.get("setting") or {}
    new = np.atleast_1d(np.array(setting.get("resampledPixelSpacing") or 0.0, dtype=float))
    laplacian = (parameters.get("imageType") or {}).get("LoG") or {}
    sigma = max((float(own) for own in laplacian.get("sigma") or ()), default=0.0)
    return np.maximum(FILTERED * np.maximum(new, image.spacing), max(WIDE, SIGMAS * sigma))


def _around(inside: np.ndarray, image: Volume, reach: np.ndarray | float) -> Box:
    """The ROI's box and so many mm around it (along x, y, z), as far as the image goes."""
    box = box_of(inside)
    margin = np.ceil(np.broadcast_to(reach, 3) / np.array(image.spacing)).astype(int)[::-1]
    low, high = np.maximum(np.array(box.low) - margin, 0), np.minimum(np.array(box.high) + margin, inside.shape)
    return Box(tuple(map(int, low)), tuple(map(int, high)))


def _mask(image: Volume, inside: np.ndarray | JobFailed, label: int) -> Volume | JobFailed:
    if isinstance(inside, JobFailed):
        return inside
    if not inside.any():
        return JobFailed("no voxel of the ROI is left")
    kind = np.min_scalar_type(label)
    return replace(image, voxels=inside.astype(kind) * kind.type(label), header={})
