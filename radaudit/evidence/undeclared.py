"""Claims that do not come out as declared, tried again with steps fitted on all rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.core.step import evidence
from radaudit.evidence.claimed_aucs import ClaimedAuc
from radaudit.evidence.printed import PrintedClaim
from radaudit.evidence.scored_runs import ScoredRuns
from radaudit.evidence.setups import ModelSetup
from radaudit.models.request import STEP_KINDS, RunResult
from radaudit.models.rerun import run_all

IN_ONE_PROCESS = 100


@dataclass(frozen=True)
class Trial:
    """The analysis with some more steps fitted on all rows.

    Attributes
    ----------
    kinds
        Of these steps, beside those that the authors declare; empty for the analysis as declared.
    auc
        What it gives.
    """

    kinds: tuple[str, ...]
    auc: float


@dataclass(frozen=True)
class Undeclared:
    """One claim, as declared and in every way that the estimator's steps could have been fitted on all rows.

    Attributes
    ----------
    model, claim
        Whose, and the claim.
    problem
        Why it could not be tried; empty if it could.
    trials
        The declared analysis first. It is the only one where the claim comes out as declared.
    """

    model: str
    claim: PrintedClaim
    problem: str = ""
    trials: tuple[Trial, ...] = ()

    @property
    def declared(self) -> float:
        """AUC of the analysis as declared."""
        return self.trials[0].auc

    @property
    def matching(self) -> tuple[Trial, ...]:
        """Trials that give the claim as printed, those with the fewest steps first."""
        found = [trial for trial in self.trials if trial.auc in self.claim.printed]
        return tuple(sorted(found, key=lambda trial: len(trial.kinds)))


@evidence
def undeclared(claimed_aucs: tuple[ClaimedAuc, ...], compute: Compute) -> tuple[Undeclared, ...]:
    """Every claimed AUC of a model that can be run."""
    return tuple(_tried(claimed, compute) for claimed in claimed_aucs)


def _tried(claimed: ClaimedAuc, compute: Compute) -> Undeclared:
    if claimed.problem:
        return Undeclared(claimed.model, claimed.claim, claimed.problem)
    own, scored, claim = claimed.own, claimed.scored, claimed.claim
    first = _run(own, scored, [()], compute)[0]
    if isinstance(first, str):
        return Undeclared(own.name, claim, first)
    auc, results = first
    declared = Trial((), auc)
    kinds = [kind for kind in STEP_KINDS if kind in results[0].kinds and kind not in own.early]
    if declared.auc in claim.printed or not kinds:
        return Undeclared(own.name, claim, "", (declared,))
    subsets = [chosen for size in range(1, len(kinds) + 1) for chosen in combinations(kinds, size)]
    found = zip(subsets, _run(own, scored, subsets, compute), strict=True)
    trials = [Trial(chosen, made[0]) for chosen, made in found if not isinstance(made, str)]
    return Undeclared(own.name, claim, "", (declared, *trials))


def _run(
    own: ModelSetup, scored: ScoredRuns, subsets: list[tuple[str, ...]], compute: Compute
) -> list[tuple[float, list[RunResult]] | str]:
    """AUC and results with each subset of kinds early, or the problem."""
    runs = [replace(run, early=tuple(sorted({*run.early, *chosen}))) for chosen in subsets for run in scored.runs]
    [results] = run_all(compute.map, "Trying steps fitted on all rows", [(own.setup, runs)], IN_ONE_PROCESS)
    step, events, ones = len(scored.runs), own.target.astype(bool), np.ones((1, len(own.cases)))
    found = []
    for turn in range(len(subsets)):
        part = list(results[turn * step : (turn + 1) * step])
        problem = next((result.problem for result in part if result.problem), "")
        found.append(problem or (float(scored.auc([result.vector for result in part], events, ones)[0]), part))
    return found
