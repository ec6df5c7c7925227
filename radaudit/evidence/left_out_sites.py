"""Each model fitted without one site and tried on it, site by site."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from radaudit.evidence.claimed_figures import ClaimedFigure
from radaudit.evidence.flaws import flaws_of, shared_with, without
from radaudit.evidence.gauge import Gauge
from radaudit.evidence.harmonisable import Harmonisable
from radaudit.evidence.images import ImageIndex
from radaudit.evidence.leading import leading_gauge
from radaudit.evidence.left_out import (
    Elsewhere,
    LeftOut,
    LeftOutSites,
    elsewhere,
    left_out,
    sites_to_try,
    weights_of,
    without_site,
)
from radaudit.evidence.scored_runs import ScoredRuns
from radaudit.models.request import Run, RunResult
from radaudit.models.side_by_side import Work


def left_out_sites_of(
    ground: Harmonisable, claims: Sequence[ClaimedFigure], images: ImageIndex | None, seed: int
) -> Work[LeftOutSites]:
    """One model: as many runs as sites for each way of harmonising, and those of its claims."""
    own = ground.own
    gauge = leading_gauge(own.setup.task)
    names, small = sites_to_try(own)
    if len(names) < 2:
        return LeftOutSites(own.name, gauge, "fewer than two sites have enough cases of each kind", small=small)
    shared = shared_with(own, images)
    runs = tuple(without_site(own, name, seed) for name in names)
    runs = without(runs, (), flaws_of(own, runs, shared), shared)
    placed = {way: [_placed(ground, way, run) for run in runs] for way in _ways(ground)}
    same = [claim for claim in claims if claim.gauge.metric.name == gauge.metric.name and claim.gauge.horizon is None]
    fair = [_fair(ground, without(one.scored.runs, (), flaws_of(own, one.scored.runs, shared), shared)) for one in same]
    asked = [*(run for group in (*placed.values(), *fair) for run in group)]
    results = yield ground.setup, asked
    found = iter(results)
    weights = weights_of(own, seed)
    ways = [
        left_out(own, gauge, way, names, group, [next(found) for _ in group], weights) for way, group in placed.items()
    ]
    reruns = [[next(found) for _ in group] for group in fair]
    problem = ways[0].problem
    others = () if problem else tuple(_of_claims(ways[0], gauge, same, fair, reruns, weights))
    early = "the list of features was chosen on all rows" if own.listed_on_all else ""
    return LeftOutSites(own.name, gauge, problem, tuple(ways), others, small, early)


def _ways(ground: Harmonisable) -> tuple[str, ...]:
    """What to do about the site left out; of features that were harmonised, from scratch where that can be."""
    if not ground.on_harmonised:
        return ("none",)
    return ("given",) if ground.problem else ("estimate", "leave", "none")


def _placed(ground: Harmonisable, way: str, run: Run) -> Run:
    if ground.on_harmonised and way == "none":
        return ground.run(run, "none")
    return ground.run(run, "fit", way) if way in ("estimate", "leave") else run


def _fair(ground: Harmonisable, runs: Sequence[Run]) -> tuple[Run, ...]:
    """Runs of a claim without the leaks that are known; harmonised on the rows fitted on, where that leaked."""
    if not ground.on_harmonised or ground.problem or ground.said != "all":
        return tuple(runs)
    return tuple(ground.run(run, "fit") for run in runs)


def _of_claims(
    way: LeftOut,
    gauge: Gauge,
    claims: Sequence[ClaimedFigure],
    fair: Sequence[Sequence[Run]],
    results: Sequence[Sequence[RunResult]],
    weights: np.ndarray,
) -> Iterator[Elsewhere]:
    for claim, runs, own in zip(claims, fair, results, strict=True):
        if claim.lacks(own):
            continue
        scored = ScoredRuns(tuple(runs), claim.scored.parts)
        draws = scored.figure(gauge, own, claim.own.target, weights)
        if np.isfinite(draws[0]):
            yield elsewhere(f"claim {claim.id}", gauge, draws, way, claim.place)
