"""The study's figure under other seeds: of the model, and of the folds."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.claimed_aucs import ClaimedAuc
from radaudit.evidence.printed import PrintedClaim
from radaudit.evidence.scored_runs import ScoredRuns, scored_runs
from radaudit.evidence.setups import ModelSetup, with_folds
from radaudit.models.rerun import run_all

IN_ONE_PROCESS = 105  # of five folds: all in one


@dataclass(frozen=True)
class OtherSeeds:
    """One claim under other seeds.

    Attributes
    ----------
    model, claim
        Whose, and the claim.
    problem
        Why it could not be done; empty if it could.
    own
        AUC with the study's own seeds.
    others
        AUC with each other seed.
    varied
        What was seeded anew: "the model" or "the model and the folds".
    """

    model: str
    claim: PrintedClaim
    problem: str = ""
    own: float = float("nan")
    others: tuple[float, ...] = ()
    varied: str = ""


@evidence
def other_seeds(claimed_aucs: tuple[ClaimedAuc, ...], auditor: Auditor, compute: Compute) -> tuple[OtherSeeds, ...]:
    """Every claimed AUC of a model that can be run, with other seeds."""
    return tuple(_seeded(claimed, auditor, compute) for claimed in claimed_aucs)


def _seeded(claimed: ClaimedAuc, auditor: Auditor, compute: Compute) -> OtherSeeds:
    if claimed.problem:
        return OtherSeeds(claimed.model, claimed.claim, claimed.problem)
    own, scored, claim = claimed.own, claimed.scored, claimed.claim
    variants, varied = _variants(own, claim.claim.set, scored, auditor)
    runs = [run for variant in variants for run in variant.runs]
    [results] = run_all(compute.map, "Fitting with other seeds", [(own.setup, runs)], IN_ONE_PROCESS)
    broken = next((result.problem for result in results if result.problem), "")
    if broken:
        return OtherSeeds(own.name, claim, broken)
    events, ones, left = own.target.astype(bool), np.ones((1, len(own.cases))), iter(results)
    aucs = [float(v.auc([next(left).vector for _ in v.runs], events, ones)[0]) for v in variants]
    return OtherSeeds(own.name, claim, "", aucs[0], tuple(aucs[1:]), varied)


def _variants(own: ModelSetup, name: str, scored: ScoredRuns, auditor: Auditor) -> tuple[list[ScoredRuns], str]:
    """The study's own runs first, then those with other seeds."""
    drawn = name == "cv" and own.info.cv is not None and own.info.cv.column is None and own.info.cv.seed is not None
    variants = [scored]
    for turn in range(1, auditor.effort.seeds + 1):
        again = scored
        if drawn:
            cv = own.info.cv.model_copy(update={"seed": own.info.cv.seed + turn})
            moved = with_folds(replace(own, info=own.info.model_copy(update={"cv": cv})), None)
            again, _ = scored_runs(moved, name, auditor.seed)
        again = replace(again, runs=tuple(replace(run, seed=auditor.seed + turn, reseed=True) for run in again.runs))
        variants.append(again)
    return variants, "the model and the folds" if drawn else "the model"
