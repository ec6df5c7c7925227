import math
from collections.abc import Iterator, Sequence

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.plot import Plot, Series
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.claims import AGREES
from radaudit.evidence.overlap_claims import OverlapClaim

LABELS = {
    "dice": "Dice",
    "iou": "IoU",
    "sensitivity": "sensitivity of voxels",
    "ppv": "precision of voxels",
    "volume_error": "relative volume error",
    "hd": "Hausdorff distance",
    "hd95": "HD95",
    "asd": "average surface distance",
}
# By the kind of explanation: the finding's code, and what may be behind it.
REASONS = {
    "cases": ("cases-left-out", "the paper says which cases it leaves out, or how it counts them"),
    "summary": ("another-summary", "the paper says that it gives no mean over the cases"),
    "unit": ("in-voxels", "the paper gives its distances in voxels, and says so"),
}
HIGHER_IS_BETTER = ("dice", "iou", "sensitivity", "ppv")


@check(
    "segmentation/claims-reproduced",
    severity=Severity.MAJOR,
    references=(
        "doi:10.1038/s41592-023-02151-z",
        "doi:10.1038/s41592-023-02150-0",
        "doi:10.1007/978-3-031-72114-4_30",
    ),
)
def claims_reproduced(overlap_claims: tuple[OverlapClaim, ...], *, listed: int = 12) -> Iterator[Finding]:
    """Every claim about predicted masks comes out again from the masks, over all cases of its set.

    Dice, IoU, distances and volumes are computed anew from the predicted and the reference masks. A case without a
    prediction, or with an empty one, is a case that was failed: it counts with the worst value (0; the diagonal of the
    image for a distance). Tools differ in what they call HD95 or average surface distance, and papers in which cases
    enter the mean; where the figure is not found, the common variants are tried and the one that gives it is named,
    with the nearest others (their number is option listed). Another definition is no fault; a mean without the
    failures is.

    Remedy: report the mean over all cases, say how empty and missing predictions count and which library measured, and
    publish the table of cases.
    """
    for claim in overlap_claims:
        if claim.status == "not assessable":
            yield unknown(
                f"Claim {claim.claim.id} can't be assessed: {claim.reason}.", where=[claim.place], rows=[_row(claim)]
            )
        elif claim.status == "not reproduced":
            yield _explained(claim, listed) if claim.by else _off(claim, listed)
        elif claim.status == "within the interval":
            yield _near(claim, listed)
    good = [claim for claim in overlap_claims if claim.status in AGREES]
    if good:
        yield passed(
            _agreement(good, len(overlap_claims)),
            where=[claim.place for claim in good],
            rows=[_row(claim) for claim in good],
            plots=_plots(overlap_claims),
            reproduced=len(good),
            claims=len(overlap_claims),
        )


def _agreement(good: Sequence[OverlapClaim], claims: int) -> str:
    told = [f"{LABELS[own.claim.metric]} {_figure(own, own.claim.value)} is {own.by.words}" for own in good if own.by]
    also = f" Not by the first definition tried: {'; '.join(dict.fromkeys(told))}." if told else ""
    return f"{len(good)} of {counted(claims, 'claim')} about predicted masks come out again.{also}"


def _explained(claim: OverlapClaim, listed: int) -> Finding:
    """The figure is another one than the mean over all cases."""
    by, value = claim.by, claim.claim.value
    code, benign = REASONS[by.kind]
    return failed(
        f"{_label(claim)}: the claimed {_figure(claim, value)} is {by.words}; the mean over all "
        f"{counted(claim.cases, 'case')} is {_interval(claim)}{_failures(claim)}.",
        code=code,
        tier=Tier.TESTED,
        severity=_weight(claim),
        where=[claim.place],
        rows=_figures(claim, listed),
        plots=_plots([claim]),
        benign=[benign, "several figures can be made of the same masks, and one may agree by chance"],
        **_values(claim),
    )


def _weight(claim: OverlapClaim) -> Severity:
    """Grave where failures were left out of a share to its advantage: for a distance no rule is agreed upon."""
    outside = not claim.found.contains(claim.claim.value)
    if claim.by.kind == "summary":
        return Severity.MAJOR if outside and _flatters(claim) else Severity.MINOR
    grave = claim.by.kind == "cases" and not claim.is_distance and outside and _flatters(claim)
    return Severity.CRITICAL if grave else Severity.MAJOR


def _off(claim: OverlapClaim, listed: int) -> Finding:
    flatters = _flatters(claim)
    how = "better" if flatters else "worse"
    return failed(
        f"{_label(claim)}: claimed {_figure(claim, claim.claim.value)}, the masks give {_interval(claim)} over all "
        f"{counted(claim.cases, 'case')}{_failures(claim)}. The claim is {how}, and none of {len(claim.others)} other "
        "ways to count gives it.",
        code="not-reproduced",
        tier=Tier.TESTED,
        severity=Severity.CRITICAL if flatters else Severity.MAJOR,
        where=[claim.place],
        rows=_figures(claim, listed),
        plots=_plots([claim]),
        benign=["the masks handed in are not those of the paper", "a definition of the measure that was not tried"],
        **_values(claim),
    )


