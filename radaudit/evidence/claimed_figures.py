"""Every claimed figure of cases that were held out, with the runs that would give it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.finding import Location
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.gauge import Gauge, gauge_for
from radaudit.evidence.printed import PrintedClaim, PrintedSet
from radaudit.evidence.scored_runs import ScoredRuns, scored_runs
from radaudit.evidence.setups import ModelSetup, Setups
from radaudit.models.metrics import METRICS_BY_TASK
from radaudit.models.request import RunResult
from radaudit.study.manifest import ModelInfo

MEASURES = frozenset(name for known in METRICS_BY_TASK.values() for name in known)


@dataclass(frozen=True)
class ClaimedFigure:
    """A claim and how to get at it.

    Attributes
    ----------
    model, claim
        Whose, and the claim.
    problem
        Why it can't be run; empty if it can.
    own, scored, gauge
        The model, its runs as declared, and what is measured of them; None where there is a problem.
    """

    model: str
    claim: PrintedClaim
    problem: str = ""
    own: ModelSetup | None = None
    scored: ScoredRuns | None = None
    gauge: Gauge | None = None

    @property
    def id(self) -> str:
        return self.claim.claim.id

    @property
    def set(self) -> str | None:
        return self.claim.claim.set

    @property
    def place(self) -> Location:
        """Where it stands in the manifest."""
        return self.claim.place

    @property
    def value(self) -> float:
        """What is claimed, as it is shown."""
        return float(self.gauge.shown(self.claim.claim.value))

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """The claimed interval; None where there is none, or where the figure is shown otherwise."""
        plain = self.gauge.metric.higher_is_better is not None
        return (self.claim.claim.ci if plain else None) or (None, None)

    @property
    def title(self) -> str:
        """For plots."""
        return f"{self.model}, {self.set}"

    def lacks(self, results: Sequence[RunResult]) -> str:
        """Why these results of runs can't be measured: one broke, or the scores are of another kind; else empty."""
        broken = next((result.problem for result in results if result.problem), "")
        return broken or self.gauge.missing(results[0])

    def of_all(self, results: Sequence[RunResult], target: np.ndarray | None = None) -> float:
        """The figure of these results, every case counted once; nan where it is undefined.

        Parameters
        ----------
        results
            Of `scored`, in its order.
        target
            Outcomes of all rows; None for the true ones.
        """
        ones = np.ones((1, len(self.own.cases)))
        return float(self.scored.figure(self.gauge, results, self.own.target if target is None else target, ones)[0])


@evidence
def claimed_figures(
    setups: Setups, models: tuple[ModelInfo, ...], printed_claims: tuple[PrintedSet, ...], auditor: Auditor
) -> tuple[ClaimedFigure, ...]:
    """Every claimed measure, with the runs of its model on its set; those of the training cases are another question.

    Claims about others than these models are of predicted masks.
    """
    names = (None, *(model.name for model in models))
    claims = [
        (group, own)
        for group in printed_claims
        if group.set != "train" and group.model in names
        for own in group.claims
        if own.claim.metric in MEASURES
    ]
    if not claims:
        raise NotApplicable("The study claims no figure of cases that were held out from a model.")
    if not setups.ready:
        raise Unavailable("No model can be run.", "; ".join(setups.problems.values()))
    return tuple(_claimed(setups, group.model, own, auditor.seed) for group, own in claims)


def _claimed(setups: Setups, model: str | None, claim: PrintedClaim, seed: int) -> ClaimedFigure:
    name = model or (next(iter(setups.ready)) if len(setups.ready) == 1 else "")
    own = setups.ready.get(name)
    if own is None:
        reason = setups.problems.get(name, "its model has no estimator that can be run")
        return ClaimedFigure(name, claim, reason)
    gauge, problem = gauge_for(own, claim.claim)
    if gauge is None:
        return ClaimedFigure(name, claim, problem)
    scored, problem = scored_runs(own, claim.claim.set, seed)
    return ClaimedFigure(name, claim, problem) if problem else ClaimedFigure(name, claim, "", own, scored, gauge)
