"""What the authors claim, beside what comes out again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from radaudit.core.errors import NotApplicable
from radaudit.core.finding import Location
from radaudit.core.step import evidence
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.measured import Measured, in_folds, on_set
from radaudit.evidence.target import Target
from radaudit.evidence.ways import Way
from radaudit.statistics.interval import Interval
from radaudit.study.load import Study
from radaudit.study.manifest import Claim, ModelInfo

COUNTED = ("n", "n_events", "n_features")  # claims that need no model; see cohort/declared-numbers
OF_MASKS = ("dice", "iou", "hd", "hd95", "asd", "volume_error")  # see evidence.overlap_claims

Status = Literal["reproduced", "within tolerance", "within the interval", "not reproduced", "not assessable"]
AGREES: tuple[Status, ...] = ("reproduced", "within tolerance")
_BEST_FIRST: tuple[Status, ...] = (*AGREES, "within the interval", "not reproduced", "not assessable")


@dataclass(frozen=True)
class Assessment:
    """A claim, assessed in one way.

    Attributes
    ----------
    way
        "estimator", "command", "artefact" or "predictions"; see `evidence.ways`.
    status, found, cases, events, reason
        As in `AssessedClaim`.
    notes
        Of the way.
    """

    way: str
    status: Status
    found: Interval | None = None
    cases: int = 0
    events: int = 0
    reason: str = ""
    notes: tuple[str, ...] = ()


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
        The best that a way gave which runs the model again; that of the reported predictions where no such way
        gave any. "reproduced": equal to the decimals written. "within tolerance": within the declared tolerance.
    found
        The figure found with its 95 % interval; None if not assessable.
    cases, events
        Of the set it was computed on.
    reason
        Why it is not assessable.
    way
        How it was assessed.
    ways
        Every way the study allows.
    """

    claim: Claim
    decimals: int
    place: Location
    status: Status
    found: Interval | None = None
    cases: int = 0
    events: int = 0
    reason: str = ""
    way: str = "estimator"
    ways: tuple[Assessment, ...] = ()


@evidence
def claims(
    study: Study, ways: Mapping[str, tuple[Way, ...]], cohort: Cohort, target: Target, split: Split | None
) -> tuple[AssessedClaim, ...]:
    """Every claim about a model's performance, assessed in every way the study allows."""
    declared = [
        (index, claim)
        for index, claim in enumerate(study.manifest.claims)
        if claim.metric not in COUNTED and not is_of_masks(study, claim)
    ]
    if not declared:
        raise NotApplicable("The study makes no claim about a model's performance.")
    models = {model.name: model for model in study.manifest.models}
    assessed = []
    for index, claim in declared:
        decimals, place = decimals_of(study, index), study.declared("claims", index)
        name = claim.model or (next(iter(models)) if len(models) == 1 else None)
        reason = _not_assessable(claim, name, ways, split)
        if reason:
            assessed.append(AssessedClaim(claim, decimals, place, "not assessable", reason=reason, way=""))
            continue
        own = [_assessed(claim, decimals, way, models[name], cohort, target) for way in ways[name]]
        assessed.append(_chosen(claim, decimals, place, own))
    return tuple(assessed)


def is_of_masks(study: Study, claim: Claim) -> bool:
    """Whether a claim is about predicted masks; sensitivity and ppv are where it names who predicted them."""
    if claim.metric in OF_MASKS:
        return True
    predictors = study.manifest.images.predicted if study.manifest.images else {}
    segmentation = study.manifest.study.task == "segmentation"
    return claim.metric in ("sensitivity", "ppv") and (segmentation or claim.model in predictors)


def decimals_of(study: Study, index: int) -> int:
    """To how many decimals a claim is written: 0.90 has two."""
    claim = study.manifest.claims[index]
    if claim.decimals is not None:
        return claim.decimals
    written = study.file.scalars.get(f"claims/{index}/value", repr(claim.value))
    return len(written.partition(".")[2]) if "e" not in written.lower() else 15


def _not_assessable(claim: Claim, model: str | None, ways: Mapping[str, tuple[Way, ...]], split: Split | None) -> str:
    if model is None:
        return "it names no model, and the study has several; add 'model' to the claim"
    if not ways.get(model):
        return f"the model {model!r} gives no way to its scores: no estimator, command, fitted model or predictions"
    if claim.set is None:
        return "it names no set; add 'set' to the claim"
    if claim.set != "cv" and (split is None or not split.cases(claim.set)):
        return f"no case is in the set {claim.set!r}"
    return ""


def _assessed(claim: Claim, decimals: int, way: Way, model: ModelInfo, cohort: Cohort, target: Target) -> Assessment:
    if way.problem:
        return Assessment(way.kind, "not assessable", reason=way.problem, notes=way.notes)
    if claim.set == "cv":
        average = model.cv.average if model.cv else "folds"
        result = in_folds(claim.metric, way, cohort, target, model.threshold, average, claim.horizon)
    else:
        result = on_set(claim.metric, claim.set, way, cohort, target, model.threshold, claim.horizon)
    if result.interval is None:
        counts = (result.cases, result.events)
        return Assessment(way.kind, "not assessable", None, *counts, result.reason, way.notes)
    status = _status(claim, decimals, result)
    return Assessment(way.kind, status, result.interval, result.cases, result.events, "", way.notes)


def _status(claim: Claim, decimals: int, result: Measured) -> Status:
    found = result.interval
    distance = abs(found.estimate - claim.value)
    if distance <= 0.5 * 10.0**-decimals + 1e-12 and claim.tolerance != 0.0:
        return "reproduced"
    if claim.tolerance is not None and distance <= claim.tolerance + 1e-12:
        return "within tolerance" if claim.tolerance else "reproduced"
    return "within the interval" if found.low <= claim.value <= found.high else "not reproduced"


def _chosen(claim: Claim, decimals: int, place: Location, own: Sequence[Assessment]) -> AssessedClaim:
    """The best of the ways that run the model again; else that of the predictions."""
    again = [one for one in own if one.way != "predictions" and one.found is not None]
    reported = [one for one in own if one.way == "predictions" and one.found is not None]
    best = min(again or reported or own, key=lambda one: _BEST_FIRST.index(one.status))
    fields = (best.status, best.found, best.cases, best.events, best.reason, best.way)
    return AssessedClaim(claim, decimals, place, *fields, tuple(own))
