"""Every claimed AUC of cases that were held out, with the runs that would give it."""

from __future__ import annotations

from dataclasses import dataclass

from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.printed import PrintedClaim, PrintedSet
from radaudit.evidence.scored_runs import ScoredRuns, scored_runs
from radaudit.evidence.setups import ModelSetup, Setups


@dataclass(frozen=True)
class ClaimedAuc:
    """A claim and how to get at it.

    Attributes
    ----------
    model, claim
        Whose, and the claim.
    problem
        Why it can't be run; empty if it can.
    own, scored
        The model and its runs as declared; None where there is a problem.
    """

    model: str
    claim: PrintedClaim
    problem: str = ""
    own: ModelSetup | None = None
    scored: ScoredRuns | None = None


@evidence
def claimed_aucs(setups: Setups, printed_claims: tuple[PrintedSet, ...], auditor: Auditor) -> tuple[ClaimedAuc, ...]:
    """Every claimed AUC, with the runs of its model on its set; figures of the training cases are another question."""
    held_out = [group for group in printed_claims if group.set != "train"]
    claims = [(group, own) for group in held_out for own in group.claims if own.claim.metric == "auc"]
    if not claims:
        raise NotApplicable("The study claims no AUC of cases that were held out.")
    if not setups.ready:
        raise Unavailable("No model can be run.", "; ".join(setups.problems.values()))
    return tuple(_claimed(setups, group.model, own, auditor.seed) for group, own in claims)


def _claimed(setups: Setups, model: str | None, claim: PrintedClaim, seed: int) -> ClaimedAuc:
    name = model or (next(iter(setups.ready)) if len(setups.ready) == 1 else "")
    own = setups.ready.get(name)
    if own is None:
        reason = setups.problems.get(name, "its model has no estimator that can be run")
        return ClaimedAuc(name, claim, reason)
    if own.setup.task != "binary":
        return ClaimedAuc(name, claim, "its outcome is not binary")
    scored, problem = scored_runs(own, claim.claim.set, seed)
    return ClaimedAuc(name, claim, problem) if problem else ClaimedAuc(name, claim, "", own, scored)
