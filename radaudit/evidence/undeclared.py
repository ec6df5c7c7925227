"""Claims that do not come out as declared, tried again with steps fitted on all rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.core.step import evidence
from radaudit.evidence.claimed_figures import ClaimedFigure
from radaudit.models.request import STEP_KINDS, RunResult
from radaudit.models.side_by_side import Work, side_by_side

IN_ONE_PROCESS = 100


@dataclass(frozen=True)
class Trial:
    """The analysis with some more steps fitted on all rows.

    Attributes
    ----------
    kinds
        Of these steps, beside those that the authors declare; empty for the analysis as declared.
    value
        What it gives, as the claim's gauge shows it.
    gives_the_claim
        Whether that is what is printed.
    """

    kinds: tuple[str, ...]
    value: float
    gives_the_claim: bool


@dataclass(frozen=True)
class Undeclared:
    """One claim, as declared and in every way that the estimator's steps could have been fitted on all rows.

    Attributes
    ----------
    figure
        The claim.
    problem
        Why it could not be tried; empty if it could.
    trials
        The declared analysis first. It is the only one where the claim comes out as declared.
    steps
        Kinds of the estimator's steps.
    """

    figure: ClaimedFigure
    problem: str = ""
    trials: tuple[Trial, ...] = ()
    steps: tuple[str, ...] = ()

    @property
    def declared(self) -> Trial:
        """The analysis as declared."""
        return self.trials[0]

    @property
    def matching(self) -> tuple[Trial, ...]:
        """Trials that give the claim as printed, those with the fewest steps first."""
        found = [trial for trial in self.trials if trial.gives_the_claim]
        return tuple(sorted(found, key=lambda trial: len(trial.kinds)))


@evidence
def undeclared(claimed_figures: tuple[ClaimedFigure, ...], compute: Compute) -> tuple[Undeclared, ...]:
    """Every claimed figure of a model that can be run.

    Jobs: one for each claim that does not come out as declared, with at most 31 runs of each training of the claim.
    """
    works = [_tried(claimed) for claimed in claimed_figures]
    return tuple(side_by_side(compute.map, "Running claims as declared, and otherwise", works, IN_ONE_PROCESS))


def _tried(claimed: ClaimedFigure) -> Work[Undeclared]:
    if claimed.problem:
        return Undeclared(claimed, claimed.problem)
    first = list((yield claimed.own.setup, claimed.scored.runs))
    if problem := claimed.lacks(first):
        return Undeclared(claimed, problem)
    declared = _trial(claimed, (), first)
    if not np.isfinite(declared.value):
        return Undeclared(claimed, claimed.scored.undefined(claimed.gauge, first, claimed.own.target))
    kinds = [kind for kind in STEP_KINDS if kind in first[0].kinds and kind not in claimed.own.early]
    if declared.gives_the_claim or not kinds:
        return Undeclared(claimed, "", (declared,), first[0].kinds)
    subsets = [chosen for size in range(1, len(kinds) + 1) for chosen in combinations(kinds, size)]
    found = zip(subsets, (yield from _run(claimed, subsets)), strict=True)
    trials = [_trial(claimed, chosen, results) for chosen, results in found if not claimed.lacks(results)]
    return Undeclared(claimed, "", (declared, *trials), first[0].kinds)


def _trial(claimed: ClaimedFigure, kinds: tuple[str, ...], results: list[RunResult]) -> Trial:
    value = claimed.of_all(results)
    # What is printed is the measure itself, which a distance from its best value does not tell.
    raw = claimed.scored.plain(claimed.gauge, results, claimed.own.target)
    return Trial(kinds, value, raw in claimed.claim.printed)


def _run(claimed: ClaimedFigure, subsets: list[tuple[str, ...]]) -> Work[list[list[RunResult]]]:
    """The results with each subset of kinds early."""
    step = len(claimed.scored.runs)
    runs = [
        replace(run, early=tuple(sorted({*run.early, *chosen}))) for chosen in subsets for run in claimed.scored.runs
    ]
    results = yield claimed.own.setup, runs
    return [list(results[turn * step : (turn + 1) * step]) for turn in range(len(subsets))]