def _near(claim: OverlapClaim, listed: int) -> Finding:
    return failed(
        f"{_label(claim)}: claimed {_figure(claim, claim.claim.value)}, the masks give {_interval(claim)}: consistent, "
        "but not the same, and these masks leave nothing to chance.",
        code="within-interval",
        tier=Tier.TESTED,
        severity=Severity.MINOR,
        where=[claim.place],
        rows=_figures(claim, listed),
        plots=_plots([claim]),
        benign=["masks written on another grid than they were measured on", "rounding of the values of the cases"],
        **_values(claim),
    )


def _values(claim: OverlapClaim) -> dict[str, float | str]:
    found = claim.found
    values = {"claimed": claim.claim.value, "found": found.estimate, "low": found.low, "high": found.high}
    values |= {"cases": claim.cases, "missing": claim.missing, "empty": claim.empty, "undefined": claim.undefined}
    return values | {"other_ways_tried": len(claim.others), "interval_by": found.method}


def _flatters(claim: OverlapClaim) -> bool:
    more = claim.claim.value > claim.found.estimate
    return more if claim.claim.metric in HIGHER_IS_BETTER else not more


def _label(claim: OverlapClaim) -> str:
    own = claim.claim
    source = f" ({own.source})" if own.source else ""
    named = f" of {own.structure}" if own.structure else ""
    where = {None: "over all cases", "cv": "in cross-validation"}.get(own.set, f"on the {own.set} set")
    label = LABELS[own.metric]
    return f"{label[0].upper()}{label[1:]}{named}, {claim.predictor}, {where}{source}"


def _failures(claim: OverlapClaim) -> str:
    """How the cases that were failed are counted."""
    failures = [counted(claim.missing, "missing prediction")] if claim.missing else []
    failures += [counted(claim.empty, "empty prediction")] if claim.empty else []
    worst = "the diagonal of the image" if claim.is_distance else "1" if claim.claim.metric == "volume_error" else "0"
    if not failures:
        return ""
    return f", with {' and '.join(failures)} counted as {worst}"


def _figure(claim: OverlapClaim, value: float) -> str:
    unit = " mm" if claim.is_distance else ""
    return f"{value:.{min(claim.decimals, 6)}f}{unit}"


def _interval(claim: OverlapClaim) -> str:
    digits = max(2, min(claim.decimals, 6))
    found = claim.found
    limits = "" if math.isinf(found.high) else f" [{found.low:.{digits}f}, {found.high:.{digits}f}]"
    return f"{found.estimate:.{digits}f}{' mm' if claim.is_distance else ''}{limits}"


def _row(claim: OverlapClaim) -> dict:
    """The claim beside what was found; for claims that need no list of other figures."""
    own = claim.claim
    row = {"claim": own.id, "measure": LABELS[own.metric], "predictor": claim.predictor, "set": own.set or "all"}
    row |= {"structure": ", ".join(claim.structures)} if len(claim.structures) > 1 or own.structure else {}
    row |= {"claimed": own.value, "verdict": claim.status}
    if claim.found is None:
        return row | {"reason": claim.reason}
    row |= {"found": claim.found.estimate, "95 % interval": f"[{claim.found.low:.4g}, {claim.found.high:.4g}]"}
    row |= {"cases": claim.cases, "missing": claim.missing, "empty": claim.empty, "undefined": claim.undefined}
    row |= {"not read": claim.unread} if claim.unread else {}
    row |= {"claimed figure is": claim.by.words} if claim.by else {}
    return row | {"defined as": claim.definition}


def _figures(claim: OverlapClaim, listed: int) -> list[dict]:
    """What the masks give, in as many ways as may stand in a paper: the nearest to the claim first, each value once."""
    every = f"the mean over all {counted(claim.cases, 'case')}"
    row = {"claim": claim.claim.id, "figure": every, "found": claim.found.estimate}
    first = row | {"defined as": claim.definition}
    told: dict[str, dict] = {}
    order = sorted(claim.others, key=lambda own: (own is not claim.by, abs(own.value - claim.claim.value)))
    for own in order:
        other = {"claim": claim.claim.id, "figure": own.figure, "found": own.value, "defined as": own.definition.words}
        told.setdefault(f"{own.value:.6g}", other)
    return [first, *list(told.values())[:listed]]


def _plots(claims: Sequence[OverlapClaim]) -> list[Plot]:
    """Claimed beside found; shares and distances have axes of their own."""
    found = [own for own in claims if own.found is not None and math.isfinite(own.found.high)]
    groups = {"": [own for own in found if not own.is_distance]}
    groups["mm"] = [own for own in found if own.is_distance]
    return [_plot(own, unit) for unit, own in groups.items() if own]


def _plot(claims: Sequence[OverlapClaim], unit: str) -> Plot:
    rows = tuple(range(len(claims)))
    masks = Series(
        "from the masks, 95 % interval",
        tuple(own.found.estimate for own in claims),
        rows,
        tuple(own.found.low for own in claims),
        tuple(own.found.high for own in claims),
    )
    claimed = Series("claimed", tuple(own.claim.value for own in claims), rows)
    labels = tuple(
        ", ".join(
            part for part in (LABELS[own.claim.metric], own.claim.structure, own.predictor, own.claim.set) if part
        )
        for own in claims
    )
    title = "Claimed beside what the masks give"
    note = "The masks' figure takes every case of the set, with empty and missing predictions as failures."
    return Plot("intervals", title, unit or "value", "", (masks, claimed), labels=labels, note=note)
