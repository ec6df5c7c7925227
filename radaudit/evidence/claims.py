"""What the authors claim, beside what the re-run gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from radaudit.core.errors import NotApplicable
from radaudit.core.finding import Location
from radaudit.core.step import evidence
from radaudit.evidence.cohort import Cohort, Outcome, Split
from radaudit.evidence.reruns import Rerun
from radaudit.models.metrics import METRICS, measure
from radaudit.statistics.interval import Interval
from radaudit.study.load import Study
from radaudit.study.manifest import Claim, Manifest

COUNTED = ("n", "n_events", "n_features")  # claims that need no model; see cohort/declared-numbers

Status = Literal["reproduced", "within the interval", "not reproduced", "not assessable"]


@dataclass(frozen=True)
class AssessedClaim:
    """One claim about a model.

    Attributes
    ----------
    claim
        As declared.
    decimals
        To how many decimals it is written.
    place
        Where it stands in the manifest.
    status
        "reproduced": equal to the decimals written, or within the declared tolerance.
    found
        The re-run's figure with its 95 % interval; None if not assessable.
    cases, events
        Of the set it was computed on.
    reason
        Why it is not assessable.
    """

    claim: Claim
    decimals: int
    place: Location
    status: Status
    found: Interval | None = None
    cases: int = 0
    events: int = 0
    reason: str = ""


@evidence
def claims(
    study: Study, reruns: Mapping[str, Rerun], cohort: Cohort, outcome: Outcome, split: Split
) -> tuple[AssessedClaim, ...]:
    """Every claim about a model's performance, assessed by the re-run."""
    declared = [(i, claim) for i, claim in enumerate(study.manifest.claims) if claim.metric not in COUNTED]
    if not declared:
        raise NotApplicable("The study makes no claim about a model's performance.")
    events = dict(zip(cohort.cases, outcome.events, strict=True))
    assessed = []
    for index, claim in declared:
        decimals, place = decimals_of(study, index), study.declared("claims", index)
        model = claim.model or (study.manifest.models[0].name if len(study.manifest.models) == 1 else None)
        reason = _not_assessable(claim, model, reruns, split)
        if reason:
            assessed.append(AssessedClaim(claim, decimals, place, "not assessable", reason=reason))
        else:
            threshold = _threshold(study.manifest, model)
            assessed.append(_assessed(claim, decimals, place, reruns[model], split, events, threshold))
    return tuple(assessed)


def decimals_of(study: Study, index: int) -> int:
    """To how many decimals a claim is written: 0.90 has two."""
    claim = study.manifest.claims[index]
    if claim.decimals is not None:
        return claim.decimals
    written = study.file.scalars.get(f"claims/{index}/value", repr(claim.value))
    return len(written.partition(".")[2]) if "e" not in written.lower() else 15


def _not_assessable(claim: Claim, model: str | None, reruns: Mapping[str, Rerun], split: Split) -> str:
    if claim.metric not in METRICS:
        return f"the metric {claim.metric} is not recomputed yet"
    if model is None:
        return "it names no model, and the study has several; add 'model' to the claim"
    if model not in reruns:
        return f"the model {model!r} names no estimator"
    if reruns[model].problem:
        return f"the model could not be re-run: {reruns[model].problem}"
    if claim.set is None:
        return "it names no set; add 'set' to the claim"
    if claim.set == "cv":
        return "cross-validated claims need the folds, which the manifest doesn't give"
    if not split.cases(claim.set):
        return f"no case is in the set {claim.set!r}"
    return ""


def _assessed(
    claim: Claim, decimals: int, place: Location, rerun: Rerun, split: Split, events, threshold
) -> AssessedClaim:
    cases = tuple(case for case in split.cases(claim.set) if case in rerun.scores)
    known = np.array([bool(events[case]) for case in cases])
    counts = {"cases": len(cases), "events": int(known.sum())}
    metric = METRICS[claim.metric]
    if not rerun.probabilities and (metric.needs_probability or (metric.uses_threshold and threshold is None)):
        reason = "the estimator gives no probabilities; a threshold on its scores can be named in 'models[].threshold'"
        return AssessedClaim(claim, decimals, place, "not assessable", reason=reason, **counts)
    try:
        found = measure(claim.metric, known, rerun.of(cases), 0.5 if threshold is None else threshold)
    except ValueError as fault:
        return AssessedClaim(claim, decimals, place, "not assessable", reason=str(fault).rstrip("."), **counts)
    return AssessedClaim(claim, decimals, place, _status(claim, decimals, found), found, **counts)


def _status(claim: Claim, decimals: int, found: Interval) -> Status:
    allowed = claim.tolerance if claim.tolerance is not None else 0.5 * 10.0**-decimals
    if abs(found.estimate - claim.value) <= allowed + 1e-12:
        return "reproduced"
    return "within the interval" if found.low <= claim.value <= found.high else "not reproduced"


def _threshold(manifest: Manifest, model: str) -> float | None:
    return next(entry.threshold for entry in manifest.models if entry.name == model)
