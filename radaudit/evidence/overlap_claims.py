"""What the authors claim of predicted masks, beside what the masks give."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from radaudit.core.errors import NotApplicable
from radaudit.core.finding import Location
from radaudit.core.step import evidence
from radaudit.evidence.claims import Status, decimals_of, is_of_masks
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.mask_figures import SHARES, Explanation, Rows, case_values, explanations, mean_of_means
from radaudit.evidence.segmentations import Segmentations
from radaudit.images.definitions import DEFINITIONS, DISTANCES
from radaudit.statistics.interval import Interval
from radaudit.statistics.resampling import resampled_interval, spread_or_bound
from radaudit.study.load import Study
from radaudit.study.manifest import Claim

SEED = 0


@dataclass(frozen=True)
class OverlapClaim:
    """One claim about predicted masks.

    Attributes
    ----------
    claim, decimals, place
        As declared, to how many decimals, and where.
    status
        As in `evidence.claims`. "reproduced" also where another definition of the measure gives the figure; `by`
        says which.
    predictor, structures
        Whose masks, and of what.
    found
        The mean over all cases of the set, failures counted, with its bootstrap interval; None if not assessable.
    cases, missing, empty, undefined, unread
        Of the set: all cases; those without a predicted mask; with an empty one; whose measure no mask defines; that
        could not be read. A case counts if this is so for any structure.
    by
        What gives the claimed figure, if not `found`.
    others
        The other figures that the same masks give.
    reason
        Why it is not assessable.
    """

    claim: Claim
    decimals: int
    place: Location
    status: Status
    predictor: str = ""
    structures: tuple[str, ...] = ()
    found: Interval | None = None
    cases: int = 0
    missing: int = 0
    empty: int = 0
    undefined: int = 0
    unread: int = 0
    by: Explanation | None = None
    others: tuple[Explanation, ...] = field(default=(), repr=False)
    reason: str = ""

    @property
    def definition(self) -> str:
        """What `found` takes the measure to be, in words."""
        return DEFINITIONS[self.claim.metric][0].words

    @property
    def is_distance(self) -> bool:
        """Whether it is in mm."""
        return self.claim.metric in DISTANCES


@evidence
def overlap_claims(
    study: Study, cohort: Cohort, split: Split | None, segmentations: Segmentations
) -> tuple[OverlapClaim, ...]:
    """Every claim about predicted masks, assessed."""
    declared = [(index, claim) for index, claim in enumerate(study.manifest.claims) if is_of_masks(study, claim)]
    if not declared:
        raise NotApplicable("The study makes no claim about predicted masks.")
    return tuple(
        _assessed(claim, decimals_of(study, index), study.declared("claims", index), cohort, split, segmentations)
        for index, claim in declared
    )


def cases_of(
    name: str | None, predictor: str, cohort: Cohort, split: Split | None, segmentations: Segmentations
) -> tuple[str, ...]:
    """The cases a claim is about: its set's; those learnt from for a cross-validation; else all that need a mask."""
    if name is None or (name == "cv" and split is None):
        return segmentations.due(predictor, cohort, split)
    if split is None:
        return ()
    if name == "cv":
        return tuple(case for case in cohort.cases if split.sets.get(case) in ("train", "validation"))
    return split.cases(name)


def _assessed(
    claim: Claim, decimals: int, place: Location, cohort: Cohort, split: Split | None, segmentations: Segmentations
) -> OverlapClaim:
    def not_assessable(reason: str, **known: object) -> OverlapClaim:
        return OverlapClaim(claim, decimals, place, "not assessable", reason=reason, **known)

    predictor = claim.model or (segmentations.predictors[0] if len(segmentations.predictors) == 1 else "")
    if not predictor:
        return not_assessable("it names no predictor, and the study has several; add 'model' to the claim")
    if predictor not in segmentations.predictors:
        return not_assessable(f"{predictor!r} gives no predicted masks; add it to 'images.predicted'")
    cases = cases_of(claim.set, predictor, cohort, split, segmentations)
    if not cases:
        return not_assessable(f"no case is in the set {claim.set!r}")
    structures = (claim.structure,) if claim.structure else tuple(segmentations.structures)
    rows = [segmentations.of(predictor, structure, cases) for structure in structures]
    values = case_values(rows, claim.metric)
    known = {"predictor": predictor, "structures": structures} | _counts(rows, values)
    if not np.isfinite(values).any(axis=1).all():
        return not_assessable(_nothing_reason(known), **known)
    found = _interval(claim.metric, values, cases, cohort)
    fields = known | {"found": found, "others": tuple(explanations(rows, claim.metric))}
    return _judged(claim, decimals, place, fields)


def _judged(claim: Claim, decimals: int, place: Location, fields: Mapping) -> OverlapClaim:
    found = fields["found"]
    direct = _agreement(claim, decimals, found.estimate)
    if direct:
        return OverlapClaim(claim, decimals, place, direct, **fields)
    if fields["unread"]:
        reason = f"{fields['unread']} of {fields['cases']} cases could not be compared, and the others don't give it"
        return OverlapClaim(claim, decimals, place, "not assessable", reason=reason, **fields)
    by = next((own for own in fields["others"] if _agreement(claim, decimals, own.value)), None)
    if by and by.kind == "definition":
        status = _agreement(claim, decimals, by.value)
    elif by is None and found.contains(claim.value):
        status = "within the interval"
    else:
        status = "not reproduced"
    return OverlapClaim(claim, decimals, place, status, by=by, **fields)


def _agreement(claim: Claim, decimals: int, value: float) -> Status | None:
    distance = abs(value - claim.value)
    if distance <= 0.5 * 10.0**-decimals + 1e-12:
        return "reproduced"
    return "within tolerance" if claim.tolerance is not None and distance <= claim.tolerance + 1e-12 else None


def _counts(rows: Rows, values: np.ndarray) -> dict[str, int]:
    def how_many(true: object) -> int:
        return len({own.case for structure in rows for own in structure if true(own)})

    unread = ("unreadable", "no reference")
    lost = np.array([[own.state in unread for own in structure] for structure in rows])
    return {
        "cases": len(rows[0]),
        "missing": how_many(lambda own: own.state == "missing"),
        "empty": how_many(lambda own: own.is_empty),
        "undefined": int((np.isnan(values) & ~lost).any(axis=0).sum()),
        "unread": how_many(lambda own: own.state in unread),
    }


def _nothing_reason(known: Mapping) -> str:
    if known["unread"]:
        return f"{known['unread']} of {known['cases']} masks could not be compared, and nothing is left"
    return "no mask of the set defines the measure"


def _interval(metric: str, values: np.ndarray, cases: tuple[str, ...], cohort: Cohort) -> Interval:
    """The mean with its bootstrap over patients; without limits where there are too few of them."""
    entering = np.isfinite(values).any(axis=0)
    inside = values[:, entering]
    groups = np.array([cohort.patient(case) or case for case in cases])[entering]
    try:
        found = resampled_interval(
            lambda weights: mean_of_means(inside, weights), inside.shape[1], seed=SEED, groups=groups
        )
    except ValueError:  # a structure that hardly any case has
        estimate = float(mean_of_means(inside, np.ones((1, inside.shape[1])))[0])
        return Interval(estimate, 0.0, 1.0 if metric in SHARES else math.inf, 0.95, "too few cases for an interval")
    if metric not in SHARES:
        return found
    return spread_or_bound(found, (np.ones(inside.shape[1], bool),), groups)
