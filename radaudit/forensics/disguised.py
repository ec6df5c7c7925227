"""Columns among the features that are the outcome under another name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import comb

import numpy as np

FEWEST = 5  # cases of each class, before a complete separation says anything


@dataclass(frozen=True)
class Disguised:
    """A column that gives the outcome away.

    Attributes
    ----------
    column
        Its position.
    kind
        "function": one value for each outcome. "copy": the outcome itself, shifted and scaled. "separates": all cases
        with the event are above, or below, all others.
    p
        Chance that some column of the table separates the classes so, if none had to do with the outcome.
    rows
        How many have both.
    """

    column: int
    kind: str
    p: float
    rows: int


def disguised(values: np.ndarray, targets: np.ndarray, is_class: bool) -> tuple[Disguised, ...]:
    """Columns that give the outcome away, by position.

    Parameters
    ----------
    values
        float64, shape (cases, features).
    targets
        The outcome as numbers, shape (cases, k): the class, the value, or time and event; nan where unknown.
    is_class
        Whether the first column of `targets` names a class.
    """
    found = []
    for column in range(values.shape[1]):
        for target in targets.T:
            both = np.isfinite(values[:, column]) & np.isfinite(target)
            kind, p = _kind(values[both, column], target[both], is_class)
            if kind:
                found.append(Disguised(column, kind, min(1.0, p * values.shape[1]), int(both.sum())))
                break
    return tuple(found)


def _kind(own: np.ndarray, target: np.ndarray, is_class: bool) -> tuple[str, float]:
    classes, counts = np.unique(target, return_counts=True)
    if len(own) < 2 * FEWEST or len(classes) < 2 or np.ptp(own) == 0:
        return "", 1.0
    if not is_class:
        two = len(classes) == 2
        alike = abs(np.corrcoef(_spread(own), _spread(target))[0, 1]) > 1 - 1e-10
        return ("copy" if alike and (not two or len(np.unique(own)) == 2) else "", 0.0)
    if counts.min() < FEWEST:
        return "", 1.0
    groups = [own[target == code] for code in classes]
    if all(np.ptp(group) == 0 for group in groups) and len(np.unique(own)) == len(classes):
        return "function", 2 / comb(len(own), int(counts[0]))
    if len(groups) == 2 and (groups[0].max() < groups[1].min() or groups[1].max() < groups[0].min()):
        return "separates", 2 / comb(len(own), int(counts[0]))
    return "", 1.0


def _spread(own: np.ndarray) -> np.ndarray:
    return (own - own.mean()) / (np.abs(own - own.mean()).max() or 1.0)


def named_like(names: Sequence[str], outcome: str) -> list[int]:
    """Columns with the name of the outcome, or one that features never have."""
    words = {"label", "target", "outcome", "event", "class", "diagnosis", "survival", "death", "recurrence", "response"}
    words.add(outcome.casefold())
    return [column for column, name in enumerate(names) if name.casefold() in words]
