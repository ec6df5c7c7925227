import math
from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.printed import PrintedClaim, PrintedSet
from radaudit.statistics.possible import (
    COUNTS_GIVE,
    RANGES,
    auc_bounds,
    auc_possible,
    confusions,
    nearest_figures,
    usual_width,
)

OTHER_CASES = "the figure stands on other cases than the numbers: some were left out of it"
THRESHOLDS = "the figures were read off at different thresholds, or averaged over folds or repeats"


@check(
    "model/claims-are-possible",
    severity=Severity.MAJOR,
    references=(
        "doi:10.48550/arXiv.2310.12527",
        "doi:10.1177/1948550616673876",
        "doi:10.1148/radiology.143.1.7063747",
    ),
)
def claims_are_possible(
    printed_claims: tuple[PrintedSet, ...], *, narrowest_proportion: float = 0.8, narrowest_auc: float = 0.5
) -> Iterator[Finding]:
    """Arithmetic excludes none of the claimed figures.

    So many cases can give only certain figures: an accuracy of 0.87 is impossible for twenty cases, and sensitivity,
    specificity and accuracy of one threshold must come from one confusion matrix. All matrices are tried, with figures
    rounded or cut off, so that "none" is a proof about the figures as printed - not about how they came there. An
    interval must hold its own estimate, and one far narrower than so many cases allow (option `narrowest_proportion`:
    of the narrowest of the Wald, Wilson and Clopper-Pearson intervals; option `narrowest_auc`: of Hanley and McNeil's)
    deserves a question; these shares are radaudit's own.

    Remedy: correct the figure, or state the cases, the threshold and the interval's method that it stands on.
    """
    tested, faults = 0, 0
    for group in printed_claims:
        for finding in _faults(group, narrowest_proportion, narrowest_auc):
            faults += 1
            yield finding
        if group.events:
            tested += sum(own.claim.metric in (*COUNTS_GIVE, "auc") for own in group.claims)
        else:
            yield from _untested(group)
    total = sum(len(group.claims) for group in printed_claims)
    if not faults:
        yield passed(
            f"{counted(total, 'claimed figure')}: all within their range, and inside their intervals where these are "
            f"given; {tested} tested against the numbers of cases.",
            claims=total,
            tested_against_counts=tested,
        )


def _faults(group: PrintedSet, narrowest_proportion: float, narrowest_auc: float) -> Iterator[Finding]:
    outside = [own for own in group.claims if not _in_range(own)]
    for own in outside:
        yield _out_of_range(own)
    for own in group.claims:
        if (
            own.claim.ci
            and not own.claim.ci[0] - own.printed.unit <= own.claim.value <= own.claim.ci[1] + own.printed.unit
        ):
            yield _not_inside(own)
    if not group.events or not group.others:
        return
    inside = [own for own in group.claims if own not in outside]
    alone = [own for own in inside if not _possible(group, own)]
    for own in alone:
        yield _impossible(group, own)
    yield from _jointly(group, [own for own in inside if own not in alone])
    for own in inside:
        yield from _narrow(group, own, narrowest_auc if own.claim.metric == "auc" else narrowest_proportion)


def _in_range(own: PrintedClaim) -> bool:
    low, high = RANGES.get(own.claim.metric, (-math.inf, math.inf))
    return low <= own.claim.value <= high


def _possible(group: PrintedSet, own: PrintedClaim) -> bool:
    if own.claim.metric == "auc":
        return auc_possible(group.events, group.others, own.printed)
    if own.claim.metric in COUNTS_GIVE:
        return confusions(group.events, group.others, {own.claim.metric: own.printed}) > 0
    return True


def _jointly(group: PrintedSet, possible: list[PrintedClaim]) -> Iterator[Finding]:
    """Figures that are possible alone may exclude each other."""
    own = {claim.claim.metric: claim for claim in possible}
    figures = {name: own[name].printed for name in COUNTS_GIVE if name in own}
    if len(figures) > 1 and not confusions(group.events, group.others, figures):
        yield failed(
            f"{group.name}: no confusion matrix of {group.events} events and {group.others} others gives "
            f"{_listed(figures)} together (numbers by {group.counted_by}).",
            code="no-confusion-matrix",
            where=[own[name].place for name in figures],
            rows=[_row(group, own[name]) for name in figures],
            benign=[THRESHOLDS, OTHER_CASES],
            events=group.events,
            others=group.others,
        )
    if {"auc", "sensitivity", "specificity"} <= set(own):
        low, high = auc_bounds(own["sensitivity"].printed, own["specificity"].printed)
        auc = own["auc"].printed
        if auc.high < low or auc.low > high:
            yield failed(
                f"{group.name}: a ROC curve through sensitivity {own['sensitivity'].claim.value} and specificity "
                f"{own['specificity'].claim.value} has an area between {low:.3f} and {high:.3f}, not {auc.value}.",
                code="area-misses-point",
                where=[own[name].place for name in ("auc", "sensitivity", "specificity")],
                rows=[_row(group, own[name]) for name in ("auc", "sensitivity", "specificity")],
                benign=[THRESHOLDS, "the AUC and the threshold are of different models"],
                least=low,
                most=high,
            )


