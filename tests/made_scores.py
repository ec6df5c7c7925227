"""Scores of made models, beside made outcomes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from radaudit.evidence.scored_sets import ScoredSet


def a_scored_set(
    scores, outcomes, name: str = "test", patients: Sequence | None = None, **changes: object
) -> ScoredSet:
    """Scores of the model m on the cases test0, test1, ..."""
    scores, outcomes = np.asarray(scores, dtype=float), np.asarray(outcomes, dtype=float)
    cases = tuple(f"{name}{row}" for row in range(len(scores)))
    groups = None if patients is None else np.asarray(patients)
    return ScoredSet("m", name, "predictions", cases, scores, outcomes, groups, **changes)


def risks(cases: int, slope: float = 1.0, shift: float = 0.0, apart: float = 1.5, seed: int = 0):
    """Predicted risks whose calibration slope and intercept are these (before chance), and what happened."""
    rng = np.random.default_rng(seed)
    logit = apart * rng.normal(size=cases)
    events = rng.random(cases) < 1 / (1 + np.exp(-(slope * logit + shift)))
    return 1 / (1 + np.exp(-logit)), events
