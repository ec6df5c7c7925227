"""Patients by hand, for tests of checks that ask who is who and who was drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import SimpleNamespace

import numpy as np

from radaudit.evidence.patients import Patients
from radaudit.study.manifest import CohortInfo


def some_patients(
    ids: Sequence[str],
    sets: Sequence[str | None],
    numbers: Mapping[str, Sequence[float]] | None = None,
    groups: Mapping[str, Sequence[int]] | None = None,
    outcome: str = "",
    features: np.ndarray | None = None,
) -> Patients:
    """One case each, all of one unknown site."""
    count = len(ids)
    return Patients(
        tuple(ids), tuple(range(count)), tuple(sets),
        {name: np.asarray(own, dtype=float) for name, own in (numbers or {}).items()},
        {name: np.asarray(own, dtype=int) for name, own in (groups or {}).items()},
        outcome, np.full(count, -1), np.full((count, 0), np.nan) if features is None else features,
    )  # fmt: skip


def declared(**split: object) -> SimpleNamespace:
    """A study of which only the split is looked at: ``declared(kind="random")``."""
    info = CohortInfo.model_validate(
        {
            "table": "cohort.csv",
            "case": "case",
            "split": {"column": "set", "train": ["train"], "test": ["test"]} | split,
        }
    )
    return SimpleNamespace(manifest=SimpleNamespace(cohort=info))
