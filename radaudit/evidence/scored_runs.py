"""The runs of a model that a claim is about, and the figure that comes of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from radaudit.evidence.gauge import Gauge
from radaudit.evidence.setups import ModelSetup
from radaudit.models.request import Run, RunResult
from radaudit.statistics.pairings import pairings


@dataclass(frozen=True)
class ScoredRuns:
    """A figure of some runs as a function of weights of the rows: of one set, or the mean over folds.

    Attributes
    ----------
    runs
        With ``predict`` given.
    parts
        Groups of runs whose scores are pooled; the figure is the mean over groups.
    """

    runs: tuple[Run, ...]
    parts: tuple[tuple[int, ...], ...]

    def figure(self, gauge: Gauge, results: Sequence[RunResult], target: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """The figure as it is shown; groups that a resample leaves undefined are left out of its mean.

        Parameters
        ----------
        gauge
            What is measured.
        results
            Of the runs, in their order.
        target
            Outcomes of all rows.
        weights
            Of all rows, shape (resamples, rows).

        Returns
        -------
        numpy.ndarray
            Shape (resamples,); nan where no group is defined.
        """
        return gauge.shown(_mean(self.by_part(gauge, results, target, weights)))

    def plain(self, gauge: Gauge, results: Sequence[RunResult], target: np.ndarray) -> float:
        """The measure itself, which need not be what is shown of it; every case counts once."""
        return float(_mean(self.by_part(gauge, results, target, np.ones((1, len(target)))))[0])

    def by_part(
        self, gauge: Gauge, results: Sequence[RunResult], target: np.ndarray, weights: np.ndarray
    ) -> np.ndarray:
        """The measure of each group; shape (groups, resamples), nan where undefined. Parameters as `figure`."""
        return np.array([_of(gauge, target[rows], own, weights[:, rows]) for rows, own in self._parts(gauge, results)])

    def by_chance(
        self, gauge: Gauge, results: Sequence[RunResult], target: np.ndarray, seed: int, most: int = 2000
    ) -> float:
        """The figure, had these predictions nothing to do with the outcomes; nan where it is undefined.

        Within each group the predictions are paired with the outcomes of other cases (`statistics.pairings`), in at
        most so many ways over all groups.
        """
        means = []
        for rows, own in self._parts(gauge, results):
            ones = np.ones((1, len(rows)))
            found = [
                _of(gauge, target[rows[order]], own, ones)
                for order in pairings(len(rows), seed, max(2, most // len(self.parts)))
            ]
            means.append(_mean(np.array(found)))
        return float(gauge.shown(_mean(np.array(means)))[0])

    def undefined(self, gauge: Gauge, results: Sequence[RunResult], target: np.ndarray) -> str:
        """Why the figure has no value, where it has none; a sentence without a full stop."""
        for rows, own in self._parts(gauge, results):
            try:
                gauge.statistic(target[rows], own)
            except ValueError as fault:
                return str(fault).rstrip(".")
        return f"its {gauge.name} is not defined on the scored cases"

    def _parts(self, gauge: Gauge, results: Sequence[RunResult]) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Rows and scores of each group."""
        for part in self.parts:
            rows = np.concatenate([self.runs[run].predict for run in part])
            yield rows, np.concatenate([gauge.scores(results[run]) for run in part])


def _of(gauge: Gauge, target: np.ndarray, scores: np.ndarray, weights: np.ndarray) -> np.ndarray:
    try:
        return gauge.statistic(target, scores)(weights)
    except ValueError:
        return np.full(len(weights), np.nan)


def _mean(found: np.ndarray) -> np.ndarray:
    """Over the first axis, of what is defined."""
    defined = np.isfinite(found)
    total, count = np.where(defined, found, 0.0).sum(axis=0), defined.sum(axis=0)
    return np.divide(total, count, out=np.full(total.shape, np.nan), where=count > 0)


def scored_runs(own: ModelSetup, name: str | None, seed: int) -> tuple[ScoredRuns | None, str]:
    """The runs that a claim is about, or why there are none."""
    if name is None:
        return None, "the claim names no set"
    if name == "cv":
        if not own.folds:
            return None, own.folds_problem or "the study does not declare its folds ('models[].cv')"
        return of_folds(own.fold_runs(seed=seed), own.folds, own.info.cv.average == "pooled"), ""
    held = own.rows(name)
    if not len(held):
        return None, f"no case is in the set {name!r}"
    if not len(own.rows("train")):
        return None, "no case is in the training set"
    run = own.split_run(seed=seed, predict=held, pool=np.arange(len(own.cases)))
    return ScoredRuns((run,), ((0,),)), ""


def of_folds(runs: tuple[Run, ...], folds: Sequence[Sequence[np.ndarray]], pooled: bool) -> ScoredRuns:
    """Runs of a cross-validation, one a fold, measured fold by fold, or pooled within each repeat."""
    counts = [len(repeat) for repeat in folds]
    starts = np.cumsum([0, *counts])
    repeats = tuple(tuple(range(starts[i], starts[i + 1])) for i in range(len(counts)))
    return ScoredRuns(runs, repeats if pooled else tuple((run,) for run in range(len(runs))))
