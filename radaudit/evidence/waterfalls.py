"""What is left of a claimed AUC when its flaws are taken out, one at a time and together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.claimed_aucs import ClaimedAuc
from radaudit.evidence.flaws import Flaw, flaws_of, shared_with, without
from radaudit.evidence.images import ImageIndex
from radaudit.evidence.printed import PrintedClaim
from radaudit.evidence.scored_runs import ScoredRuns
from radaudit.evidence.setups import ModelSetup
from radaudit.models.request import Run, RunResult
from radaudit.models.rerun import run_all
from radaudit.statistics.bootstrap import percentile_interval
from radaudit.statistics.interval import Interval
from radaudit.statistics.resampling import resampled_weights
from radaudit.statistics.shapley import in_order, shapley

EXACT = 5  # flaws up to which every combination is run: 32 of them
RESAMPLES = 1000
IN_ONE_PROCESS = 100
LEVEL = 0.95
STAND_IN = Flaw("stand-in", "stand-in for the selection", "the study names only the chosen features")


@dataclass(frozen=True)
class Cost:
    """What a flaw was worth.

    Attributes
    ----------
    flaw
        Which.
    worth
        AUC with it less AUC without it; positive where it flatters.
    """

    flaw: Flaw
    worth: Interval


@dataclass(frozen=True)
class Waterfall:
    """From a claim to what remains.

    Attributes
    ----------
    model, claim
        Whose, and the claim.
    problem
        Why there is none; empty if there is.
    rerun, clean
        AUC with all flaws, and with none.
    costs
        In the order in which they are drawn. With the gap of a stand-in they add up to ``rerun - clean``.
    fair
        Whether each cost is the mean over all orders of taking the flaws out (Shapley's); else they were taken out
        one after the other in the order given.
    total
        ``rerun - clean``, less the gap of a stand-in.
    left
        What could not be taken out, and why; sentences without a full stop.
    cases, events
        That were scored.
    """

    model: str
    claim: PrintedClaim
    problem: str = ""
    rerun: Interval | None = None
    clean: Interval | None = None
    costs: tuple[Cost, ...] = ()
    fair: bool = True
    total: Interval | None = None
    left: tuple[str, ...] = ()
    cases: int = 0
    events: int = 0


@evidence
def waterfalls(
    claimed_aucs: tuple[ClaimedAuc, ...], images: ImageIndex | None, auditor: Auditor, compute: Compute
) -> tuple[Waterfall, ...]:
    """Every claimed AUC of a model that can be run, with its flaws taken out."""
    ready = {claimed.model: claimed.own for claimed in claimed_aucs if claimed.own}
    shared = {name: shared_with(own, images) for name, own in ready.items()}
    return tuple(_waterfall(claimed, shared, auditor.seed, compute) for claimed in claimed_aucs)


def _waterfall(claimed: ClaimedAuc, shared_by: Mapping[str, Mapping], seed: int, compute: Compute) -> Waterfall:
    if claimed.problem:
        return Waterfall(claimed.model, claimed.claim, claimed.problem)
    own, scored, claim, shared = claimed.own, claimed.scored, claimed.claim, shared_by[claimed.model]
    flaws = flaws_of(own, scored.runs, shared)
    stand_in = _stands_in(own)
    settings = _subsets(len(flaws))
    runs = [
        without(scored.runs, [flaws[i] for i in kept], [f for i, f in enumerate(flaws) if i not in kept], shared)
        for kept in settings
    ]
    if stand_in:
        runs = [tuple(replace(run, **own.stand_in()) for run in group) for group in runs]
        runs.append(without(scored.runs, flaws, (), shared))  # as published: the features as listed
    results = _results(own, runs, compute)
    broken = next((result.problem for group in results for result in group if result.problem), "")
    if broken:
        return Waterfall(own.name, claim, broken)
    applied = set(results[len(settings) - 1][0].applied)
    return _measured(own, claim, scored, flaws, results, applied, seed)


def _results(own: ModelSetup, groups: Sequence[Sequence[Run]], compute: Compute) -> list[list[RunResult]]:
    """The results of groups of runs, in few processes; what may see all outcomes is kept from what may not."""
    results: dict[tuple[int, int], RunResult] = {}
    for sees_all in (True, False):
        places = [
            (g, r) for g, group in enumerate(groups) for r, run in enumerate(group) if bool(run.early) == sees_all
        ]
        wanted = [(own.setup, [groups[g][r] for g, r in places])]
        found = run_all(compute.map, "Taking out what flatters", wanted, IN_ONE_PROCESS) if places else [()]
        results |= dict(zip(places, found[0], strict=True))
    return [[results[g, r] for r in range(len(group))] for g, group in enumerate(groups)]


def _stands_in(own: ModelSetup) -> bool:
    return own.listed_on_all and len(own.setup.columns) > len(own.setup.listed)


def _subsets(flaws: int) -> list[tuple[int, ...]]:
    """Which flaws stay: all combinations, or one more at a time where these are too many; all of them last."""
    if flaws > EXACT:
        return [tuple(range(first, flaws)) for first in range(flaws, -1, -1)]
    return [tuple(i for i in range(flaws) if subset >> i & 1) for subset in range(2**flaws)]


def _measured(
    own: ModelSetup,
    claim: PrintedClaim,
    scored: ScoredRuns,
    flaws: tuple[Flaw, ...],
    results,
    applied: set[str],
    seed: int,
) -> Waterfall:
    """AUCs of all settings on the same resamples of the cases, patients kept whole."""
    events = own.target.astype(bool)
    rows = np.unique(np.concatenate([run.predict for run in scored.runs]))
    if min(events[rows].sum(), (~events[rows]).sum()) < 2:
        return Waterfall(own.name, claim, "the scored cases lack a class")
    patients = [own.patients[row] or own.cases[row] for row in rows]
    groups = patients if len(set(patients)) < len(patients) else None
    weights = np.zeros((RESAMPLES + 1, len(events)))
    weights[0] = 1  # the cases themselves
    weights[1:, rows] = np.concatenate(list(resampled_weights(len(rows), RESAMPLES, seed, events[rows], groups)))
    aucs = np.array([scored.auc([result.vector for result in group], events, weights) for group in results])
    gap = aucs[-1] - aucs[-2] if _stands_in(own) else None
    settings = aucs[:-1] if gap is not None else aucs
    fair = len(flaws) <= EXACT
    shares = shapley(settings) if fair else in_order(settings[::-1])
    costs = [Cost(flaw, _interval(share)) for flaw, share in zip(flaws, shares, strict=True)]
    gone = [flaw for flaw in flaws if not flaw.of_rows and flaw.name not in applied]
    costs = [cost for cost in costs if cost.flaw not in gone]
    return Waterfall(
        own.name,
        claim,
        "",
        _interval(aucs[-1]),
        _interval(settings[0]),
        (*([Cost(STAND_IN, _interval(gap))] if gap is not None else []), *costs),
        fair,
        _interval(settings[-1] - settings[0]),
        tuple(f"{flaw.label}: no step of the estimator does it, so it is in the table already" for flaw in gone),
        len(rows),
        int(events[rows].sum()),
    )


def _interval(values: np.ndarray) -> Interval:
    """The first is the estimate, the others are resamples."""
    draws = values[1:][np.isfinite(values[1:])]
    return percentile_interval(float(values[0]), draws, LEVEL, f"paired percentile bootstrap, {RESAMPLES} resamples")
