"""What each model's leading measure is on held-out cases whose voxels were filled anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.controlled import Controlled
from radaudit.evidence.extraction import Extraction
from radaudit.evidence.gauge import Gauge
from radaudit.evidence.leading import leading_gauge
from radaudit.evidence.scored_runs import ScoredRuns, scored_runs
from radaudit.evidence.setups import ModelSetup, Setups
from radaudit.models.request import Run, RunResult
from radaudit.models.rerun import Setup, run_all
from radaudit.statistics.interval import Interval
from radaudit.statistics.resampling import Statistic, resampled_interval
from radaudit.study.load import Study

IN_ONE_PROCESS = 100
FEWEST = 10  # held-out cases
LEVEL = 0.95


@dataclass(frozen=True)
class Kept:
    """What is left under one control.

    Attributes
    ----------
    control
        READII's name of it.
    figure
        The measure of the same model, fitted on the cases as they are.
    lost
        What it does worse by; positive where the model needed what the control took away.
    learnt
        The measure of the estimator fitted on cases under the control too; None where that was not asked for.
    """

    control: str
    figure: float
    lost: Interval
    learnt: float | None = None


@dataclass(frozen=True)
class Texture:
    """One model and one set that it was held against.

    Attributes
    ----------
    own
        The model.
    set
        Name of the set; "cv" for its declared cross-validation. Empty where there is a problem with the whole model.
    problem
        Why there is nothing; empty if there is. A clause without a full stop.
    gauge
        The task's leading measure.
    figure
        Of the images as they are.
    chance
        What it would be, had the predictions nothing to do with the outcomes.
    cases
        How many are scored.
    kept
        By control, in the order of the auditor's effort.
    used
        Columns that the model depends on; None where it doesn't tell.
    """

    own: ModelSetup
    set: str = ""
    problem: str = ""
    gauge: Gauge | None = None
    figure: Interval | None = None
    chance: float = float("nan")
    cases: int = 0
    kept: tuple[Kept, ...] = ()
    used: tuple[str, ...] | None = None


@evidence
def texture(
    study: Study, setups: Setups, extraction: Extraction, controlled: Controlled, auditor: Auditor, compute: Compute
) -> tuple[Texture, ...]:
    """Every model that is fitted on features radaudit can extract, on every set that it was held against."""
    found: list[Texture] = []
    info = study.manifest.features
    scaled = info is not None and info.normalised != "none"
    for own in setups.ready.values():
        found += held_against(own, extraction, controlled, scaled, auditor, compute)
    return tuple(found)


def held_against(
    own: ModelSetup, extraction: Extraction, controlled: Controlled, scaled: bool, auditor: Auditor, compute: Compute
) -> list[Texture]:
    """One model on every set that it was held against, its cases as they are and under each control.

    Parameters
    ----------
    extraction, controlled
        Features by the names that the model knows them by, of whatever kind they are.
    scaled
        Whether the table that the model was given holds them in another unit.
    """
    stacked, problem = _stacked(own, extraction, controlled, scaled)
    if stacked is None:
        return [Texture(own, "", problem)]
    names = [name for name in dict.fromkeys(own.sets) if name not in ("train", None)]
    return [_texture(stacked, name, auditor, compute) for name in [*names, *(["cv"] if own.folds else [])]]


@dataclass(frozen=True)
class _Stacked:
    """A model's table as it is, and below it the same rows under each control.

    Attributes
    ----------
    usable
        bool, shape (rows,): rows with all features of the images as they are; only these are fitted on.
    complete
        bool, shape (rows,): rows with all of every control as well; only these are scored.
    """

    own: ModelSetup
    features: np.ndarray
    usable: np.ndarray
    complete: np.ndarray
    controls: tuple[str, ...]
    training: bool

    def under(self, run: Run, control: int, fitted: bool) -> Run:
        """The same run, scoring rows under this control (from 1 on); `fitted` on such rows too."""
        shift = control * len(self.own.cases)
        moved = {"predict": run.predict + shift}
        return replace(run, **(moved | ({"fit": run.fit + shift, "pool": run.pool + shift} if fitted else {})))


def _stacked(
    own: ModelSetup, extraction: Extraction, controlled: Controlled, scaled: bool
) -> tuple[_Stacked | None, str]:
    """The table, as extracted here, or why there is none; `scaled` where the reported one is in no unit."""
    if own.info.features == "harmonised":
        return None, "its features are harmonised, and images changed on purpose can't be harmonised like them"
    if scaled and own.info.features != "extracted":
        return None, "its features were scaled before they were saved, by what is not known"
    position = {name: column for column, name in enumerate(extraction.names)}
    wanted = [own.setup.columns[column] for column in own.setup.listed]
    missing = [name for name in wanted if name not in position]
    if missing:
        return None, f"radaudit extracts no {missing[0]!r}, which it is given"
    rows = {case: row for row, case in enumerate(extraction.cases)}
    places = {case: row for row, case in enumerate(controlled.cases)}
    tables = [_table(own, wanted, position, rows, extraction.values)]
    there = {name: column for column, name in enumerate(controlled.names)}
    if any(name not in there for name in wanted):
        return None, "no case could be extracted under negative controls"
    tables += [_table(own, wanted, there, places, values) for values in controlled.values.values()]
    known = np.array([~np.isnan(table).all(axis=1) for table in tables])
    shown = tuple(controlled.values), controlled.training
    return _Stacked(own, np.vstack(tables), known[0], known.all(axis=0), *shown), ""


def _table(
    own: ModelSetup, wanted: Sequence[str], position: Mapping[str, int], rows: Mapping[str, int], values: np.ndarray
) -> np.ndarray:
    """The model's rows and columns out of a table of features; nan for a case that the table lacks."""
    found = np.full((len(own.cases), len(wanted)), np.nan)
    for row, case in enumerate(own.cases):
        if case in rows:
            found[row] = values[rows[case], [position[name] for name in wanted]]
    return found


