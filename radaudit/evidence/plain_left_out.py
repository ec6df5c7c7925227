"""Each site left out of a plain model on the study's table, where no model of the study can be run."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.evidence.cohort import Cohort, Outcome
from radaudit.evidence.leading import leading_gauge
from radaudit.evidence.left_out import LeftOutSites, elsewhere, left_out, sites_to_try, weights_of
from radaudit.evidence.reported import FeatureTable
from radaudit.evidence.scored_runs import ScoredRuns
from radaudit.evidence.setups import ModelSetup
from radaudit.models.folds import made_folds
from radaudit.models.plain import LEARNT, LEFT_OUT, PIPELINES, FitPlain
from radaudit.models.request import Run, RunResult
from radaudit.models.rerun import Setup
from radaudit.study.load import Study
from radaudit.study.manifest import ModelInfo

PIPELINE = "logistic"
FOLDS = 5


def plain_left_out(
    study: Study, cohort: Cohort, outcome: Outcome, reported: FeatureTable, seed: int, compute: Compute
) -> LeftOutSites:
    """A plain model at left-out sites, beside the same cross-validated with cases of every site to learn from.

    Patients with cases at several sites are left out of both.
    """
    gauge, name = leading_gauge("binary"), PIPELINES[PIPELINE].label
    blank = LeftOutSites(f"{name} on the reported table", gauge, plain=True)
    own = _model(name, cohort, outcome, reported)
    names, small = sites_to_try(own)
    blank = replace(blank, small=small)
    if len(names) < 2:
        return replace(blank, problem="fewer than two sites have enough cases of each kind")
    rows = np.flatnonzero(_at_one_site(own))
    people = [own.patients[row] or f"case {own.cases[row]}" for row in rows]
    try:
        [held] = made_folds(own.target[rows].astype(int), len(rows), FOLDS, 1, seed, people)
    except ValueError as fault:
        return replace(blank, problem=str(fault).rstrip("."))
    by_site = [np.array([row for row in rows if own.sites[row] == site]) for site in names]
    at_random = [rows[part] for part in held]
    people = [patient or f"case {case}" for patient, case in zip(own.patients, own.cases, strict=True)]
    numbers = np.unique(people, return_inverse=True)[1]
    folds = np.array([_numbered(len(own.cases), rows, parts) for parts in (by_site, at_random)])
    job = FitPlain(name, PIPELINE, own.setup.features, own.target > 0, numbers, folds, seed)
    [result] = compute.map("Leaving sites out of a plain model", [job])
    if isinstance(result, Failure):
        return replace(blank, problem=result.message.rstrip("."))
    weights = weights_of(own, seed)
    runs, results = _scored(rows, by_site, result["scores"][0])
    info = study.manifest.harmonisation
    way = left_out(own, gauge, "given" if info and info.table is None else "none", names, runs, results, weights)
    if way.problem:
        return replace(blank, problem=way.problem)
    runs, results = _scored(rows, at_random, result["scores"][1])
    pooled = ScoredRuns(runs, (tuple(range(len(runs))),)).figure(gauge, results, own.target, weights)
    beside = elsewhere(f"{FOLDS}-fold cross-validation over all sites", gauge, pooled, way)
    return replace(blank, ways=(way,), elsewhere=(beside,))


def _model(name: str, cohort: Cohort, outcome: Outcome, reported: FeatureTable) -> ModelSetup:
    """The plain model as one that can be run, on the cases with features, an outcome and a site."""
    events = dict(zip(cohort.cases, outcome.events, strict=True))
    cases = tuple(case for case in reported.cases if events[case] is not None and cohort.sites[cohort.rows[case]])
    places = [cohort.rows[case] for case in cases]
    values = reported.values[[reported.rows[case] for case in cases]]
    values = np.where(np.isfinite(values), values, np.nan)
    target = np.array([float(events[case]) for case in cases])
    listed = np.arange(len(reported.names))
    setup = Setup(name, "", {}, "binary", reported.names, values, {}, target, listed)
    patients, sites = (tuple(column[place] for place in places) for column in (cohort.patients, cohort.sites))
    return ModelSetup(ModelInfo(name=name), setup, cases, patients, sites, (None,) * len(cases))


def _at_one_site(own: ModelSetup) -> np.ndarray:
    """Rows of patients all of whose cases are from one site; bool, shape (rows,)."""
    sites: dict[str | None, set[str | None]] = {}
    for patient, site in zip(own.patients, own.sites, strict=True):
        sites.setdefault(patient, set()).add(site)
    return np.array([patient is None or len(sites[patient]) == 1 for patient in own.patients])


def _numbered(cases: int, rows: np.ndarray, parts: list[np.ndarray]) -> np.ndarray:
    """The fold of each case, as `FitPlain` has it: cases of small sites are always learnt from."""
    folds = np.full(cases, LEFT_OUT)
    folds[rows] = LEARNT
    for number, part in enumerate(parts):
        folds[part] = number
    return folds


def _scored(
    rows: np.ndarray, parts: list[np.ndarray], scores: list[float | None]
) -> tuple[tuple[Run, ...], list[RunResult]]:
    """The folds as runs with their results."""
    runs = tuple(Run(fit=np.setdiff1d(rows, part), predict=part) for part in parts)
    return runs, [RunResult("", tuple((float(scores[row]),) for row in part)) for part in parts]
