"""Each model cross-validated anew: patients kept whole, every step inside the folds, many divisions of the cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from radaudit.compute.engine import Compute
from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.flaws import flaws_of, shared_with, without
from radaudit.evidence.gauge import Gauge
from radaudit.evidence.images import ImageIndex
from radaudit.evidence.scored_runs import ScoredRuns, of_folds
from radaudit.evidence.setups import ModelSetup, Setups
from radaudit.models.folds import Folds, made_folds
from radaudit.models.request import Run, RunResult
from radaudit.models.side_by_side import Work, side_by_side
from radaudit.statistics.interval import Interval
from radaudit.statistics.over_folds import mean_over_folds

FOLDS = 5
IN_ONE_PROCESS = 50
EXTERNAL = "external"


@dataclass(frozen=True)
class CrossValidation:
    """One model under folds that the study did not choose.

    Where the estimator is itself a search, such as a GridSearchCV, this is nested cross-validation.

    Attributes
    ----------
    own
        The model.
    problem
        Why there is none; empty if there is.
    cases, repeats
        That took part: all but those of the external set; how often they were divided.
    scored, results
        The runs, one a fold, and what they gave.
    """

    own: ModelSetup
    problem: str = ""
    cases: int = 0
    repeats: int = 0
    scored: ScoredRuns | None = field(default=None, repr=False)
    results: Sequence[RunResult] = field(default=(), repr=False)

    def of(self, gauge: Gauge) -> Interval | None:
        """A figure as it is shown: the mean over all folds of all repeats, with the corrected resampled t interval.

        None where the scores can't be measured so, or fewer than two folds give the measure a value.
        """
        if self.problem or gauge.missing(self.results[0]):
            return None
        target = self.own.target
        found = gauge.shown(self.scored.by_part(gauge, self.results, target, np.ones((1, len(target))))[:, 0])
        kept = np.flatnonzero(np.isfinite(found))
        if len(kept) < 2:
            return None
        held = [len(self.scored.runs[fold].predict) for fold in kept]
        return gauge.within(mean_over_folds(found[kept].tolist(), held, self.cases))


@evidence
def cross_validations(
    setups: Setups, images: ImageIndex | None, auditor: Auditor, compute: Compute
) -> Mapping[str, CrossValidation]:
    """Every model that can be run, by name."""
    if not setups.ready:
        raise Unavailable("No model can be run.", "; ".join(setups.problems.values()))
    works = [_validated(own, images, auditor) for own in setups.ready.values()]
    found = side_by_side(compute.map, "Cross-validating anew", works, IN_ONE_PROCESS)
    return dict(zip(setups.ready, found, strict=True))


def _validated(own: ModelSetup, images: ImageIndex | None, auditor: Auditor) -> Work[CrossValidation]:
    rows = np.array([row for row, name in enumerate(own.sets) if name != EXTERNAL], dtype=int)
    try:
        folds = _folds(own, rows, auditor)
    except ValueError as fault:
        return CrossValidation(own, str(fault).rstrip("."))
    runs = [Run(fit=np.setdiff1d(rows, held), predict=held, seed=auditor.seed) for repeat in folds for held in repeat]
    shared = shared_with(own, images)
    runs = without(runs, (), flaws_of(own, runs, shared), shared)
    results = yield own.setup, runs
    broken = next((result.problem for result in results if result.problem), "")
    if broken:
        return CrossValidation(own, broken)
    return CrossValidation(own, "", len(rows), len(folds), of_folds(runs, folds, pooled=False), results)


def _folds(own: ModelSetup, rows: np.ndarray, auditor: Auditor) -> Folds:
    """Rows held out, repeat by repeat; classes keep their shares, and a patient's cases stay together.

    Raises
    ------
    ValueError
        If there are fewer cases of a class, or fewer patients, than folds.
    """
    names = [own.patients[row] or f"case {own.cases[row]}" for row in rows]
    groups = names if len(set(names)) < len(names) else None
    strata = own.strata[rows] if own.strata is not None else None
    if strata is not None and np.unique(strata, return_counts=True)[1].min() < FOLDS:
        raise ValueError(f"a class has fewer than {FOLDS} cases")
    made = made_folds(strata, len(rows), FOLDS, auditor.effort.repeats, auditor.seed, groups)
    return tuple(tuple(rows[held] for held in repeat) for repeat in made)