def _texture(stacked: _Stacked, name: str, auditor: Auditor, compute: Compute) -> Texture:
    own, gauge = stacked.own, leading_gauge(stacked.own.setup.task)
    scored, problem = scored_runs(own, name, auditor.seed)
    if problem:
        return Texture(own, name, problem)
    scored = ScoredRuns(tuple(_within(run, stacked) for run in scored.runs), scored.parts)
    runs, asked = scored.runs, len(stacked.controls)
    rows = np.unique(np.concatenate([run.predict for run in runs]))
    if len(rows) < FEWEST:
        return Texture(own, name, f"only {len(rows)} held-out cases could be extracted under all controls")
    wanted = [*runs, *(stacked.under(run, control, False) for control in range(1, asked + 1) for run in runs)]
    if stacked.training:
        kept = [_complete(run, stacked) for run in runs]
        wanted += [stacked.under(run, control, True) for control in range(1, asked + 1) for run in kept]
    [results] = run_all(compute.map, "Predicting from controls", [(_setup(stacked), wanted)], IN_ONE_PROCESS)
    groups = [results[start : start + len(runs)] for start in range(0, len(results), len(runs))]
    broken = next((result.problem for group in groups[: asked + 1] for result in group if result.problem), "")
    if broken or (broken := gauge.missing(groups[0][0])):
        return Texture(own, name, broken)
    try:
        return _measured(stacked, name, gauge, scored, rows, groups, auditor.seed)
    except ValueError as fault:
        return Texture(own, name, str(fault).rstrip("."))


def _within(run: Run, stacked: _Stacked) -> Run:
    """The run on the rows that can be fitted on and scored."""
    pool = np.union1d(run.fit, run.predict) if run.pool is None else run.pool
    keep = stacked.usable
    return replace(
        run, fit=run.fit[keep[run.fit]], pool=pool[keep[pool]], predict=run.predict[stacked.complete[run.predict]]
    )


def _complete(run: Run, stacked: _Stacked) -> Run:
    """The run on the rows that there are under every control."""
    keep = stacked.complete
    return replace(run, fit=run.fit[keep[run.fit]], pool=run.pool[keep[run.pool]])


def _setup(stacked: _Stacked) -> Setup:
    """The model's setup with the taller table."""
    setup, times = stacked.own.setup, 1 + len(stacked.controls)
    return replace(
        setup,
        columns=tuple(setup.columns[column] for column in setup.listed),
        features=stacked.features,
        clinical={name: values * times for name, values in setup.clinical.items()},
        target=np.concatenate([setup.target] * times),
        listed=np.arange(len(setup.listed)),
        horizons=(),
    )


def _measured(
    stacked: _Stacked,
    name: str,
    gauge: Gauge,
    scored: ScoredRuns,
    rows: np.ndarray,
    groups: Sequence[Sequence[RunResult]],
    seed: int,
) -> Texture:
    own, asked = stacked.own, len(stacked.controls)
    strata = own.target[rows] if gauge.task in ("binary", "multiclass") else None
    patients = np.unique([own.patients[row] or f"case {own.cases[row]}" for row in rows], return_inverse=True)[1]
    several = patients if len(set(patients.tolist())) < len(rows) else None

    def of(group: Sequence[RunResult], weights: np.ndarray) -> np.ndarray:
        spread = np.zeros((len(weights), len(own.cases)))
        spread[:, rows] = weights
        return scored.figure(gauge, group, own.target, spread)

    def interval(statistic: Statistic) -> Interval:
        return resampled_interval(statistic, len(rows), LEVEL, seed, strata=strata, groups=several)

    true, ones = groups[0], np.ones((1, len(rows)))
    kept = []
    for number, control in enumerate(stacked.controls, start=1):
        group, again = groups[number], groups[asked + number] if stacked.training else ()

        def gap(weights: np.ndarray, group: Sequence[RunResult] = group) -> np.ndarray:
            return gauge.quality(of(true, weights)) - gauge.quality(of(group, weights))

        learnt = float(of(again, ones)[0]) if again and not any(own.problem for own in again) else None
        kept.append(Kept(control, float(of(group, ones)[0]), interval(gap), learnt))
    chance = scored.by_chance(gauge, true, own.target, seed)
    figure = gauge.within(interval(lambda weights: of(true, weights)))
    return Texture(own, name, "", gauge, figure, chance, len(rows), tuple(kept), true[0].used)
