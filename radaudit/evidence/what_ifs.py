"""Each model's measure, had its features been harmonised otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from radaudit.evidence.claimed_figures import ClaimedFigure
from radaudit.evidence.flaws import flaws_of, shared_with, without
from radaudit.evidence.gauge import Gauge
from radaudit.evidence.harmonisable import Harmonisable
from radaudit.evidence.images import ImageIndex
from radaudit.evidence.leading import leading_gauge
from radaudit.evidence.left_out import interval_of, weights_of
from radaudit.evidence.scored_runs import ScoredRuns, of_folds, scored_runs
from radaudit.evidence.setups import ModelSetup
from radaudit.harmonisation.method import CannotHarmonise
from radaudit.models.request import Run, RunResult
from radaudit.models.side_by_side import Work
from radaudit.statistics.interval import Interval

HELD_OUT = ("test", "external", "validation")
# What may be done, and whether the held-out rows had a part in it.
VARIANTS = {"given": None, "none": False, "train": False, "all": True, "outcome": True}


@dataclass(frozen=True)
class Variant:
    """One way to harmonise, and what the model reaches.

    Attributes
    ----------
    name
        A key of `VARIANTS`: "given" is the study's own harmonised table.
    label
        As people name it.
    sees
        Whether held-out rows had a part in it; None where only the study knows.
    problem
        Why there is no figure; empty if there is.
    figure
        The measure.
    less
        How much better the study's own way does, on the same resamples of patients; None for itself.
    apart
        How far its table is from the study's harmonised one: the median difference, in standard deviations of the
        features; None where there is none to compare with.
    """

    name: str
    label: str
    sees: bool | None
    problem: str = ""
    figure: Interval | None = None
    less: Interval | None = None
    apart: float | None = None
    draws: np.ndarray = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class WhatIf:
    """One model and one set that it is held against.

    Attributes
    ----------
    model, set
        Their names; "cv" for the first division of the declared cross-validation.
    gauge
        What is measured.
    problem
        Why nothing is; empty if it is.
    variants
        The study's own way first. Whatever else is known to flatter was taken out of all of them.
    gained
        How much better the model does harmonised on the rows fitted on than not harmonised; None if one was not run.
    cases
        That were scored.
    """

    model: str
    set: str
    gauge: Gauge
    problem: str = ""
    variants: tuple[Variant, ...] = ()
    gained: Interval | None = None
    cases: int = 0

    def of(self, name: str) -> Variant | None:
        """The variant of this name, where it was run."""
        return next((own for own in self.variants if own.name == name and not own.problem), None)

    @property
    def nearest(self) -> Variant | None:
        """The one whose table is nearest to the study's harmonised one."""
        known = [own for own in self.variants if own.apart is not None]
        return min(known, key=lambda own: own.apart) if known else None


def sets_to_try(own: ModelSetup, claims: Sequence[ClaimedFigure]) -> tuple[str, ...]:
    """Sets that a claim of the leading measure is about; else those that there are."""
    leading = leading_gauge(own.setup.task).metric.name
    claimed = dict.fromkeys(claim.set for claim in claims if claim.gauge.metric.name == leading)
    if claimed:
        return tuple(claimed)
    return tuple(name for name in HELD_OUT if len(own.rows(name))) or (("cv",) if own.folds else ())


