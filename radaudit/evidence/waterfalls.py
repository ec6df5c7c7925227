"""What is left of a claimed figure when its flaws are taken out, one at a time and together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.claimed_figures import ClaimedFigure
from radaudit.evidence.flaws import Flaw, flaws_of, shared_with, without
from radaudit.evidence.images import ImageIndex
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
        How much better the figure is with it than without it; positive where it flatters, errors too.
    """

    flaw: Flaw
    worth: Interval


@dataclass(frozen=True)
class Waterfall:
    """From a claim to what remains. Figures as the claim's gauge shows them.

    Attributes
    ----------
    figure
        The claim.
    problem
        Why there is none; empty if there is.
    rerun, clean
        The figure with all flaws, and with none.
    costs
        In the order in which they are drawn. With the gap of a stand-in they add up to how much better ``rerun`` is
        than ``clean``.
    fair
        Whether each cost is the mean over all orders of taking the flaws out (Shapley's); else they were taken out
        one after the other in the order given.
    total
        How much better ``rerun`` is than ``clean``, less the gap of a stand-in.
    nothing
        The figure, had the predictions that gave ``clean`` nothing to do with the outcomes.
    left
        What could not be taken out, and why; sentences without a full stop.
    cases, events
        That were scored; None for events where the task has none.
    fewer
        Share of the training rows that had to be left out; the model may be worse for that alone.
    """

    figure: ClaimedFigure
    problem: str = ""
    rerun: Interval | None = None
    clean: Interval | None = None
    costs: tuple[Cost, ...] = ()
    fair: bool = True
    total: Interval | None = None
    nothing: float = float("nan")
    left: tuple[str, ...] = ()
    cases: int = 0
    events: int | None = None
    fewer: float = 0.0


@evidence
def waterfalls(
    claimed_figures: tuple[ClaimedFigure, ...], images: ImageIndex | None, auditor: Auditor, compute: Compute
) -> tuple[Waterfall, ...]:
    """Every claimed figure of a model that can be run, with its flaws taken out."""
    ready = {claimed.model: claimed.own for claimed in claimed_figures if claimed.own}
    shared = {name: shared_with(own, images) for name, own in ready.items()}
    return tuple(_waterfall(claimed, shared, auditor.seed, compute) for claimed in claimed_figures)


def _waterfall(claimed: ClaimedFigure, shared_by: Mapping[str, Mapping], seed: int, compute: Compute) -> Waterfall:
    if claimed.problem:
        return Waterfall(claimed, claimed.problem)
    own, scored, shared = claimed.own, claimed.scored, shared_by[claimed.model]
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
    broken = next((problem for group in results if (problem := claimed.lacks(group))), "")
    if broken:
        return Waterfall(claimed, broken)
    applied = set(results[len(settings) - 1][0].applied)
    learnt, all_learnt = (sum(len(run.fit) for run in group) for group in (runs[0], scored.runs))
    return replace(_measured(claimed, flaws, results, applied, seed), fewer=1 - learnt / all_learnt)


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
    claimed: ClaimedFigure, flaws: tuple[Flaw, ...], results: Sequence[list[RunResult]], applied: set[str], seed: int
) -> Waterfall:
    """Figures of all settings on the same resamples of the cases, patients kept whole."""
    own, scored, gauge = claimed.own, claimed.scored, claimed.gauge
    rows = np.unique(np.concatenate([run.predict for run in scored.runs]))
    if own.setup.task == "binary" and min(own.target[rows].sum(), (1 - own.target[rows]).sum()) < 2:
        return Waterfall(claimed, "the scored cases lack a class")
    weights = _weights(own, rows, seed)
    figures = np.array([scored.figure(gauge, group, own.target, weights) for group in results])
    undefined = [group for group, found in zip(results, figures[:, 0], strict=True) if not np.isfinite(found)]
    if undefined:
        return Waterfall(claimed, scored.undefined(gauge, undefined[0], own.target))
    quality = gauge.quality(figures)
    gap = quality[-1] - quality[-2] if _stands_in(own) else None
    settings = quality[:-1] if gap is not None else quality
    fair = len(flaws) <= EXACT
    shares = shapley(settings) if fair else in_order(settings[::-1])
    costs = [Cost(flaw, _interval(share)) for flaw, share in zip(flaws, shares, strict=True)]
    gone = [flaw for flaw in flaws if not flaw.of_rows and flaw.name not in applied]
    costs = [cost for cost in costs if cost.flaw not in gone]
    return Waterfall(
        claimed,
        "",
        _interval(figures[-1]),
        _interval(figures[0]),
        (*([Cost(STAND_IN, _interval(gap))] if gap is not None else []), *costs),
        fair,
        _interval(settings[-1] - settings[0]),
        scored.by_chance(gauge, results[0], own.target, seed),
        tuple(f"{flaw.label}: no step of the estimator does it, so it is in the table already" for flaw in gone),
        len(rows),
        int(own.events[rows].sum()) if own.events is not None else None,
    )


def _weights(own: ModelSetup, rows: np.ndarray, seed: int) -> np.ndarray:
    """How often each row counts: once, then as often as each resample of the scored rows holds it.

    Shape (RESAMPLES + 1, rows). Classes keep their sizes; values and times are drawn from all rows.
    """
    strata = own.target[rows] if own.setup.task in ("binary", "multiclass") else None
    patients = [own.patients[row] or own.cases[row] for row in rows]
    groups = patients if len(set(patients)) < len(patients) else None
    weights = np.zeros((RESAMPLES + 1, len(own.cases)))
    weights[0] = 1
    weights[1:, rows] = np.concatenate(list(resampled_weights(len(rows), RESAMPLES, seed, strata, groups)))
    return weights


def _interval(values: np.ndarray) -> Interval:
    """The first is the estimate, the others are resamples."""
    draws = values[1:][np.isfinite(values[1:])]
    return percentile_interval(float(values[0]), draws, LEVEL, f"paired percentile bootstrap, {RESAMPLES} resamples")
