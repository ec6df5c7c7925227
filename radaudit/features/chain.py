"""Chains of perturbations: recorded values from which the same voxels can be made again."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

import numpy as np

from radaudit.core.registry import discover
from radaudit.features.perturbations.kind import Kind, Size

_ORDER = ("mask", "image", "settings")


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind of perturbation, by name."""
    return MappingProxyType(discover("radaudit.features.perturbations", "perturbation"))


@dataclass(frozen=True)
class Step:
    """One perturbation, as it was drawn.

    Attributes
    ----------
    kind
        Its name.
    size
        How much; what that means is told by the kind.
    seed
        Of what the kind itself draws.
    """

    kind: str
    size: Size
    seed: int = 0

    @property
    def own(self) -> Kind:
        """Its kind."""
        return kinds()[self.kind]

    @property
    def changes(self) -> bool:
        """Whether it does anything."""
        return self.size != self.own.none


@dataclass(frozen=True)
class Chain:
    """Perturbations one after the other: those of the mask, then those of the image, then those of the settings.

    Raises
    ------
    ValueError
        If they come in another order.
    """

    steps: tuple[Step, ...] = ()

    def __post_init__(self) -> None:
        ranks = [_ORDER.index(step.own.acts_on) for step in self.steps]
        if ranks != sorted(ranks):
            raise ValueError(f"a chain changes the {', then the '.join(_ORDER)}; not {self.words}")

    def on(self, target: str) -> tuple[Step, ...]:
        """The steps that act on the mask, the image or the settings, and do anything."""
        return tuple(step for step in self.steps if step.own.acts_on == target and step.changes)

    @property
    def shared(self) -> tuple[Step, ...]:
        """What it has in common with the chains that need the same image, extracted in the same way."""
        return (*self.on("image"), *self.on("settings"))

    @property
    def words(self) -> str:
        """What is done, for people."""
        return ", ".join(step.own.words(step.size) for step in self.steps) or "as it is"


# The kinds and how they are chained are those of Zwanenburg et al. 2019, doi:10.1038/s41598-018-36938-4; the sizes, of
# like magnitude, are radaudit's.
ANGLES = (8.0, -4.0, -12.0, 4.0, -8.0, 12.0)  # degrees
CORNERS = tuple(itertools.product((0.25, 0.75), repeat=3))  # of a voxel along x, y, z
VOLUMES = (-0.2, -0.1, 0.0, 0.1, 0.2)  # shares; each image is extracted with one ROI of each


def imaging(count: int) -> tuple[Chain, ...]:
    """Repeated imaging: the first so many of a series without end, so that a larger set holds the smaller one.

    Of the chains that Zwanenburg et al. tried, these agreed best with a second scan: noise, rotation, volume and
    contour (RNCV), and noise, translation, contour and volume (NTCV). They alternate, image by image; 30 of them are
    6 noisy images, 3 turned and 3 moved, with 5 ROIs each. Contours are drawn on the image as it was, and turned or
    moved with it; so one division into supervoxels serves all.
    """
    return tuple(_image_and_roi(*divmod(number, len(VOLUMES))) for number in range(count))


def _image_and_roi(image: int, roi: int) -> Chain:
    turn = image // 2
    corner = CORNERS[3 * turn % len(CORNERS)]  # by threes, so that the first few are far from each other
    place = Step("translation", corner) if image % 2 else Step("rotation", ANGLES[turn % len(ANGLES)])
    mask = (Step("contour", 1.0, 1), Step("volume", VOLUMES[roi], 2))
    return Chain((*mask, Step("noise", 1.0, 3 + image), place))


def settings() -> tuple[Chain, ...]:
    """The same images with other settings: narrower and wider bins, voxels a tenth larger and smaller, linear."""
    single = [("bins", 0.8), ("spacing", 1.1), ("bins", 1.25), ("spacing", 0.9), ("interpolator", "sitkLinear")]
    return tuple(Chain((Step(kind, size),)) for kind, size in single)


def drawn(chains: Sequence[Chain], seed: Sequence[int]) -> tuple[Chain, ...]:
    """The same chains with seeds of their own: steps on the image share one where the image is the same.

    Parameters
    ----------
    seed
        Of the audit and the case: noise of one case is no noise of another.
    """
    places: dict[tuple[Step, ...], int] = {}
    found = []
    for number, chain in enumerate(chains):
        image = places.setdefault(chain.shared, len(places))
        steps = [
            Step(step.kind, step.size, _seed(*seed, step.seed, number if step.own.acts_on == "mask" else image))
            for step in chain.steps
        ]
        found.append(Chain(tuple(steps)))
    return tuple(found)


def _seed(*parts: int) -> int:
    return int(np.random.SeedSequence(parts).generate_state(1)[0])
