"""Which small cubes of a cohort are pictures of one thing: the job that compares all with all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from radaudit.compute.job import Job
from radaudit.images.alignment import aligned
from radaudit.images.fingerprint import cube_of
from radaudit.images.orientations import in_words, turns, upright
from radaudit.images.screening import candidates

KEPT = 5  # most similar others of each image, that are laid on it


@dataclass(frozen=True)
class Match(Job):
    """The most similar pairs of a cohort.

    ``run`` gives ``pairs``: of each the places of both in `cubes`, their correlation once one is laid on the other, and
    in words how the second was turned. Every image is in as many pairs as are needed to know its usual likeness to
    others, whether it has a copy or not.

    Attributes
    ----------
    view
        What the cubes show.
    cubes
        As `images.fingerprint.Fingerprint` gives them.
    patients, images
        A number for each cube. Cubes with the same number are not compared: one patient, or equal voxels.
    """

    view: str
    cubes: tuple[str, ...]
    patients: tuple[int, ...]
    images: tuple[int, ...]

    @property
    def title(self) -> str:
        return self.view

    def run(self) -> dict:
        if len(self.cubes) < 2:
            return {"pairs": []}
        cubes, taken = upright(np.stack([cube_of(text) for text in self.cubes]))
        found = candidates(cubes, np.array([self.patients, self.images]), KEPT)
        correlation, linear = aligned(cubes, found.first, found.second, turns()[found.turn])
        linear = taken[found.second] @ linear @ taken[found.first].transpose(0, 2, 1)
        rows = zip(found.first, found.second, correlation, linear, strict=True)
        return {"pairs": [[int(a), int(b), round(float(r), 6), in_words(turn)] for a, b, r, turn in rows]}
