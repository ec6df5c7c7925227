"""What may have flattered a model's figure, and how its runs look without it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from radaudit.core.finding import Tier
from radaudit.evidence.images import ImageIndex
from radaudit.evidence.near_duplicates import NearDuplicates
from radaudit.evidence.setups import ModelSetup
from radaudit.models.harmonised import Harmonise
from radaudit.models.request import Run
from radaudit.statistics.similar_rows import equal_rows

# What two cases may have in common, the mildest first; a pair counts where it is found first.
SHARED = {
    "patients": "shared patients",
    "images": "shared images of other patients",
    "rows": "equal rows of other patients",
    "copies": "near copies of images of other patients",
}
CHECKS = {
    "patients": "leakage/patient-overlap",
    "images": "leakage/identical-images",
    "rows": "leakage/duplicate-rows",
    "copies": "leakage/near-duplicate-images",
}
MADE_UP = "synthetic"  # rows that nobody was measured for; they are neither learnt from nor scored


@dataclass(frozen=True)
class Flaw:
    """One way in which the training rows knew about the rows that were scored.

    Attributes
    ----------
    name
        "patients", "images", "rows", "copies", "synthetic", or the kind of a step, such as "selection".
    label
        As people name it.
    found
        Who says so: a check that found it and where, or the authors.
    tier
        How sure that is. What a heuristic says is a suspicion: it is taken out apart from what is known.
    early
        Whether a step of the estimator is fitted on all rows, as long as the flaw is there.
    mend
        What else a run needs for the flaw to be gone: fields of `Run`, for what was done to the table itself.
    checks
        Names of the checks that tell of it.
    """

    name: str
    label: str
    found: str
    tier: Tier = Tier.PROVED
    early: bool = True
    mend: Mapping[str, object] = field(default_factory=dict, compare=False)
    checks: tuple[str, ...] = ()

    @property
    def of_rows(self) -> bool:
        """Whether it is mended by leaving training rows out."""
        return self.name in SHARED or self.name == MADE_UP

    @property
    def suspected(self) -> bool:
        """Whether nothing but a heuristic speaks for it."""
        return self.tier is Tier.HEURISTIC


def shared_with(
    own: ModelSetup, images: ImageIndex | None, near: NearDuplicates | None = None
) -> Mapping[str, np.ndarray]:
    """Who shares what: for each kind of `SHARED` a boolean matrix, shape (rows, rows).

    A pair that shares a patient is not counted again as sharing the image or the row.
    """
    digests = [
        images.cases[case].facts.get("digest") if images and case in images.cases else None for case in own.cases
    ]
    found = {"patients": _equal(own.patients), "images": _equal(digests), "rows": _equal_rows(own.setup.features)}
    found["copies"] = _pairs(own.cases, [(pair.one, pair.other) for pair in near.copies()] if near else [])
    counted = np.zeros_like(found["patients"])
    exclusive = {}
    for kind in SHARED:
        exclusive[kind] = found[kind] & ~counted
        counted |= found[kind]
    return exclusive


def flaws_of(own: ModelSetup, runs: Sequence[Run], shared: Mapping[str, np.ndarray]) -> tuple[Flaw, ...]:
    """The flaws of a model on the rows that these runs score: found in the rows, and declared by the authors."""
    declared = [Flaw(kind, f"{kind} on all rows", "declared: models[].fitted_on") for kind in own.early]
    return (*flaws_in_rows(runs, shared), *declared)


def flaws_in_rows(runs: Sequence[Run], shared: Mapping[str, np.ndarray]) -> tuple[Flaw, ...]:
    """What rows that are scored have in common with rows that are learnt from."""
    return tuple(
        Flaw(kind, label, f"found: {CHECKS[kind]}", early=False, checks=(CHECKS[kind],))
        for kind, label in SHARED.items()
        if any(shared[kind][np.ix_(run.fit, run.predict)].any() for run in runs)
    )


def without(runs: Sequence[Run], kept: Sequence[Flaw], taken: Sequence[Flaw], shared: Mapping) -> tuple[Run, ...]:
    """The same runs with some flaws taken out: rows left out of the training, steps fitted on training rows alone."""
    early = tuple(sorted(flaw.name for flaw in kept if flaw.early and not flaw.of_rows))
    mend: dict[str, object] = {}
    for name, value in (item for flaw in taken for item in flaw.mend.items()):
        mend[name] = value.joined(mend[name]) if isinstance(value, Harmonise) and name in mend else value
    made = []
    for run in runs:
        twin = np.zeros(len(run.fit), dtype=bool)
        for flaw in taken:
            if flaw.of_rows:
                twin |= shared[flaw.name][np.ix_(run.fit, run.predict)].any(axis=1)
        made.append(replace(run, fit=run.fit[~twin], early=early, **mend))
    return tuple(made)


def _equal(names: Sequence[str | None]) -> np.ndarray:
    """Pairs with the same name; nobody shares an unknown one."""
    known = np.array([name is not None for name in names])
    codes = np.unique(np.array([name or "" for name in names]), return_inverse=True)[1]
    return (codes[:, None] == codes) & known[:, None] & known & ~np.eye(len(codes), dtype=bool)


def _pairs(cases: Sequence[str], pairs: Sequence[tuple[str, str]]) -> np.ndarray:
    places = {case: row for row, case in enumerate(cases)}
    found = np.zeros((len(cases), len(cases)), dtype=bool)
    for one, other in pairs:
        if one in places and other in places:
            found[places[one], places[other]] = found[places[other], places[one]] = True
    return found


def _equal_rows(features: np.ndarray) -> np.ndarray:
    same = np.zeros((len(features), len(features)), dtype=bool)
    for one, other in equal_rows(features):
        same[one, other] = same[other, one] = True
    return same
