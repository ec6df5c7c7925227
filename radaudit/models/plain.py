"""Plain pipelines without a leak: what anybody would reach on the same table."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import ClassVar

import numpy as np

from radaudit.compute.job import NAME_ONLY, Job
from radaudit.core.errors import JobFailed

Splits = list[tuple[np.ndarray, np.ndarray]]
INNER_FOLDS = 5
LEARNT, LEFT_OUT = -1, -2  # in place of the number of a fold


@dataclass(frozen=True)
class FitPlain(Job):
    """One plain pipeline, fitted and scored fold by fold.

    Everything that learns - imputation, scaling, tuning - is fitted on the rows that a fold trains on, and tuning
    splits these by patient. ``run`` gives ``scores``: probabilities of the event, one list a repeat, None for
    the rows of no fold.

    Attributes
    ----------
    pipeline
        A key of `PIPELINES`.
    features
        float64, shape (cases, features); nan where a value is missing.
    events
        bool, shape (cases,).
    patients
        Whole numbers, shape (cases,): equal for cases of one patient.
    folds
        Whole numbers, shape (repeats, cases): the fold that scores a case; `LEARNT` for a case that is only ever
        trained on, `LEFT_OUT` for one that is not used.
    seed
        Of everything random in the pipeline.
    """

    revision: ClassVar[int] = 1
    libraries: ClassVar[tuple[str, ...]] = ("scikit-learn", "numpy", "scipy")

    name: str = field(metadata=NAME_ONLY)
    pipeline: str
    features: np.ndarray
    events: np.ndarray
    patients: np.ndarray
    folds: np.ndarray
    seed: int

    @property
    def title(self) -> str:
        return self.name

    def run(self) -> dict:
        return {"scores": [self._repeat(folds) for folds in self.folds]}

    def _repeat(self, folds: np.ndarray) -> list[float | None]:
        scores: list[float | None] = [None] * len(folds)
        for fold in sorted(set(folds.tolist()) - {LEARNT, LEFT_OUT}):
            scored = np.flatnonzero(folds == fold)
            train = np.flatnonzero((folds != fold) & (folds != LEFT_OUT))
            for case, score in zip(scored, self._fitted(train).predict_proba(self.features[scored])[:, 1], strict=True):
                scores[case] = float(score)
        return scores

    def _fitted(self, train: np.ndarray):
        counts = np.bincount(self.events[train].astype(int), minlength=2)
        if counts.min() < 2:
            raise JobFailed(
                f"{self.name}: a training set holds {counts[1]} events and {counts[0]} others; needs two of each"
            )
        inner = inner_splits(self.events[train], self.patients[train], self.seed)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a fit that stops early is still a fair, plain model
            estimator = PIPELINES[self.pipeline].build(inner, self.seed)
            return estimator.fit(self.features[train], self.events[train].astype(int))


def inner_splits(events: np.ndarray, patients: np.ndarray, seed: int) -> Splits | None:
    """Folds for tuning, stratified by outcome, patients whole; None where there are too few cases for any."""
    from sklearn.model_selection import StratifiedGroupKFold

    fewest = min(len(set(patients[events == value])) for value in (False, True))
    folds = min(INNER_FOLDS, fewest)
    if folds < 2:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that a fold may lack a class is looked at next
        splits = list(StratifiedGroupKFold(folds, shuffle=True, random_state=seed).split(events, events, patients))
    complete = [(train, test) for train, test in splits if len(set(events[train])) == 2 == len(set(events[test]))]
    return complete or None


@dataclass(frozen=True)
class Pipeline:
    """A plain pipeline.

    Attributes
    ----------
    label
        As people name it.
    build
        From tuning folds and a seed to an unfitted scikit-learn estimator.
    """

    label: str
    build: Callable[[Splits | None, int], object]


def _prepared(estimator: object, scaled: bool = True):
    from sklearn.impute import SimpleImputer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    steps = [SimpleImputer(strategy="median", keep_empty_features=True)]
    steps += [StandardScaler()] if scaled else []
    return make_pipeline(*steps, estimator)


def _logistic(inner: Splits | None, seed: int):
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GridSearchCV

    plain = LogisticRegression(max_iter=2000)
    if inner is None:
        return _prepared(plain)
    grid = {"logisticregression__C": np.logspace(-4, 2, 7)}
    return GridSearchCV(_prepared(plain), grid, scoring="neg_log_loss", cv=inner)


def _untuned(inner: Splits | None, seed: int):
    from sklearn.linear_model import LogisticRegression

    return _prepared(LogisticRegression(max_iter=2000))


def _elastic_net(inner: Splits | None, seed: int):
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GridSearchCV

    plain = LogisticRegression(solver="saga", l1_ratio=0.5, C=0.1, max_iter=300, tol=1e-2, random_state=seed)
    if inner is None:
        return _prepared(plain)
    grid = {"logisticregression__C": np.logspace(-2, 1, 4)}
    return GridSearchCV(_prepared(plain), grid, scoring="neg_log_loss", cv=inner)


def _forest(inner: Splits | None, seed: int):
    from sklearn.ensemble import RandomForestClassifier

    return _prepared(RandomForestClassifier(300, random_state=seed), scaled=False)


def _boosting(inner: Splits | None, seed: int):
    from sklearn.ensemble import HistGradientBoostingClassifier

    return _prepared(HistGradientBoostingClassifier(min_samples_leaf=5, random_state=seed), scaled=False)


def _prevalence(inner: Splits | None, seed: int):
    from sklearn.dummy import DummyClassifier

    return DummyClassifier(strategy="prior")


PIPELINES: Mapping[str, Pipeline] = MappingProxyType(
    {
        "no-information": Pipeline("no information (the prevalence)", _prevalence),
        "few-columns": Pipeline("logistic regression", _untuned),
        "logistic": Pipeline("logistic regression, L2", _logistic),
        "elastic-net": Pipeline("elastic net", _elastic_net),
        "random-forest": Pipeline("random forest", _forest),
        "boosting": Pipeline("gradient boosting", _boosting),
    }
)
