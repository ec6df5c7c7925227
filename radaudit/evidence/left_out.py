"""What a model reaches at sites that it did not learn from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from radaudit.core.finding import Location
from radaudit.evidence.gauge import Gauge
from radaudit.evidence.scored_runs import ScoredRuns
from radaudit.evidence.setups import ModelSetup
from radaudit.evidence.site_figures import SiteFigure, site_figures, summary
from radaudit.models.request import Run, RunResult
from radaudit.statistics.bootstrap import percentile_interval
from radaudit.statistics.interval import Interval
from radaudit.statistics.random_effects import RandomEffects
from radaudit.statistics.resampling import resampled_weights, spread_or_bound

RESAMPLES = 1000
LEVEL = 0.95
# What a model does about a site that its harmonisation never saw, the first that is known decides.
WAYS = {
    "given": "the table as it is, harmonised with the left-out site in it",
    "estimate": "harmonised on the other sites, the left-out site from its own rows without their outcomes",
    "leave": "harmonised on the other sites, the left-out site as it is",
    "none": "not harmonised",
}


@dataclass(frozen=True)
class LeftOut:
    """A model at sites that it did not learn from.

    Attributes
    ----------
    way
        A key of `WAYS`.
    problem
        Why there are no figures; empty if there are.
    sites
        The measure at each site, with its interval.
    summary
        Of the sites as a sample of more; on the measure's own scale. None with a single figure.
    mean
        Of these sites, each counting once, with its interval over resamples of their patients.
    draws
        The same mean of the data, then of each resample; float64.
    """

    way: str
    problem: str = ""
    sites: tuple[SiteFigure, ...] = ()
    summary: RandomEffects | None = None
    mean: Interval | None = None
    draws: np.ndarray = field(default=None, repr=False, compare=False)

    @property
    def label(self) -> str:
        return WAYS[self.way]


@dataclass(frozen=True)
class Elsewhere:
    """What the same model shows where cases of every site are learnt from as well.

    Attributes
    ----------
    label
        Where: a claim, or another way to hold out cases.
    rerun
        What comes out without the leaks that are known.
    better
        How much better that is than at left-out sites, on the same resamples.
    place
        Of the claim in the manifest.
    """

    label: str
    rerun: Interval
    better: Interval
    place: Location | None = None


@dataclass(frozen=True)
class LeftOutSites:
    """One model.

    Attributes
    ----------
    model
        Its name.
    gauge
        What is measured.
    problem
        Why nothing is; empty if it is.
    ways
        What was done about the site that was left out; the first decides.
    elsewhere
        The claims of this measure, or another way to hold out cases.
    small
        Sites with too few cases to be tried on, which are always learnt from.
    early
        Choices made on all rows that can't be made anew, such as a list of features; words.
    plain
        Whether it is a plain model on the study's table, because none of the study's own can be run.
    """

    model: str
    gauge: Gauge
    problem: str = ""
    ways: tuple[LeftOut, ...] = ()
    elsewhere: tuple[Elsewhere, ...] = ()
    small: tuple[str, ...] = ()
    early: str = ""
    plain: bool = False


def sites_to_try(own: ModelSetup, fewest: int = 5) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Sites with enough cases, of each kind where the task has two; and the others."""
    enough, small = [], []
    for name in sorted({site for site in own.sites if site}):
        rows = np.array([row for row, site in enumerate(own.sites) if site == name])
        events = own.events
        least = len(rows) // 2 if events is None else min(events[rows].sum(), (~events[rows]).sum())
        (enough if least >= fewest else small).append(name)
    return tuple(enough), tuple(small)


def without_site(own: ModelSetup, name: str, seed: int) -> Run:
    """Fit on the cases of all other sites, and score those of this one."""
    held = np.array([site == name for site in own.sites])
    return Run(fit=np.flatnonzero(~held), predict=np.flatnonzero(held), seed=seed)


def weights_of(own: ModelSetup, seed: int) -> np.ndarray:
    """How often each row counts: once, then as each resample of all patients has it; shape (RESAMPLES + 1, rows).

    Classes keep their sizes.
    """
    rows = len(own.cases)
    patients = [patient or case for patient, case in zip(own.patients, own.cases, strict=True)]
    groups = patients if len(set(patients)) < rows else None
    strata = own.target if own.setup.task in ("binary", "multiclass") else None
    drawn = resampled_weights(rows, RESAMPLES, seed, strata, groups)
    return np.concatenate([np.ones((1, rows)), *drawn])


def left_out(
    own: ModelSetup,
    gauge: Gauge,
    way: str,
    names: Sequence[str],
    runs: Sequence[Run],
    results: Sequence[RunResult],
    weights: np.ndarray,
) -> LeftOut:
    """The figures of runs that score a site each.

    Parameters
    ----------
    way
        A key of `WAYS`.
    names, runs, results
        Of the sites, in one order.
    weights
        As `weights_of` gives them.
    """
    broken = next((result.problem for result in results if result.problem), "") or gauge.missing(results[0])
    if broken:
        return LeftOut(way, broken)
    scored = ScoredRuns(tuple(runs), tuple((turn,) for turn in range(len(runs))))
    draws = scored.figure(gauge, results, own.target, weights)
    if not np.isfinite(draws[0]):
        return LeftOut(way, scored.undefined(gauge, results, own.target))
    sites, mean = site_figures(own, gauge, names, runs, results), interval_of(draws)
    if own.setup.task == "binary":
        rows = np.concatenate([run.predict for run in runs])
        patients = [own.patients[row] or own.cases[row] for row in rows]
        mean = spread_or_bound(mean, (own.events[rows], ~own.events[rows]), patients)
    return LeftOut(way, "", sites, summary(gauge, sites), mean, draws)


def interval_of(draws: np.ndarray) -> Interval:
    """The first is the estimate, the others are resamples."""
    defined = draws[1:][np.isfinite(draws[1:])]
    return percentile_interval(float(draws[0]), defined, LEVEL, f"percentile bootstrap, {RESAMPLES} resamples")


def elsewhere(label: str, gauge: Gauge, draws: np.ndarray, way: LeftOut, place: Location | None = None) -> Elsewhere:
    """What comes out elsewhere, held against left-out sites.

    Parameters
    ----------
    draws
        The measure of the data, then of each resample, as `LeftOut.draws`.
    """
    return Elsewhere(label, interval_of(draws), interval_of(gauge.quality(draws) - gauge.quality(way.draws)), place)
