"""Whose outcomes a model's list of features goes with best."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.cohort import Outcome, Split
from radaudit.evidence.reported import FeatureTable
from radaudit.forensics.selection import Chosen, chosen_on
from radaudit.study.load import Study

LEARNT = ("train", "validation")


@evidence
def chosen_features(
    study: Study, reported: FeatureTable, split: Split, outcome: Outcome
) -> Mapping[str, Chosen | None]:
    """Each model's list of features beside as many best ones; None where they can't be compared."""
    lists = {own.name: own.features for own in study.manifest.models if isinstance(own.features, list)}
    if not lists:
        raise Unavailable("No model lists its features.", "Name them in 'models[].features'.")
    events = dict(zip(split.sets, outcome.events, strict=True))
    rows = [row for row, case in enumerate(reported.cases) if split.sets[case] is not None and events[case] is not None]
    happened = np.array([events[reported.cases[row]] for row in rows], dtype=bool)
    train = np.array([split.sets[reported.cases[row]] in LEARNT for row in rows], dtype=bool)
    found: dict[str, Chosen | None] = {}
    for name, features in lists.items():
        listed = np.array([reported.columns[own] for own in features if own in reported.columns], dtype=int)
        whole = len(listed) == len(features)
        found[name] = chosen_on(reported.values[rows], happened, train, listed) if whole else None
    return found
