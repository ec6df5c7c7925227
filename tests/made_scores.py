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


def timed_risks(cases: int, slope: float = 1.0, shift: float = 0.0, horizons=(1.0,), seed: int = 0):
    """Risks by these times, and times and events of cases some of which are censored.

    The log hazards are `slope` times those that the risks say, plus `shift` (before chance).
    """
    rng = np.random.default_rng(seed)
    said = rng.normal(-0.7, 0.8, cases)
    recurs = rng.exponential(np.exp(-(slope * said + shift)))
    left = rng.uniform(0.2, 4, cases)
    by_time = 1 - np.exp(-np.outer(np.exp(said), horizons))
    return said, np.column_stack([np.minimum(recurs, left), recurs <= left]), by_time


def a_timed_set(cases: int, *made, horizons=(1.0,), **changes: object) -> ScoredSet:
    """A set of `timed_risks`."""
    said, outcomes, by_time = timed_risks(cases, *made, horizons=horizons)
    more = {"probabilities": False, "horizons": horizons, "by_time": by_time}
    return a_scored_set(said, outcomes, **(more | changes))