def _impossible(group: PrintedSet, own: PrintedClaim) -> Finding:
    below, above = nearest_figures(own.claim.metric, group.events, group.others, own.printed)
    decimals = own.printed.decimals + 2
    near = " and ".join(f"{value:.{decimals}f}" for value in (below, above) if not math.isnan(value))
    return failed(
        f"{own.claim.metric} {own.printed.value:.{own.printed.decimals}f} ({group.name}) can't come from "
        f"{group.events} events and {group.others} others (numbers by {group.counted_by}); the nearest figures that "
        f"can are {near}.",
        code="impossible-figure",
        where=[own.place],
        rows=[_row(group, own)],
        benign=[OTHER_CASES, "averaged over folds or repeats", "a slip of the pen"],
        events=group.events,
        others=group.others,
        nearest_below=below,
        nearest_above=above,
    )


def _out_of_range(own: PrintedClaim) -> Finding:
    low, high = RANGES[own.claim.metric]
    percent = own.claim.value > 1 and high == 1.0
    return failed(
        f"{own.claim.metric} is claimed to be {own.claim.value:g}; it lies between {low:g} and {high:g} by definition.",
        code="out-of-range",
        where=[own.place],
        rows=[_row(None, own)],
        benign=["written in percent; in the manifest it is a share"] if percent else [],
    )


def _not_inside(own: PrintedClaim) -> Finding:
    low, high = own.claim.ci
    return failed(
        f"{own.claim.metric} {own.claim.value:g} lies outside its own interval [{low:g}, {high:g}].",
        code="outside-own-interval",
        where=[own.place],
        rows=[_row(None, own)],
        benign=["estimate and interval are of different resamplings: a bootstrap interval may be centred elsewhere"],
    )


def _narrow(group: PrintedSet, own: PrintedClaim, narrowest: float) -> Iterator[Finding]:
    usual = usual_width(own.claim.metric, own.claim.value, group.events, group.others)
    if own.claim.ci is None or usual is None or own.claim.ci[0] > own.claim.ci[1]:
        return
    width = own.claim.ci[1] - own.claim.ci[0] + own.printed.unit
    if width < narrowest * usual:
        yield failed(
            f"The interval of {own.claim.metric} ({group.name}), [{own.claim.ci[0]:g}, {own.claim.ci[1]:g}], is "
            f"{width / usual:.0%} as wide as the usual one for {group.events} events and {group.others} others.",
            code="interval-too-narrow",
            tier=Tier.HEURISTIC,
            where=[own.place],
            rows=[_row(group, own)],
            benign=["not a 95 % interval", "plus or minus a standard error or deviation, not an interval", OTHER_CASES],
            width=width,
            usual_width=usual,
        )


def _untested(group: PrintedSet) -> Iterator[Finding]:
    """Say which figures could not be tested, and what would allow it."""
    # A figure at a time follows from no counts: some cases are censored before it.
    counted_on = [own for own in group.claims if own.claim.horizon is None]
    tellable = [own for own in counted_on if own.claim.metric in (*COUNTS_GIVE, "auc")]
    if tellable and group.set not in (None, "cv"):
        yield unknown(
            f"{group.name}: {counted(len(tellable), 'figure')} could not be tested against the numbers of cases, which "
            "the study does not give.",
            where=[own.place for own in tellable],
            add=f"Add claims of the metrics n and n_events for the {group.set} set, or the outcome and the split.",
        )


def _listed(figures: dict) -> str:
    texts = [f"{name} {printed.value:.{printed.decimals}f}" for name, printed in figures.items()]
    return ", ".join(texts[:-1]) + " and " + texts[-1]


def _row(group: PrintedSet | None, own: PrintedClaim) -> dict:
    return {
        "claim": own.claim.id,
        "metric": own.claim.metric,
        "set": own.claim.set,
        "claimed": own.claim.value,
        "interval": f"[{own.claim.ci[0]:g}, {own.claim.ci[1]:g}]" if own.claim.ci else None,
        "source": own.claim.source,
    } | ({"events": group.events, "others": group.others} if group and group.events is not None else {})
