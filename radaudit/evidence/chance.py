"""What the study's analysis finds where there is nothing to find: outcomes dealt out anew."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.claimed_aucs import ClaimedAuc
from radaudit.evidence.printed import PrintedClaim
from radaudit.evidence.scored_runs import ScoredRuns
from radaudit.evidence.setups import ModelSetup
from radaudit.models.request import Run
from radaudit.models.rerun import run_all
from radaudit.statistics.permutation import PermutationTest, permutation_test

IN_ONE_PROCESS = 200


@dataclass(frozen=True)
class Chance:
    """The analysis behind one claim, done again on permuted outcomes.

    Attributes
    ----------
    model, claim
        Whose, and the claim.
    problem
        Why it could not be done; empty if it could.
    observed
        AUC of the re-run, on the true outcomes.
    permuted
        AUC of each permutation.
    test
        How often chance does as well.
    units
        What was permuted: "patients" or "cases".
    """

    model: str
    claim: PrintedClaim
    problem: str = ""
    observed: float = float("nan")
    permuted: tuple[float, ...] = ()
    test: PermutationTest | None = None
    units: str = "patients"


@evidence
def chance(claimed_aucs: tuple[ClaimedAuc, ...], auditor: Auditor, compute: Compute) -> tuple[Chance, ...]:
    """Every claimed AUC of a model that can be run, against the same analysis of permuted outcomes."""
    return tuple(_chance(claimed, auditor, compute) for claimed in claimed_aucs)


def _chance(claimed: ClaimedAuc, auditor: Auditor, compute: Compute) -> Chance:
    if claimed.problem:
        return Chance(claimed.model, claimed.claim, claimed.problem)
    own, scored, claim = claimed.own, claimed.scored, claimed.claim
    targets, units = permuted_targets(own, auditor.effort.permutations, auditor.seed)
    runs = [run for target in [None, *targets] for run in _with_target(scored, target)]
    [results] = run_all(compute.map, "Fitting on permuted outcomes", [(own.setup, runs)], IN_ONE_PROCESS)
    broken = next((result.problem for result in results if result.problem), "")
    if broken:
        return Chance(own.name, claim, broken)
    step, ones = len(scored.runs), np.ones((1, len(own.cases)))
    aucs = []
    for turn, target in enumerate([own.target, *targets]):
        scores = [result.vector for result in results[turn * step : (turn + 1) * step]]
        aucs.append(float(scored.auc(scores, target.astype(bool), ones)[0]))
    test = permutation_test(aucs[0], aucs[1:])
    return Chance(own.name, claim, "", aucs[0], tuple(aucs[1:]), test, units)


def _with_target(scored: ScoredRuns, target: np.ndarray | None) -> list[Run]:
    return [replace(run, target=target) for run in scored.runs]


def permuted_targets(own: ModelSetup, permutations: int, seed: int) -> tuple[list[np.ndarray], str]:
    """Outcomes dealt out anew to patients, with all their cases; to cases, where a patient has several outcomes.

    Returns
    -------
    tuple of (list of numpy.ndarray, str)
        Targets, shape (rows,), and what was permuted.
    """
    rng = np.random.default_rng(seed)
    names = [patient or f"case {case}" for patient, case in zip(own.patients, own.cases, strict=True)]
    patients, row = np.unique(np.array(names), return_inverse=True)
    outcome = np.zeros(len(patients))
    outcome[row] = own.target
    if (outcome[row] != own.target).any():
        return [rng.permutation(own.target) for _ in range(permutations)], "cases"
    return [rng.permutation(outcome)[row] for _ in range(permutations)], "patients"
