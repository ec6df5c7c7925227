"""The study's models, fitted and scored again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from radaudit.compute.digest import FileRef
from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure
from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.cohort import Cohort, Outcome, Split
from radaudit.evidence.reported import FeatureTable
from radaudit.models.rerun import Refit
from radaudit.study.load import Study
from radaudit.study.manifest import ModelInfo


@dataclass(frozen=True)
class Rerun:
    """One model, fitted on the declared train rows.

    Attributes
    ----------
    problem
        Why it could not be run; empty if it could.
    scores
        By case.
    probabilities
        Whether the scores are probabilities of the event.
    offered, used
        Columns it was given; those the fitted model depends on, None where it does not tell.
    steps
        Class names of the estimator's steps.
    clinical
        Those of the columns that are clinical.
    """

    model: str
    problem: str = ""
    scores: Mapping[str, float] = field(default_factory=dict)
    probabilities: bool = True
    offered: tuple[str, ...] = ()
    used: tuple[str, ...] | None = None
    steps: tuple[str, ...] = ()
    clinical: tuple[str, ...] = ()

    def of(self, cases: tuple[str, ...]) -> np.ndarray:
        """Scores of these cases, nan where a case has none; shape (cases,)."""
        return np.array([self.scores.get(case, np.nan) for case in cases])


@evidence
def models(study: Study) -> tuple[ModelInfo, ...]:
    """The models that the study declares."""
    if study.manifest.study.task == "segmentation":
        raise NotApplicable("A segmentation study is judged by its masks, not by a model of features.")
    if not study.manifest.models:
        raise Unavailable("The manifest declares no model.", "Add 'models' and 'claims' to radaudit.yaml.")
    return tuple(study.manifest.models)


@evidence
def reruns(
    models: tuple[ModelInfo, ...],
    study: Study,
    cohort: Cohort,
    outcome: Outcome,
    split: Split,
    reported: FeatureTable,
    auditor: Auditor,
    compute: Compute,
) -> Mapping[str, Rerun]:
    """Every model that has an estimator, by name."""
    models = [model for model in models if model.estimator]
    if not models:
        raise Unavailable("No model names its estimator.", "Add 'models[].estimator: module.py:function'.")
    if not auditor.trust:
        raise Unavailable(
            "The study's code was not run.",
            "Read it, then audit with --trust: it runs in a process of its own, with limits.",
        )
    made: dict[str, Rerun] = {}
    jobs: dict[str, Refit] = {}
    cases: dict[str, tuple[str, ...]] = {}
    for model in models:
        try:
            jobs[model.name], cases[model.name] = _job(study, model, cohort, outcome, split, reported, auditor.seed)
        except Unavailable as reason:
            made[model.name] = Rerun(model.name, str(reason).rstrip("."))
    for (name, job), result in zip(jobs.items(), compute.map("Fitting models", list(jobs.values())), strict=True):
        made[name] = _rerun(job, result, cases[name])
    return {model.name: made[model.name] for model in models}


def _rerun(job: Refit, result: dict | Failure, cases: tuple[str, ...]) -> Rerun:
    if isinstance(result, Failure):
        return Rerun(job.model, result.message)
    return Rerun(
        job.model,
        "",
        dict(zip(cases, result["scores"], strict=True)),
        result["probabilities"],
        (*job.columns, *job.clinical),
        None if result["used"] is None else tuple(result["used"]),
        tuple(result["steps"]),
        tuple(job.clinical),
    )


def _job(
    study: Study, model: ModelInfo, cohort: Cohort, outcome: Outcome, split: Split, reported: FeatureTable, seed: int
) -> tuple[Refit, tuple[str, ...]]:
    events = dict(zip(cohort.cases, outcome.events, strict=True))
    cases = tuple(case for case in reported.cases if events[case] is not None and split.sets[case])
    train = np.array([split.sets[case] == "train" for case in cases])
    if not train.any():
        raise Unavailable("No case with features and an outcome is in the training set.")
    columns = _columns(model, reported)
    missing = [name for name in model.clinical if name not in cohort.columns]
    if missing:
        raise Unavailable(f"The cohort table has no column {missing[0]!r}, which 'models[].clinical' names.")
    rows = [reported.rows[case] for case in cases]
    job = Refit(
        model.name,
        model.estimator,
        _code(study, model.estimator),
        columns,
        reported.values[np.ix_(rows, [reported.columns[name] for name in columns])],
        {name: tuple(cohort.columns[name][cohort.rows[case]] for case in cases) for name in model.clinical},
        np.array([events[case] for case in cases]),
        train,
        seed,
    )
    return job, cases


def _columns(model: ModelInfo, reported: FeatureTable) -> tuple[str, ...]:
    if model.features == "reported":
        return reported.names
    if isinstance(model.features, str):
        raise Unavailable(f"Models on {model.features} features are not re-run yet; only on the reported table.")
    unknown = [name for name in model.features if name not in reported.columns]
    if unknown:
        raise Unavailable(f"The feature table has no column {unknown[0]!r}, which 'models[].features' names.")
    return tuple(model.features)


def _code(study: Study, entry: str) -> dict[str, FileRef]:
    """The module and every other Python file beside or below it, which it may import."""
    module = study.path(entry.rpartition(":")[0])
    files = sorted(path for path in module.parent.rglob("*.py") if path.resolve().is_relative_to(study.root))
    return {path.relative_to(study.root).as_posix(): FileRef.of(path) for path in files}
