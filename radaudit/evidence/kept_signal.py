"""What harmonisation did to the features' association with the outcome and with known covariates."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.cohort import Cohort
from radaudit.evidence.forensics import Examined
from radaudit.evidence.site_effects import SiteEffects, SiteTable, first_of_each, usable
from radaudit.statistics.interval import Interval
from radaudit.statistics.stratified_correlation import Correlations, stratified_correlations
from radaudit.statistics.survival.logrank_scores import logrank_scores
from radaudit.study.load import Study

FEWEST = 10  # patients
MOST_FEATURES = 20  # the strongest, on which the comparison rests
LEVEL = 0.05  # of false discoveries among them
RESAMPLES = 200
CERTAINTY = 0.95


@dataclass(frozen=True)
class Compared:
    """How some features go with one thing, before harmonisation and after.

    Attributes
    ----------
    features
        Their names, strongest first.
    within_before, within_after, pooled_before, pooled_after
        Means over these features of the rank correlation within sites, and over all rows, each feature taken in the
        direction that it was chosen for.
    within_change, pooled_change
        After less before, with intervals by bootstrap of patients.
    over_sites
        After harmonisation, over all rows less within sites: what sites add, or mask if it is negative.
    """

    features: tuple[str, ...]
    within_before: float
    within_after: float
    pooled_before: float
    pooled_after: float
    within_change: Interval
    pooled_change: Interval
    over_sites: Interval


@dataclass(frozen=True)
class Kept:
    """What features tell of one thing that should be kept.

    Attributes
    ----------
    of, outcome
        Name of the outcome or covariate, and whether it is the outcome.
    patients
        That took part.
    within
        Features that go with it within sites, in either table, with 5 % false discoveries; None if there are none.
    pooled
        Features that go with it over all rows of the measured table; likewise.
    """

    of: str
    outcome: bool
    patients: int
    within: Compared | None
    pooled: Compared | None


@dataclass(frozen=True)
class _Pair:
    """Both tables over the same patients and features."""

    names: tuple[str, ...]
    before: np.ndarray = field(repr=False)
    after: np.ndarray = field(repr=False)
    sites: np.ndarray = field(repr=False)
    rows: np.ndarray = field(repr=False)  # of the raw table


@evidence
def kept_signal(study: Study, cohort: Cohort, site_effects: SiteEffects, auditor: Auditor) -> tuple[Kept, ...]:
    """What of the outcome, and of each declared covariate, features tell before and after harmonisation."""
    raw, harmonised = site_effects.of("raw"), site_effects.of("harmonised")
    if raw is None or harmonised is None:
        raise Unavailable(
            "The features are not given both as they were measured and as they were harmonised.",
            "Add the measured features as 'features.table' and the harmonised ones as 'harmonisation.table'.",
        )
    pair = _paired(cohort, raw, harmonised)
    found = []
    for name, score in _scores(study, raw.own, pair.rows):
        known = np.isfinite(score)
        if known.sum() >= FEWEST and np.ptp(score[known]) > 0 and pair.before.shape[1]:
            found.append(_kept(name, name == raw.own.outcome, pair, score, known, auditor.seed))
    if not found:
        raise Unavailable("Fewer than ten patients of both tables have a known outcome or covariate.")
    return tuple(found)


def _paired(cohort: Cohort, raw: SiteTable, harmonised: SiteTable) -> _Pair:
    place = {case: row for row, case in enumerate(harmonised.own.cases)}
    inside = np.array([case in place for case in raw.own.cases]) & (raw.sites >= 0)
    rows = first_of_each([cohort.patient(case) for case in raw.own.cases], inside)
    columns = {name: column for column, name in enumerate(harmonised.own.names)}
    names = [name for name in raw.own.names if name in columns]
    before = raw.own.values[np.ix_(rows, [raw.own.names.index(name) for name in names])]
    others = [place[raw.own.cases[row]] for row in rows]
    after = harmonised.own.values[np.ix_(others, [columns[name] for name in names])]
    good = usable(before) & usable(after)
    filled = [np.where(np.isfinite(own), own, np.nanmedian(own, axis=0)) for own in (before[:, good], after[:, good])]
    return _Pair(tuple(np.array(names)[good]), *filled, raw.sites[rows], rows)


def _scores(study: Study, own: Examined, rows: np.ndarray) -> Iterator[tuple[str, np.ndarray]]:
    """What should be kept, as numbers: the outcome (for survival the logrank score), then each declared covariate."""
    info = study.manifest.harmonisation
    wanted = [own.outcome, *study.manifest.cohort.covariates, *(info.covariates if info else ())]
    for name in dict.fromkeys(wanted):
        columns = own.covariates.get(name)
        if columns is None:
            continue
        if name == own.outcome and study.manifest.study.task == "survival":
            yield name, logrank_scores(columns[rows, 0], columns[rows, 1])
        elif columns.shape[1] == 1:  # a covariate of several classes has no order to correlate with
            yield name, columns[rows, 0]


def _kept(name: str, outcome: bool, pair: _Pair, score: np.ndarray, known: np.ndarray, seed: int) -> Kept:
    before, after, sites, score = pair.before[known], pair.after[known], pair.sites[known], score[known]
    everyone = np.zeros(len(score), dtype=int)
    found = [stratified_correlations(own, score, strata) for own, strata in (
        (before, sites), (after, sites), (before, everyone))]  # fmt: skip
    chosen = _strongest(found[:2]), _strongest(found[2:])
    signs = np.sign(found[0].within + found[1].within), np.sign(found[2].within)
    return Kept(name, outcome, len(score), *_compared(pair.names, before, after, score, sites, chosen, signs, seed))


def _strongest(found: Sequence[Correlations]) -> list[int]:
    """Features that go with the score within the strata, in one of the tables; strongest first."""
    from scipy.stats import false_discovery_control

    p = np.array([np.where(np.isfinite(own.p), own.p, 1.0) for own in found])
    told = np.array([false_discovery_control(own) <= LEVEL for own in p]).any(axis=0)
    strength = np.max([np.abs(np.nan_to_num(own.within)) for own in found], axis=0)
    order = np.argsort(-strength, kind="stable")
    return [int(column) for column in order if told[column]][:MOST_FEATURES]


def _compared(
    names: Sequence[str], before: np.ndarray, after: np.ndarray, score: np.ndarray, sites: np.ndarray,
    chosen: Sequence[Sequence[int]], signs: Sequence[np.ndarray], seed: int,
) -> list[Compared | None]:  # fmt: skip
    """Each choice of features, compared over the same resamples."""
    columns = sorted({column for own in chosen for column in own})
    if not columns:
        return [None] * len(chosen)
    values = np.hstack([before[:, columns], after[:, columns]])
    random = np.random.default_rng(seed)
    samples = [np.arange(len(score))] + [_resampled(sites, random) for _ in range(RESAMPLES)]
    found = [stratified_correlations(values[rows], score[rows], sites[rows]) for rows in samples]
    # Shape (samples, within or pooled, before or after, columns); the first sample are the data.
    figures = np.array([[own.within, own.pooled] for own in found]).reshape(len(samples), 2, 2, len(columns))
    place = {column: number for number, column in enumerate(columns)}
    return [
        _summed(
            tuple(names[column] for column in own),
            _mean(figures[..., [place[column] for column in own]] * sign[own]),
        )
        if own
        else None
        for own, sign in zip(chosen, signs, strict=True)
    ]


def _summed(features: tuple[str, ...], means: np.ndarray) -> Compared:
    (within_before, within_after), (pooled_before, pooled_after) = means.transpose(1, 2, 0)
    return Compared(
        features,
        *(float(own[0]) for own in (within_before, within_after, pooled_before, pooled_after)),
        _interval(within_after - within_before),
        _interval(pooled_after - pooled_before),
        _interval(pooled_after - within_after),
    )


def _mean(values: np.ndarray) -> np.ndarray:
    """Over the known ones of the last axis; nan where none is."""
    known = np.isfinite(values)
    return np.where(known.any(axis=-1), np.nansum(values, axis=-1) / np.maximum(known.sum(axis=-1), 1), np.nan)


def _resampled(sites: np.ndarray, random: np.random.Generator) -> np.ndarray:
    """Patients drawn anew within their sites."""
    rows = np.arange(len(sites))
    return np.concatenate([random.choice(rows[sites == code], (sites == code).sum()) for code in np.unique(sites)])


def _interval(differences: np.ndarray) -> Interval:
    tail = 100 * (1 - CERTAINTY) / 2
    low, high = np.nanpercentile(differences[1:], [tail, 100 - tail])
    return Interval(float(differences[0]), float(low), float(high), CERTAINTY, "bootstrap")
