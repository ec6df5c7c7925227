"""What is left of a claimed figure when its flaws are taken out, one at a time and together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.claimed_figures import ClaimedFigure
from radaudit.evidence.flaws import MADE_UP, Flaw, without
from radaudit.evidence.forensics import Examined
from radaudit.evidence.found_flaws import EXACT, FoundFlaws, Ground, Kept
from radaudit.evidence.images import ImageIndex
from radaudit.evidence.matters import Matter
from radaudit.evidence.near_duplicates import NearDuplicates
from radaudit.evidence.preserved_outcome import takes_signal
from radaudit.evidence.setups import ModelSetup
from radaudit.models.request import Run, RunResult
from radaudit.models.side_by_side import Work, side_by_side
from radaudit.statistics.bootstrap import percentile_interval
from radaudit.statistics.interval import Interval
from radaudit.statistics.resampling import resampled_weights
from radaudit.statistics.shapley import in_order, shapley

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
    note
        What the reader must know of it.
    """

    flaw: Flaw
    worth: Interval
    note: str = ""


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
    suspicions
        What steps are worth that only a heuristic says were fitted on all rows: how much better the figure is with them
        than as it is declared, ``rerun``. No part of ``costs``.
    suspected
        The figure with all of these; None without any.
    suspicion
        How much better that is than ``clean``.
    met
        Whether ``suspected`` is the claim as it is printed, which ``rerun`` is not.
    aside
        Suspicions that something speaks against; sentences without a full stop.
    cases, events
        That were scored; None for events where the task has none.
    fewer
        Share of the training rows that had to be left out; the model may be worse for that alone.
    bound
        Whether ``clean`` is a lower bound: harmonised anew without the outcome, the features lose real signal too.
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
    suspicions: tuple[Cost, ...] = ()
    suspected: Interval | None = None
    suspicion: Interval | None = None
    met: bool = False
    aside: tuple[str, ...] = ()
    cases: int = 0
    events: int | None = None
    fewer: float = 0.0
    bound: bool = False


@evidence
def waterfalls(
    claimed_figures: tuple[ClaimedFigure, ...],
    images: ImageIndex | None,
    near_duplicates: NearDuplicates | None,
    testimony: tuple[Matter, ...] | None,
    examined: tuple[Examined, ...] | None,
    auditor: Auditor,
    compute: Compute,
) -> tuple[Waterfall, ...]:
    """Every claimed figure of a model that can be run, with its flaws taken out.

    Jobs: two for each claim, or one where it has no flaw; with up to 32 runs of each training of the claim.
    """
    ground = Ground(images, near_duplicates, testimony, examined)
    works = [_waterfall(claimed, ground, auditor.seed) for claimed in claimed_figures]
    return tuple(side_by_side(compute.map, "Taking out what flatters", works, IN_ONE_PROCESS))


def _waterfall(claimed: ClaimedFigure, ground: Ground, seed: int) -> Work[Waterfall]:
    if claimed.problem:
        return Waterfall(claimed, claimed.problem)
    own, scored = claimed.own, claimed.scored
    found = ground.flaws(own, scored.runs)
    stand_in = _stands_in(own, found)
    settings = [*found.settings, *found.suspicions]
    runs = [_runs(claimed, found, kept, stand_in) for kept in settings]
    if stand_in:
        runs.append(_runs(claimed, found, found.known, False))  # as published: the features as listed
    results = yield from _results(own, runs)
    made = dict(zip(settings, results, strict=False))
    broken = next((problem for kept in found.settings if (problem := claimed.lacks(made[kept]))), "")
    if broken or (stand_in and (broken := claimed.lacks(results[-1]))):
        return Waterfall(claimed, broken)
    as_declared = results[-1] if stand_in else made[found.known]
    found = _without_what_is_cleared(claimed, found, made, as_declared)
    learnt, all_learnt = (sum(len(run.fit) for run in group) for group in (runs[0], scored.runs))
    measured = _measured(claimed, found, made, results[-1] if stand_in else None, seed)
    bound = any(takes_signal(own, run.harmonise) for run in runs[0] if run.harmonise)
    return replace(measured, aside=found.aside, fewer=1 - learnt / all_learnt, bound=bound)


def _runs(claimed: ClaimedFigure, found: FoundFlaws, kept: Kept, stand_in: bool) -> tuple[Run, ...]:
    taken = [flaw for flaw in (*found.known, *found.suspected) if flaw not in kept]
    made = without(claimed.scored.runs, kept, taken, found.shared)
    return tuple(replace(run, **claimed.own.stand_in()) for run in made) if stand_in else made


def _without_what_is_cleared(
    claimed: ClaimedFigure,
    found: FoundFlaws,
    made: Mapping[Kept, Sequence[RunResult]],
    declared: Sequence[RunResult],
) -> FoundFlaws:
    """The flaws without suspicions that the runs speak against, or that can't be run."""
    if not found.suspected:
        return found
    raw = claimed.scored.plain(claimed.gauge, declared, claimed.own.target)
    left, aside = [], list(found.aside)
    for flaw in found.suspected:
        alone = made[*found.known, flaw]
        if raw in claimed.claim.printed:
            aside.append(f"{flaw.label}: the claim comes out without it")
        elif problem := claimed.lacks(alone):
            aside.append(f"{flaw.label}: it can't be run: {problem}")
        elif flaw.early and not flaw.mend and flaw.name not in alone[0].applied:
            aside.append(f"{flaw.label}: the estimator has no such step, so it has no part in what is run")
        else:
            left.append(flaw)
    return replace(found, suspected=tuple(left), aside=tuple(aside))


