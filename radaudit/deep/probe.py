"""Whether a network gives the same features twice, and whether a case's features are its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from radaudit.compute.digest import FileRef, FolderRef
from radaudit.compute.job import Job
from radaudit.core.errors import JobFailed
from radaudit.deep.extract import ExtractDeep
from radaudit.deep.networks.pooling import Pool
from radaudit.deep.networks.spec import NetworkSpec
from radaudit.deep.recipe import Recipe

Case = tuple[FileRef | FolderRef, FileRef | FolderRef | None, int, str | None]  # image, mask, label, ROI's name


@dataclass(frozen=True)
class ProbeNetwork(Job):
    """One case several times: alone, alone again, and beside two other cases.

    ``run`` gives ``same_bits`` (alone, twice), and relative L2 distances: ``again`` (alone, twice), ``beside`` (beside
    one case and beside another, in batches of one size).

    Attributes
    ----------
    cases
        Three, whose inputs have one shape.
    """

    revision: ClassVar[int] = 1
    libraries: ClassVar[tuple[str, ...]] = ExtractDeep.libraries

    spec: NetworkSpec
    recipe: Recipe
    cases: tuple[Case, ...]
    layer: str = ""
    pool: Pool | None = None
    device: str = "cpu"

    @property
    def title(self) -> str:
        return self.spec.shown

    def run(self) -> dict:
        from radaudit.deep.networks.open import open_network

        first, second, third = self._inputs()
        if not first.shape == second.shape == third.shape:
            raise JobFailed("the inputs of three cases have different shapes, so they can't be put beside each other")
        with open_network(self.spec, self.device) as network:

            def features(*inputs: np.ndarray) -> np.ndarray:
                return np.array(network.features(np.stack(inputs), self.layer, self.pool)[0], dtype=float)

            alone, again = features(first), features(first)
            return {
                "same_bits": bool(np.array_equal(alone, again)),
                "again": _distance(alone, again),
                "beside": _distance(features(first, second), features(first, third)),
            }

    def _inputs(self) -> Iterator[np.ndarray]:
        from radaudit.deep.prepare import prepare
        from radaudit.images.read import read_pair

        for image, mask, label, roi in self.cases:
            read = read_pair(image.path, mask.path if mask else None, roi, label)
            yield prepare(read.image, read.mask, label, self.recipe)


def _distance(one: np.ndarray, other: np.ndarray) -> float:
    size = float(np.linalg.norm(one))
    apart = float(np.linalg.norm(one - other))
    return apart / size if size else float(apart > 0)
