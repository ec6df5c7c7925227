"""The runs of a model that a claim is about, and the AUC that comes of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from radaudit.evidence.setups import ModelSetup
from radaudit.models.request import Run
from radaudit.statistics.weighted_auc import weighted_auc


@dataclass(frozen=True)
class ScoredRuns:
    """The AUC of some runs as a function of weights of the rows: one figure, or the mean over folds.

    Attributes
    ----------
    runs
        With ``predict`` given.
    parts
        Groups of runs whose scores are pooled; the AUC is the mean over groups.
    """

    runs: tuple[Run, ...]
    parts: tuple[tuple[int, ...], ...]

    def auc(self, scores: Sequence[np.ndarray], events: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """Shape (resamples,); groups that a resample leaves with one class are left out of its mean."""
        found = []
        for part in self.parts:
            rows = np.concatenate([self.runs[run].predict for run in part])
            own = np.concatenate([scores[run] for run in part])
            held = weights[:, rows]
            found.append(weighted_auc(own, held * events[rows], held * ~events[rows]))
        defined = np.isfinite(found)
        total = np.where(defined, found, 0.0).sum(axis=0)
        return np.divide(total, defined.sum(axis=0), out=np.full(len(weights), np.nan), where=defined.any(axis=0))


def scored_runs(own: ModelSetup, name: str | None, seed: int) -> tuple[ScoredRuns | None, str]:
    """The runs that a claim is about, or why there are none."""
    if name is None:
        return None, "the claim names no set"
    if name == "cv":
        if not own.folds:
            return None, own.folds_problem or "the study does not declare its folds ('models[].cv')"
        runs = own.fold_runs(seed=seed)
        counts = [len(repeat) for repeat in own.folds]
        starts = np.cumsum([0, *counts])
        pooled = tuple(tuple(range(starts[i], starts[i + 1])) for i in range(len(counts)))
        parts = pooled if own.info.cv.average == "pooled" else tuple((run,) for run in range(len(runs)))
        return ScoredRuns(runs, parts), ""
    held = own.rows(name)
    if not len(held):
        return None, f"no case is in the set {name!r}"
    if not len(own.rows("train")):
        return None, "no case is in the training set"
    run = own.split_run(seed=seed, predict=held, pool=np.arange(len(own.cases)))
    return ScoredRuns((run,), ((0,),)), ""
