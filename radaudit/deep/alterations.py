"""What is done to a case before it becomes a network's input: perturbations, and controls that erase or shuffle."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from radaudit.core.errors import JobFailed
from radaudit.deep.recipe import Recipe
from radaudit.features.chain import Chain
from radaudit.features.controls.control import controlled, in_words
from radaudit.features.perturbed import WIDE, on_image, perturbed
from radaudit.images.volume import Volume
from radaudit.study.geometry_steps import Crop
from radaudit.study.intensity_steps import MinMax, Percentile, ZScore

SHELL = 5.0  # mm around the ROI whose median stands for what surrounds it
_EVERYWHERE = 1e6  # mm


@dataclass(frozen=True)
class Perturbed:
    """The case imaged or drawn a little differently; chains of steps on mask and image."""

    chain: Chain

    def __post_init__(self) -> None:
        if self.chain.on("settings"):
            raise ValueError("a network's input has no extraction settings to perturb; change its recipe instead")

    @property
    def words(self) -> str:
        """What is done, for people."""
        return self.chain.words


@dataclass(frozen=True)
class Controlled:
    """A region's voxels filled anew, as `features.controls` does; `seed` is drawn before the work."""

    control: str
    seed: tuple[int, ...]

    @property
    def words(self) -> str:
        """What is done, for people."""
        return in_words(self.control)


@dataclass(frozen=True)
class Erased:
    """The ROI, or everything but the ROI, replaced by one value: the median of the voxels up to 5 mm around the ROI.

    An erased ROI leaves its surroundings, an erased background the ROI. Nothing is drawn.
    """

    part: Literal["roi", "background"]

    @property
    def words(self) -> str:
        """What is done, for people."""
        what = "the ROI" if self.part == "roi" else "everything outside of the ROI"
        return f"{what} replaced by the median of what surrounds the ROI"


Alteration = Perturbed | Controlled | Erased


def after(
    image: Volume, mask: Volume | None, label: int, alterations: Sequence[Alteration | None], recipe: Recipe
) -> list[tuple[Volume, Volume | None] | JobFailed]:
    """Image and mask after each of some alterations; the originals stay as they are.

    Parameters
    ----------
    alterations
        Chains that change the image in the same way share it. None: nothing is done.
    recipe
        What comes next: as far as it looks, the image is changed.

    Returns
    -------
    list
        In the order of the alterations; for one that can't be done the error that says why.
    """
    if mask is None:
        lacking = JobFailed("a case is changed in or around its ROI, and this one has no mask")
        return [(image, None) if own is None else lacking for own in alterations]
    results: dict[int, tuple[Volume, Volume | None] | JobFailed] = {}
    groups: dict[tuple, list[int]] = {}
    for number, own in enumerate(alterations):
        if isinstance(own, Perturbed):
            groups.setdefault(own.chain.shared, []).append(number)
        else:
            results[number] = _alone(image, mask, label, own)
    for numbers in groups.values():
        results |= dict(
            zip(numbers, _together(image, mask, label, [alterations[n] for n in numbers], recipe), strict=True)
        )
    return [results[number] for number in range(len(alterations))]


def _together(
    image: Volume, mask: Volume, label: int, chained: Sequence[Perturbed], recipe: Recipe
) -> list[tuple[Volume, Volume] | JobFailed]:
    try:
        made = perturbed(image, mask, label, {}, [own.chain for own in chained], reach_of(recipe, image))
    except JobFailed as failure:
        return [failure] * len(chained)
    return [own if isinstance(own, JobFailed) else (made.image, own) for own in made.masks]


def _alone(image: Volume, mask: Volume, label: int, own: Alteration | None) -> tuple[Volume, Volume] | JobFailed:
    if own is None:
        return image, mask
    try:
        inside = on_image(image, mask, label, {})
        if isinstance(own, Controlled):
            return controlled(image, inside, own.control, own.seed), mask
        return erased(image, inside, own.part), mask
    except JobFailed as failure:
        return failure


def erased(image: Volume, inside: np.ndarray, part: str) -> Volume:
    """The image with one value in the ROI, or outside of it.

    Parameters
    ----------
    inside
        Where the ROI is; bool, of the image's shape.
    part
        "roi" or "background".

    Raises
    ------
    JobFailed
        If nothing surrounds the ROI.
    """
    around = _shell(image, inside)
    if not around.any():
        raise JobFailed("the ROI fills the image, so there is nothing around it to erase it with")
    value = image.voxels.dtype.type(np.median(image.voxels[around]))
    return replace(image, voxels=np.where(inside if part == "roi" else ~inside, value, image.voxels))


def _shell(image: Volume, inside: np.ndarray) -> np.ndarray:
    """Voxels outside of the ROI and at most `SHELL` away from it; at least its direct neighbours."""
    from scipy.ndimage import distance_transform_edt

    spacing = np.array(image.spacing[::-1])
    marked = np.argwhere(inside)
    margin = np.ceil(SHELL / spacing).astype(int) + 1
    low, high = np.maximum(marked.min(axis=0) - margin, 0), marked.max(axis=0) + 1 + margin
    window = tuple(slice(int(a), int(b)) for a, b in zip(low, high, strict=True))
    away = distance_transform_edt(~inside[window], sampling=spacing)
    found = np.zeros_like(inside)
    found[window] = (away > 0) & (away <= max(SHELL, float(spacing.min())))
    return found


def reach_of(recipe: Recipe, image: Volume) -> np.ndarray:
    """How far around the ROI a recipe looks, mm along x, y, z: a perturbed image must have no seam in what it takes."""
    crops = recipe.of(Crop)
    over_all = [step for step in recipe.of(ZScore) + recipe.of(Percentile) + recipe.of(MinMax) if step.over != "roi"]
    before = over_all and (not crops or recipe.steps.index(over_all[0]) < recipe.steps.index(crops[0]))
    if not crops or before or crops[0].mode == "middle":
        return np.full(3, _EVERYWHERE)
    crop, spacing = crops[0], np.array(image.spacing)
    for step in recipe.steps[: recipe.steps.index(crop)]:
        spacing = np.array(getattr(step, "spacing", spacing))
    if crop.mode == "bbox":
        longest = _EVERYWHERE if crop.cube else 0.0
        return np.full(3, WIDE + longest) + crop.margin_mm + crop.margin_voxels * spacing
    size = np.array([*crop.size, 1][:3])
    return WIDE + (size / 2 + np.abs(crop.shift)) * spacing.max()