def what_if(ground: Harmonisable, name: str, images: ImageIndex | None, seed: int) -> Work[WhatIf]:
    """A model and the set of this name; five runs of each training at most."""
    own, gauge = ground.own, leading_gauge(ground.own.setup.task)
    blank = WhatIf(own.name, name, gauge)
    scored, problem = _scored(own, name, seed)
    if problem or ground.problem:
        return replace(blank, problem=problem or ground.problem)
    shared = shared_with(own, images)
    scored = replace(scored, runs=without(scored.runs, (), flaws_of(own, scored.runs, shared), shared))
    placed = {way: _placed(ground, way, scored.runs) for way in VARIANTS if way != "given" or ground.on_harmonised}
    asked = [run for runs in placed.values() for run in runs]
    results = yield ground.setup, asked
    step = len(scored.runs)
    found = {way: results[turn * step : (turn + 1) * step] for turn, way in enumerate(placed)}
    if "harmonisation" in results[0].kinds:
        return replace(blank, problem="its estimator harmonises by itself, whatever table it is given")
    figures = tuple(_variants(ground, gauge, scored, found, weights_of(own, seed)))
    if figures[0].problem:
        return replace(blank, problem=figures[0].problem)
    apart = _apart(ground, placed) if ground.on_harmonised and step == 1 else {}
    figures = tuple(replace(one, apart=apart.get(one.name)) for one in figures)
    rows = np.unique(np.concatenate([run.predict for run in scored.runs]))
    made = replace(blank, variants=figures, cases=len(rows))
    one, other = made.of("train"), made.of("none")
    if one and other:
        made = replace(made, gained=interval_of(gauge.quality(one.draws) - gauge.quality(other.draws)))
    return made


def _scored(own: ModelSetup, name: str, seed: int) -> tuple[ScoredRuns | None, str]:
    """The runs of a set; of a repeated cross-validation those of the first division."""
    if name != "cv" or not own.folds:
        return scored_runs(own, name, seed)
    first = own.folds[:1]
    return of_folds(own.fold_runs(seed=seed)[: len(first[0])], first, own.info.cv.average == "pooled"), ""


def _placed(ground: Harmonisable, way: str, runs: Sequence[Run]) -> tuple[Run, ...]:
    """The runs of a variant."""
    if way == "given":
        return tuple(runs)
    rows = {"none": "none", "train": "fit"}.get(way, "pool")
    return tuple(ground.run(run, rows, told=way == "outcome") for run in runs)


def _labels(ground: Harmonisable) -> dict[str, str]:
    method = ground.how.method.in_words()
    return {
        "given": "the table as the study harmonised it",
        "none": "not harmonised",
        "train": f"{method} fitted on the training rows",
        "all": f"{method} fitted on all rows",
        "outcome": f"{method} fitted on all rows and told the outcome",
    }


def _variants(
    ground: Harmonisable,
    gauge: Gauge,
    scored: ScoredRuns,
    found: Mapping[str, Sequence[RunResult]],
    weights: np.ndarray,
) -> Iterator[Variant]:
    """The study's own way first."""
    labels, target, first = _labels(ground), ground.own.target, None
    for name, results in found.items():
        blank = Variant(name, labels[name], _saw(ground) if name == "given" else VARIANTS[name])
        broken = next((result.problem for result in results if result.problem), "") or gauge.missing(results[0])
        draws = None if broken else scored.figure(gauge, results, target, weights)
        if draws is not None and not np.isfinite(draws[0]):
            broken = scored.undefined(gauge, results, target)
        if broken:
            yield replace(blank, problem=broken)
            continue
        less = None if first is None else interval_of(gauge.quality(first) - gauge.quality(draws))
        first = draws if first is None else first
        yield replace(blank, figure=interval_of(draws), less=less, draws=draws)


def _saw(ground: Harmonisable) -> bool | None:
    """Whether the authors say that held-out rows had a part in their harmonisation."""
    return None if ground.said is None else ground.said == "all"


def _apart(ground: Harmonisable, placed: Mapping[str, Sequence[Run]]) -> dict[str, float]:
    given = ground.own.setup.features
    spread = np.nanstd(given, axis=0)
    kept, far = spread > 0, {}
    for name, [run] in placed.items():
        if name == "given" or not kept.any():
            continue
        try:
            table = ground.table(run)
        except CannotHarmonise:
            continue
        far[name] = float(np.nanmedian(np.abs(table - given)[:, kept] / spread[kept]))
    return far
