"""The reported predictions beside those that come out again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from radaudit.core.step import evidence
from radaudit.evidence.predictions import Predictions
from radaudit.evidence.ways import WORDS, Way


@dataclass(frozen=True)
class Agreement:
    """One model, one way. Scores of several classes are set beside each other by the one that differs most.

    Attributes
    ----------
    model, by
        Whose; how the other scores were found, in words.
    cases, sets
        Of each pair of scores.
    reported, found
        float64, shape (cases,).
    allowed
        Half a unit of the last digit that each reported score was printed with; shape (cases,).
    spearman
        Rank correlation; None where one side is constant.
    """

    model: str
    by: str
    cases: tuple[str, ...]
    sets: tuple[str, ...]
    reported: np.ndarray = field(repr=False)
    found: np.ndarray = field(repr=False)
    allowed: np.ndarray = field(repr=False)
    spearman: float | None = None


@evidence
def agreements(predictions: Mapping[str, Predictions], ways: Mapping[str, tuple[Way, ...]]) -> tuple[Agreement, ...]:
    """Every pair of reported predictions and a way that scores the same cases again."""
    made = []
    for name, own in predictions.items():
        for way in ways.get(name, ()):
            alike = way.probabilities == own.probabilities and way.classes_only == own.classes_only
            if way.kind != "predictions" and not way.problem and alike and _comparable(own, way):
                pair = _pair(own, way)
                made += [pair] if pair else []
    return tuple(made)


def _comparable(own: Predictions, way: Way) -> bool:
    """Whether the first scores mean the same: a probability that stands for the risk is compared with its like."""
    return not own.ranked or own.horizons == way.horizons


def _pair(own: Predictions, way: Way) -> Agreement | None:
    rows = [row for row in own.rows if row.case in way.sets.get(row.set, {})]
    if not rows:
        return None
    reported = np.array([row.scores for row in rows])
    found = np.array([way.sets[row.set][row.case] for row in rows])
    if own.horizons or way.horizons:  # of a time to an event the risks alone
        reported, found = reported[:, :1], found[:, [-1 if own.ranked else 0]]
    worst = np.abs(reported - found).argmax(axis=1)
    at = (np.arange(len(rows)), worst)
    reported, found = reported[at], found[at]
    return Agreement(
        own.model,
        WORDS[way.kind],
        tuple(row.case for row in rows),
        tuple(row.set for row in rows),
        reported,
        found,
        own.resolution.half_units(reported),
        _spearman(reported, found),
    )


def _spearman(first: np.ndarray, second: np.ndarray) -> float | None:
    from scipy.stats import rankdata

    ranks = [rankdata(own) for own in (first, second)]
    if any(np.ptp(own) == 0 for own in ranks):
        return None
    return float(np.corrcoef(*ranks)[0, 1])
