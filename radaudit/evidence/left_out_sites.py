"""Each model fitted without one site and tried on it, site by site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.claimed_figures import ClaimedFigure
from radaudit.evidence.cohort import Cohort, Outcome
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
from radaudit.evidence.plain_left_out import plain_left_out
from radaudit.evidence.reported import FeatureTable
from radaudit.evidence.scored_runs import ScoredRuns
from radaudit.evidence.setups import Setups
from radaudit.models.request import Run, RunResult
from radaudit.models.rerun import run_all
from radaudit.study.load import Study

IN_ONE_PROCESS = 100


@evidence
def left_out_sites(
    study: Study,
    cohort: Cohort,
    setups: Setups | None,
    harmonisable: Mapping[str, Harmonisable] | None,
    claimed_figures: tuple[ClaimedFigure, ...] | None,
    images: ImageIndex | None,
    outcome: Outcome | None,
    reported: FeatureTable | None,
    auditor: Auditor,
    compute: Compute,
) -> tuple[LeftOutSites, ...]:
    """Every model that can be run, where the cohort has several sites; a plain model where none can.

    Jobs: one for each model, with as many runs as sites for each way of harmonising, and those of its claims.
    """
    if study.manifest.study.task == "segmentation":
        raise NotApplicable("A segmentation study is judged by its masks, not by a model of features.")
    if not any(cohort.sites):
        raise Unavailable("The manifest names no site.", "Add 'cohort.site' to radaudit.yaml.")
    if len(set(cohort.sites) - {None}) < 2:
        raise NotApplicable("All cases are from one site.")
    if setups is None or harmonisable is None:
        if outcome is None or reported is None:
            raise Unavailable(
                "No model can be run, and a plain one needs a feature table and a binary outcome.",
                "Name 'models[].estimator', and audit with --trust.",
            )
        return (plain_left_out(study, cohort, outcome, reported, auditor.seed, compute),)
    claims = [own for own in claimed_figures or () if not own.problem]
    return tuple(
        _of(harmonisable[name], [own for own in claims if own.model == name], images, auditor.seed, compute)
        for name in setups.ready
    )


def _of(
    ground: Harmonisable, claims: Sequence[ClaimedFigure], images: ImageIndex | None, seed: int, compute: Compute
) -> LeftOutSites:
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
    [results] = run_all(compute.map, "Leaving sites out", [(ground.setup, asked)], IN_ONE_PROCESS)
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
