"""Each model as something that can be fitted again, in this way and that."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from radaudit.compute.digest import FileRef
from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.offered import OfferedFeatures
from radaudit.evidence.reported import FeatureTable
from radaudit.evidence.target import Target
from radaudit.evidence.unharmonised import unharmonised
from radaudit.models.folds import Folds, made_folds, named_folds
from radaudit.models.harmonised import Harmonise
from radaudit.models.request import Run
from radaudit.models.rerun import Setup
from radaudit.models.sandbox.run import Demand
from radaudit.study.load import Study
from radaudit.study.manifest import ModelInfo


@dataclass(frozen=True)
class ModelSetup:
    """One model with its estimator, its table and its rows. Rows are positions in `cases`.

    Attributes
    ----------
    info
        As declared.
    setup
        What every run of it shares; see `models.rerun.run_all`.
    cases, patients, sites
        Of each row; those with features, an outcome and a set (or all, where no split is declared).
    sets
        Set of each row; None for all where no split is declared.
    folds
        The declared cross-validation: for each repeat and fold the rows held out; empty if none is declared.
    folds_problem
        Why the declared folds could not be made.
    harmonise
        How a run harmonises the features as the study did, but on the rows fitted on alone; None where the setup holds
        no `unharmonised` table, or the study's way can't be gone again.
    """

    info: ModelInfo
    setup: Setup
    cases: tuple[str, ...]
    patients: tuple[str | None, ...]
    sites: tuple[str | None, ...]
    sets: tuple[str | None, ...]
    folds: Folds = ()
    folds_problem: str = ""
    harmonise: Harmonise | None = None

    @property
    def name(self) -> str:
        return self.info.name

    @property
    def target(self) -> np.ndarray:
        """Outcomes; float64, see `evidence.target.Target`."""
        return self.setup.target

    @property
    def events(self) -> np.ndarray | None:
        """Who had the event, bool, shape (rows,); None where the task has none."""
        if self.setup.task not in ("binary", "survival"):
            return None
        return (self.target[:, 1] if self.setup.task == "survival" else self.target) > 0

    @property
    def early(self) -> tuple[str, ...]:
        """Kinds of steps that the authors fitted on all rows."""
        return tuple(sorted(kind for kind, rows in self.info.fitted_on.items() if rows == "all"))

    @property
    def listed_on_all(self) -> bool:
        """Whether the features are a list that was chosen on all rows: no code is there to choose them again."""
        return isinstance(self.info.features, list) and "selection" in self.early

    @property
    def strata(self) -> np.ndarray | None:
        """What stratified folds keep the shares of: the class, or whether the event was seen; None for values."""
        if self.setup.task == "regression":
            return None
        return (self.target if self.events is None else self.events).astype(int)

    def rows(self, *sets: str) -> np.ndarray:
        """The rows of some sets; int64."""
        return np.array([row for row, own in enumerate(self.sets) if own in sets], dtype=int)

    @property
    def validated_rows(self) -> np.ndarray:
        """The rows of the cross-validation."""
        chosen = (self.info.cv.sets if self.info.cv else None) or ["train", "validation"]
        rows = self.rows(*chosen)
        return rows if len(rows) else np.arange(len(self.cases))

    def split_run(self, early: tuple[str, ...] | None = None, **changes: object) -> Run:
        """Fit on the training rows and score all; by default as the authors say they did."""
        early = self.early if early is None else early
        return Run(**({"fit": self.rows("train"), "early": early} | changes))

    def fold_runs(self, early: tuple[str, ...] | None = None, **changes: object) -> tuple[Run, ...]:
        """One run for each repeat and fold of the declared cross-validation; "all rows" are all of its rows."""
        early, rows = self.early if early is None else early, self.validated_rows
        return tuple(
            Run(**({"fit": np.setdiff1d(rows, held), "predict": held, "early": early, "pool": rows} | changes))
            for repeat in self.folds
            for held in repeat
        )

    def stand_in(self) -> dict[str, object]:
        """For `split_run` and `fold_runs`: choose as many features out of the whole table, by the F-test alone.

        An approximation of a selection that the study tells only the result of (`listed_on_all`).
        """
        return {"columns": np.arange(len(self.setup.columns)), "select": len(self.setup.listed)}


@dataclass(frozen=True)
class Setups:
    """The models that have an estimator.

    Attributes
    ----------
    ready
        Those that can be run, by name.
    problems
        Why another can't be, by name.
    """

    ready: Mapping[str, ModelSetup]
    problems: Mapping[str, str] = field(default_factory=dict)


@evidence
def models(study: Study) -> tuple[ModelInfo, ...]:
    """The models that the study declares."""
    if study.manifest.study.task == "segmentation":
        raise NotApplicable("A segmentation study is judged by its masks, not by a model of features.")
    if not study.manifest.models:
        raise Unavailable("The manifest declares no model.", "Add 'models' and 'claims' to radaudit.yaml.")
    return tuple(study.manifest.models)


@evidence
def setups(
    models: tuple[ModelInfo, ...],
    study: Study,
    cohort: Cohort,
    target: Target,
    split: Split | None,
    offered: OfferedFeatures,
    reported: FeatureTable | None,
    auditor: Auditor,
) -> Setups:
    """Every model that has an estimator, ready to be run."""
    models = [model for model in models if model.estimator]
    if not models:
        raise Unavailable("No model names its estimator.", "Add 'models[].estimator: module.py:function'.")
    if not auditor.trust:
        raise Unavailable(
            "The study's code was not run.",
            "Read it, then audit with --trust: it runs in a process of its own, with limits.",
        )
    ready: dict[str, ModelSetup] = {}
    problems: dict[str, str] = {}
    for model in models:
        try:
            made = _setup(study, model, cohort, target, split, offered, auditor.sandbox)
            ready[model.name] = _before_harmonisation(made, study, cohort, reported, offered)
        except Unavailable as reason:
            problems[model.name] = str(reason).rstrip(".")
    return Setups(ready, problems)


def _setup(
    study: Study,
    model: ModelInfo,
    cohort: Cohort,
    target: Target,
    split: Split | None,
    offered: OfferedFeatures,
    sandbox: Demand,
) -> ModelSetup:
    features = offered.of(model.name)
    known = dict(zip(cohort.cases, target.known, strict=True))
    cases = tuple(case for case in features.cases if known[case] and (split is None or split.sets[case]))
    sets = tuple(split.sets[case] if split else None for case in cases)
    if split and "train" not in sets:
        raise Unavailable("No case with features and an outcome is in the training set.")
    if not cases:
        raise Unavailable("No case has features and an outcome.")
    missing = [name for name in model.clinical if name not in cohort.columns]
    if missing:
        raise Unavailable(f"The cohort table has no column {missing[0]!r}, which 'models[].clinical' names.")
    places = [cohort.rows[case] for case in cases]
    setup = Setup(
        model.name,
        model.estimator,
        _code(study, model.estimator),
        target.task,
        features.names,
        features.values[[features.rows[case] for case in cases]],
        {name: tuple(cohort.columns[name][place] for place in places) for name in model.clinical},
        target.values[places],
        features.listed,
        max(2, len(target.classes)),
        sandbox,
        model.horizons,
    )
    patients, sites = (tuple(own[place] for place in places) for own in (cohort.patients, cohort.sites))
    made = ModelSetup(model, setup, cases, patients, sites, sets)
    return with_folds(made, cohort) if model.cv else made


def _before_harmonisation(
    made: ModelSetup, study: Study, cohort: Cohort, reported: FeatureTable | None, offered: OfferedFeatures
) -> ModelSetup:
    """The same with its features from before harmonisation, where the study gives them."""
    table, how = unharmonised(study, cohort, reported, offered.of(made.name), made.cases)
    return made if table is None else replace(made, setup=replace(made.setup, unharmonised=table), harmonise=how)


def with_folds(made: ModelSetup, cohort: Cohort | None) -> ModelSetup:
    """The same with its folds, or with why there are none."""
    cv, rows = made.info.cv, made.validated_rows
    try:
        if cv.column:
            folds = named_folds([cohort.columns[cv.column][cohort.rows[made.cases[row]]] for row in rows])
        else:
            groups = [made.patients[row] or made.cases[row] for row in rows] if cv.grouped else None
            labels = made.strata[rows] if cv.stratified and made.strata is not None else None
            folds = made_folds(labels, len(rows), cv.folds, cv.repeats, cv.seed, groups)
    except ValueError as fault:
        return ModelSetup(**(vars(made) | {"folds_problem": str(fault).rstrip(".")}))
    placed = tuple(tuple(rows[held] for held in repeat) for repeat in folds)
    return ModelSetup(**(vars(made) | {"folds": placed}))


def _code(study: Study, entry: str) -> dict[str, FileRef]:
    """The module and every other Python file beside or below it, which it may import."""
    module = study.path(entry.rpartition(":")[0])
    files = sorted(path for path in module.parent.rglob("*.py") if path.resolve().is_relative_to(study.root))
    return {path.relative_to(study.root).as_posix(): FileRef.of(path) for path in files}
