"""Held-out predictions that move when something changes that they must not depend on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.core.errors import Unavailable
from radaudit.evidence.null_runs import heeds_split
from radaudit.evidence.probes import EQUAL, Key, Probed, Probes
from radaudit.study.cells import Altered

TEST_SETS = ("test", "external")


@dataclass(frozen=True)
class Moved:
    """What became of one model's predictions.

    Attributes
    ----------
    model
        Its name.
    problem
        Why nothing can be said; empty if something can.
    changed
        What was changed, in words.
    watched
        How many predictions must not move.
    moved
        Those that did: how far each score lies from what it was, by case; inf for a prediction that is gone.
    before, after
        Their scores.
    runs
        Of the model, all told.
    """

    model: str
    problem: str = ""
    changed: str = ""
    watched: int = 0
    moved: Mapping[str, float] = field(default_factory=dict)
    before: Mapping[str, float] = field(default_factory=dict)
    after: Mapping[str, float] = field(default_factory=dict)
    runs: int = 0


@dataclass(frozen=True)
class Change:
    """One altered study, and the predictions that must stay."""

    tables: tuple[Altered, ...]
    watched: Sequence[Key]


def moved_predictions(
    own: Probed, probes: Probes, changes: Sequence[Change], changed: str, compute: Compute, seed: int
) -> Moved:
    """Run a command on altered tables, each once, and see which predictions move that must not.

    Parameters
    ----------
    changes
        What is altered.
    changed
        The same in words.
    seed
        Of the probe for whether the command heeds the declared split.
    """
    if not own.steady:
        return Moved(own.name, "two runs on the same tables give different predictions; set its seeds")
    answers = probes.ask(own, [change.tables for change in changes], "Running commands on altered cases", compute)
    broken = next((answer.problem for answer in answers if answer.problem), "")
    if broken:
        return Moved(own.name, f"it broke on altered tables: {broken}")
    moved, before, after, runs = {}, {}, {}, 2 + len(changes)
    for change, answer in zip(changes, answers, strict=True):
        for key, distance in answer.moved(own.said, change.watched).items():
            if distance > EQUAL and distance > moved.get(key[0], 0.0):
                moved[key[0]], before[key[0]] = distance, own.said.scores[key][0]
                after[key[0]] = answer.scores[key][0] if key in answer.scores else np.nan
    watched = len({key for change in changes for key in change.watched})
    sets = {key[1] for change in changes for key in change.watched}
    if moved and (reason := heeds_split(own, probes, sorted(sets - {"cv"}), seed, compute)):
        return Moved(own.name, reason)
    return Moved(own.name, "", changed, watched, moved, before, after, runs)


def keys_of_test_cases(own: Probed, probes: Probes) -> list[Key]:
    """Its predictions of test cases.

    Raises
    ------
    Unavailable
        If there are none, or no declared split says that they are fixed.
    """
    if own.problem:
        raise Unavailable(own.problem)
    if probes.ground.split is None:
        raise Unavailable("the study declares no split ('cohort.split'), so that test cases may change with a run")
    found = own.keys(*TEST_SETS)
    if not found:
        raise Unavailable("its command predicts no case of a test set")
    return found
