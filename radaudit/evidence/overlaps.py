"""What lies in more than one set: patients, images, rows of features."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.images import ImageIndex
from radaudit.evidence.reported import FeatureTable
from radaudit.statistics.similar_rows import equal_rows

Shared = Mapping[Hashable, tuple[str, ...]]


@dataclass(frozen=True)
class Overlaps:
    """Cases that are the same and stand in different sets.

    Attributes
    ----------
    patients
        By patient id: the cases of a patient who is in more than one set.
    images
        By the digest of the voxels: the cases that show one image.
    rows
        By number: pairs of cases whose features are equal.
    """

    patients: Shared
    images: Shared
    rows: Shared

    def twins(self, kind: str, split: Split, learnt: str = "train") -> frozenset[str]:
        """Cases of the training set that have a twin in another set.

        Parameters
        ----------
        kind
            "patients", "images" or "rows".
        """
        groups = getattr(self, kind).values()
        return frozenset(case for group in groups for case in group if split.sets[case] == learnt)


@evidence
def overlaps(cohort: Cohort, split: Split, reported: FeatureTable | None, images: ImageIndex | None) -> Overlaps:
    """Everything that lies in more than one set."""
    several_sets(split)
    patients = {} if not any(cohort.patients) else shared_patients(cohort, split)
    return Overlaps(
        patients,
        shared_images(split, images) if images else {},
        dict(enumerate(shared_rows(split, reported))) if reported else {},
    )


def several_sets(split: Split) -> None:
    """Raise `Unavailable` where all cases are in one set."""
    if len(split.used) < 2:
        raise Unavailable("All cases are in one set.", "Name the values of the other sets in 'cohort.split'.")


def shared_patients(cohort: Cohort, split: Split) -> dict[str, tuple[str, ...]]:
    """Cases of each patient who is in more than one set, by patient."""
    return _shared(split, {case: cohort.patient(case) for case in cohort.cases})


def shared_images(split: Split, images: ImageIndex) -> dict[str, tuple[str, ...]]:
    """Cases with the same voxels in more than one set, by digest."""
    return _shared(split, {case: own.facts.get("digest") for case, own in images.cases.items()})


def shared_rows(split: Split, reported: FeatureTable) -> list[tuple[str, str]]:
    """Pairs of cases in different sets with the same value in every feature."""
    return [
        pair for a, b in equal_rows(reported.values) if apart(split, *(pair := (reported.cases[a], reported.cases[b])))
    ]


def apart(split: Split, one: str, two: str) -> bool:
    """Whether two cases are in different sets."""
    sets = (split.sets[one], split.sets[two])
    return None not in sets and sets[0] != sets[1]


def _shared(split: Split, identity: Mapping[str, str | None]) -> dict[str, tuple[str, ...]]:
    groups = defaultdict(list)
    for case, own in identity.items():
        if own is not None and split.sets[case]:
            groups[own].append(case)
    return {own: tuple(cases) for own, cases in groups.items() if len({split.sets[case] for case in cases}) > 1}
