"""The study's figure under other seeds: of the model, and of the folds."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.claimed_figures import ClaimedFigure
from radaudit.evidence.scored_runs import ScoredRuns, scored_runs
from radaudit.evidence.setups import ModelSetup, with_folds
from radaudit.models.side_by_side import Work, side_by_side

IN_ONE_PROCESS = 105  # of five folds: all in one


@dataclass(frozen=True)
class OtherSeeds:
    """One claim under other seeds. Figures as the claim's gauge shows them.

    Attributes
    ----------
    figure
        The claim.
    problem
        Why it could not be done; empty if it could.
    own
        The figure with the study's own seeds.
    others
        The figure with each other seed; those that give none are left out.
    varied
        What was seeded anew: "the model" or "the model and the folds".
    """

    figure: ClaimedFigure
    problem: str = ""
    own: float = float("nan")
    others: tuple[float, ...] = ()
    varied: str = ""


@evidence
def other_seeds(
    claimed_figures: tuple[ClaimedFigure, ...], auditor: Auditor, compute: Compute
) -> tuple[OtherSeeds, ...]:
    """Every claimed figure of a model that can be run, with other seeds."""
    works = [_seeded(claimed, auditor) for claimed in claimed_figures]
    return tuple(side_by_side(compute.map, "Fitting with other seeds", works, IN_ONE_PROCESS))


def _seeded(claimed: ClaimedFigure, auditor: Auditor) -> Work[OtherSeeds]:
    if claimed.problem:
        return OtherSeeds(claimed, claimed.problem)
    own = claimed.own
    variants, varied = _variants(own, claimed.set, claimed.scored, auditor)
    runs = [run for variant in variants for run in variant.runs]
    results = yield own.setup, runs
    if broken := claimed.lacks(results):
        return OtherSeeds(claimed, broken)
    left = iter(results)
    found = [replace(claimed, scored=v).of_all([next(left) for _ in v.runs]) for v in variants]
    others = tuple(figure for figure in found[1:] if np.isfinite(figure))
    if not np.isfinite(found[0]) or not others:
        return OtherSeeds(claimed, claimed.scored.undefined(claimed.gauge, results, own.target))
    return OtherSeeds(claimed, "", found[0], others, varied)


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