def _results(own: ModelSetup, groups: Sequence[Sequence[Run]]) -> Work[list[list[RunResult]]]:
    """The results of groups of runs, in few processes; what may see all outcomes is kept from what may not."""
    results: dict[tuple[int, int], RunResult] = {}
    for sees_all in (True, False):
        places = [
            (g, r) for g, group in enumerate(groups) for r, run in enumerate(group) if bool(run.early) == sees_all
        ]
        found = (yield own.setup, [groups[g][r] for g, r in places]) if places else ()
        results |= dict(zip(places, found, strict=True))
    return [[results[g, r] for r in range(len(group))] for g, group in enumerate(groups)]


def _stands_in(own: ModelSetup, found: FoundFlaws) -> bool:
    """Whether the features are a list that was chosen on all rows, out of a table that holds more."""
    chosen = any(flaw.name == "selection" for flaw in found.known)
    return chosen and isinstance(own.info.features, list) and len(own.setup.columns) > len(own.setup.listed)


def _measured(
    claimed: ClaimedFigure,
    found: FoundFlaws,
    made: Mapping[Kept, Sequence[RunResult]],
    listed: Sequence[RunResult] | None,
    seed: int,
) -> Waterfall:
    """Figures of all settings on the same resamples of the cases, patients kept whole."""
    own, scored, gauge = claimed.own, claimed.scored, claimed.gauge
    rows = np.unique(np.concatenate([run.predict for run in scored.runs]))
    if own.setup.task == "binary" and min(own.target[rows].sum(), (1 - own.target[rows]).sum()) < 2:
        return Waterfall(claimed, "the scored cases lack a class")
    weights = _weights(own, rows, seed)
    known = found.settings
    figures = np.array([_figure(claimed, found, kept, made[kept], weights) for kept in known])
    if listed is not None:
        figures = np.vstack([figures, _figure(claimed, found, found.known, listed, weights)])
    undefined = [kept for kept, own_figures in zip(known, figures[:, 0], strict=False) if not np.isfinite(own_figures)]
    if undefined:
        return Waterfall(claimed, scored.undefined(gauge, made[undefined[0]], own.target))
    settings = gauge.quality(figures[: len(known)])
    gap = gauge.quality(figures[-1]) - settings[-1]
    fair = len(found.known) <= EXACT
    shares = shapley(settings) if fair else in_order(settings[::-1])
    applied = {*made[found.known][0].applied}
    gone = [flaw for flaw in found.known if flaw.early and not flaw.mend and flaw.name not in applied]
    steps = made[found.known][0].kinds
    costs = [
        Cost(flaw, _interval(share), _note(flaw, steps))
        for flaw, share in zip(found.known, shares, strict=True)
        if flaw not in gone
    ]
    absent = {
        flaw.name: f"{flaw.label}: no step of the estimator does it, so it is in the table already" for flaw in gone
    }
    return Waterfall(
        claimed,
        "",
        _interval(figures[-1]),
        _interval(figures[0]),
        (*([Cost(STAND_IN, _interval(gap))] if listed is not None else []), *costs),
        fair,
        _interval(settings[-1] - settings[0]),
        scored.by_chance(gauge, made[known[0]], own.target, seed),
        tuple((absent | dict(found.left)).values()),
        *_suspicions(claimed, found, made, settings[[0, -1]], weights),
        cases=len(rows),
        events=int(own.events[rows].sum()) if own.events is not None else None,
    )


def _note(flaw: Flaw, steps: Sequence[str]) -> str:
    """How features are harmonised anew; that a scaling is undone by any that comes first, whatever it is fitted on."""
    if "harmonise" in flaw.mend:
        return f"without it: {flaw.mend['harmonise'].in_words()}"
    affine = "rescale" in flaw.mend and not flaw.early and steps[:1] == ("scaling",)
    return "no cost is possible: the estimator scales the columns again" if affine else ""


def _suspicions(
    claimed: ClaimedFigure,
    found: FoundFlaws,
    made: Mapping[Kept, Sequence[RunResult]],
    ends: np.ndarray,
    weights: np.ndarray,
) -> tuple[tuple[Cost, ...], Interval | None, Interval | None, bool]:
    """What suspected steps are worth, the figure with all of them, how much better that is than without any flaw, and
    whether it is the claim.

    Parameters
    ----------
    ends
        Quality without any flaw and with all that is known, shape (2, resamples).
    """
    if not found.suspected:
        return (), None, None, False
    figures = np.array([_figure(claimed, found, kept, made[kept], weights) for kept in found.suspicions])
    quality = claimed.gauge.quality(figures)
    shares = shapley(np.vstack([ends[1], quality]))
    costs = tuple(Cost(flaw, _interval(share)) for flaw, share in zip(found.suspected, shares, strict=True))
    raw = claimed.scored.plain(claimed.gauge, made[found.suspicions[-1]], claimed.own.target)
    return costs, _interval(figures[-1]), _interval(quality[-1] - ends[0]), raw in claimed.claim.printed


def _figure(
    claimed: ClaimedFigure, found: FoundFlaws, kept: Kept, results: Sequence[RunResult], weights: np.ndarray
) -> np.ndarray:
    """The figure on each resample; rows that nobody was measured for count only as long as that flaw is there."""
    if found.made_up.any() and not any(flaw.name == MADE_UP for flaw in kept):
        weights = np.where(found.made_up, 0.0, weights)
    return claimed.scored.figure(claimed.gauge, results, claimed.own.target, weights)


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
