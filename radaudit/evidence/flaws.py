"""What may have flattered a model's figure, and how its runs look without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from radaudit.evidence.images import ImageIndex
from radaudit.evidence.setups import ModelSetup
from radaudit.models.request import Run
from radaudit.statistics.similar_rows import equal_rows

# What two cases may have in common, the mildest first; a pair counts where it is found first.
SHARED = {
    "patients": "shared patients",
    "images": "shared images of other patients",
    "rows": "equal rows of other patients",
}


@dataclass(frozen=True)
class Flaw:
    """One way in which the training rows knew about the rows that were scored.

    Attributes
    ----------
    name
        "patients", "images", "rows", or the kind of a step, such as "selection".
    label
        As people name it.
    found
        Who says so: a check that found it, or the authors.
    """

    name: str
    label: str
    found: str

    @property
    def of_rows(self) -> bool:
        """Whether it is mended by leaving training rows out."""
        return self.name in SHARED


def shared_with(own: ModelSetup, images: ImageIndex | None) -> Mapping[str, np.ndarray]:
    """Who shares what: for each kind of `SHARED` a boolean matrix, shape (rows, rows).

    A pair that shares a patient is not counted again as sharing the image or the row.
    """
    digests = [
        images.cases[case].facts.get("digest") if images and case in images.cases else None for case in own.cases
    ]
    found = {"patients": _equal(own.patients), "images": _equal(digests), "rows": _equal_rows(own.setup.features)}
    counted = np.zeros_like(found["patients"])
    exclusive = {}
    for kind in SHARED:
        exclusive[kind] = found[kind] & ~counted
        counted |= found[kind]
    return exclusive


def flaws_of(own: ModelSetup, runs: Sequence[Run], shared: Mapping[str, np.ndarray]) -> tuple[Flaw, ...]:
    """The flaws of a model on the rows that these runs score: found in the rows, and declared by the authors."""
    checks = {
        "patients": "leakage/patient-overlap",
        "images": "leakage/identical-images",
        "rows": "leakage/duplicate-rows",
    }
    in_rows = [
        Flaw(kind, label, f"found: {checks[kind]}")
        for kind, label in SHARED.items()
        if any(shared[kind][np.ix_(run.fit, run.predict)].any() for run in runs)
    ]
    declared = [Flaw(kind, f"{kind} on all rows", "declared: models[].fitted_on") for kind in own.early]
    return (*in_rows, *declared)


def without(runs: Sequence[Run], kept: Sequence[Flaw], taken: Sequence[Flaw], shared: Mapping) -> tuple[Run, ...]:
    """The same runs with some flaws taken out: rows left out of the training, steps fitted on training rows alone."""
    early = tuple(sorted(flaw.name for flaw in kept if not flaw.of_rows))
    made = []
    for run in runs:
        twin = np.zeros(len(run.fit), dtype=bool)
        for flaw in taken:
            if flaw.of_rows:
                twin |= shared[flaw.name][np.ix_(run.fit, run.predict)].any(axis=1)
        made.append(replace(run, fit=run.fit[~twin], early=early))
    return tuple(made)


def _equal(names: Sequence[str | None]) -> np.ndarray:
    """Pairs with the same name; nobody shares an unknown one."""
    known = np.array([name is not None for name in names])
    codes = np.unique(np.array([name or "" for name in names]), return_inverse=True)[1]
    return (codes[:, None] == codes) & known[:, None] & known & ~np.eye(len(codes), dtype=bool)


def _equal_rows(features: np.ndarray) -> np.ndarray:
    same = np.zeros((len(features), len(features)), dtype=bool)
    for one, other in equal_rows(features):
        same[one, other] = same[other, one] = True
    return same
