"""One measure at each of several sites, and what sites like them may show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from radaudit.evidence.gauge import Gauge
from radaudit.evidence.setups import ModelSetup
from radaudit.models.metrics import measure
from radaudit.models.request import Run, RunResult
from radaudit.statistics.interval import Interval, normal_quantile
from radaudit.statistics.possible import hanley_mcneil_width
from radaudit.statistics.random_effects import RandomEffects, random_effects

SHARES = frozenset({"auc", "c_index"})  # between 0 and 1: summarised by their logits (Snell et al. 2018)


@dataclass(frozen=True)
class SiteFigure:
    """A measure at one site.

    Attributes
    ----------
    name
        Of the site.
    figure
        With its interval of 95 %.
    cases, events
        That were scored; None for events where the task has none.
    patients
        With and without the event, of a binary task; else empty.
    """

    name: str
    figure: Interval
    cases: int
    events: int | None = None
    patients: tuple[int, ...] = ()


def site_figures(
    own: ModelSetup, gauge: Gauge, names: Sequence[str], runs: Sequence[Run], results: Sequence[RunResult]
) -> tuple[SiteFigure, ...]:
    """The measure of each run that scores a site; sites where it is undefined are left out."""
    found = []
    for name, run, result in zip(names, runs, results, strict=True):
        rows = run.predict
        patients = np.array([own.patients[row] or own.cases[row] for row in rows])
        events = None if own.events is None else own.events[rows]
        groups = patients if len(set(patients)) < len(rows) else None
        try:
            figure = _measured(own, gauge, rows, result, groups)
        except ValueError:
            continue
        units = ()
        if own.setup.task == "binary":
            units = tuple(len(set(patients[events == side])) for side in (True, False))
        found.append(SiteFigure(name, figure, len(rows), None if events is None else int(events.sum()), units))
    return tuple(found)


def _measured(
    own: ModelSetup, gauge: Gauge, rows: np.ndarray, result: RunResult, groups: np.ndarray | None
) -> Interval:
    task, target = own.setup.task, own.target[rows]
    options = {"groups": groups, "task": task}
    if task == "binary":
        return measure(gauge.metric.name, target > 0, result.vector, **options)
    if task == "multiclass":
        classes = np.arange(result.matrix.shape[1])
        return measure(gauge.metric.name, target.astype(int), result.matrix, classes=classes, **options)
    return measure(gauge.metric.name, target, result.vector, **options)


def summary(gauge: Gauge, sites: Sequence[SiteFigure]) -> RandomEffects | None:
    """Random effects over sites, shares by their logits, given back on the measure's own scale.

    The variance of a site's AUC is that which Hanley and McNeil expect of its patients at the AUC common to all: one
    that hangs on the site's own AUC gives a small site without a single error, or with many, too much weight. Of other
    measures it is that of the site's interval. None with fewer than two sites.

    References
    ----------
    Snell et al. 2018, doi:10.1177/0962280217705678; Hanley & McNeil 1982, doi:10.1148/radiology.143.1.7063747
    """
    if len(sites) < 2:
        return None
    values, errors = np.array([own.figure.estimate for own in sites]), _errors(sites)
    if gauge.metric.name in SHARES:
        weights = np.array([np.prod(own.patients or (own.cases, own.cases)) for own in sites], dtype=float)
        common = float(np.clip(weights @ values / weights.sum(), 0.5, 0.95))
        values = np.clip(values, 0.5 / weights, 1 - 0.5 / weights)
        slope = values * (1 - values)
        if all(own.patients for own in sites):
            errors = np.array([_expected(common, own.patients) for own in sites])
            slope = np.full(len(sites), common * (1 - common))
        values, errors = np.log(values / (1 - values)), errors / slope
    if not (errors > 0).all():
        return None
    found = random_effects(values, errors**2)
    if gauge.metric.name not in SHARES:
        return found
    return replace(found, mean=_back(found.mean), predicted=_back(found.predicted))


def _errors(sites: Sequence[SiteFigure]) -> np.ndarray:
    """Standard errors, each from the side of the interval that was not cut off at an end of the scale."""
    sides = [max(own.figure.high - own.figure.estimate, own.figure.estimate - own.figure.low) for own in sites]
    return np.array(sides) / normal_quantile(0.95)


def _expected(auc: float, patients: tuple[int, ...]) -> float:
    """Standard error of an AUC of patients with and without the event."""
    return hanley_mcneil_width(auc, *patients) / (2 * normal_quantile(0.95))


def _back(interval: Interval | None) -> Interval | None:
    """From logits to shares."""
    if interval is None:
        return None
    ends = {name: float(1 / (1 + np.exp(-getattr(interval, name)))) for name in ("estimate", "low", "high")}
    return replace(interval, **ends)
