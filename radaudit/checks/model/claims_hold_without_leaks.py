from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.plot import Plot, Series
from radaudit.core.step import check
from radaudit.evidence.waterfalls import Waterfall
from radaudit.statistics.interval import Interval


@check(
    "model/claims-hold-without-leaks",
    severity=Severity.CRITICAL,
    references=(
        "doi:10.1186/s13244-021-01115-1",
        "doi:10.1016/j.patter.2023.100804",
        "doi:10.1515/9781400881970-018",
    ),
)
def claims_hold_without_leaks(waterfalls: tuple[Waterfall, ...], *, material: float = 0.02) -> Iterator[Finding]:
    """The claimed AUC remains when every leak is taken out.

    The study's own estimator is run again with every flaw removed that a check found (patients, images or rows on both
    sides: their training rows are left out) or that the authors declare ('fitted_on: all': these steps are fitted on
    the training rows alone), in every combination. What a flaw is worth is the mean over all orders of taking the flaws
    out (Shapley's value); intervals are of a bootstrap of the scored patients, the same resamples for all settings, so
    they say nothing of other training sets. An AUC that falls by less than option material, or whose fall is within its
    interval of none, was not flattered measurably, whatever is wrong with the method.

    Remedy: report the AUC without the leaks; fit every step inside the training rows, and keep patients whole.
    """
    for own in waterfalls:
        if own.problem:
            yield unknown(
                f"Claim {own.claim.claim.id}: what its flaws are worth can't be told: {own.problem}.",
                where=[own.claim.place],
            )
            continue
        if own.left:
            yield unknown(
                f"Claim {own.claim.claim.id}: not everything could be taken out.",
                where=[own.claim.place],
                rows=[{"left in": text} for text in own.left],
                add="Give the table as it was before that step, and the step in the estimator.",
            )
        yield _judged(own, material)


def _judged(own: Waterfall, material: float) -> Finding:
    details = {
        "where": [own.claim.place],
        "claimed": own.claim.claim.value,
        "rerun": own.rerun.estimate,
        "without_leaks": own.clean.estimate,
        "cases": own.cases,
        "events": own.events,
    }
    if not own.costs:
        return passed(
            f"Claim {own.claim.claim.id}: no leak is declared or found that could have flattered it.", **details
        )
    details |= {
        "rows": [
            {
                "flaw": cost.flaw.label,
                "worth in AUC": cost.worth.estimate,
                "low": cost.worth.low,
                "high": cost.worth.high,
                "known from": cost.flaw.found,
            }
            for cost in own.costs
        ],
        "plots": [_plot(own)],
        "taken out": "in every order" if own.fair else "one after the other, in the order of the rows",
    }
    claim = own.claim.claim
    sentence = f"AUC on {claim.set}: claimed {claim.value:g}, re-run {own.rerun.estimate:.2f}, without the leaks "
    sentence += (
        f"{_shown(own.clean)}; they are worth {own.total.estimate:+.2f} [{own.total.low:+.2f}, {own.total.high:+.2f}]."
    )
    if own.total.low <= 0 or own.total.estimate < material:
        return passed(sentence, **details)
    nothing = own.clean.low <= 0.5
    return failed(
        sentence + (" Nothing is left that chance would not give." if nothing else ""),
        code="nothing-left" if nothing else "flattered",
        tier=Tier.TESTED,
        severity=Severity.CRITICAL if nothing or own.clean.high < claim.value else Severity.MAJOR,
        **details,
    )


def _plot(own: Waterfall) -> Plot:
    """Claim, re-run, one row a flaw, and what is left."""
    labels, ends, low, high = ["claimed", "re-run"], [own.claim.claim.value, own.rerun.estimate], [None] * 2, [None] * 2
    level = own.rerun.estimate
    for cost in own.costs:
        labels.append(f"{cost.flaw.label} {-cost.worth.estimate:+.2f}")
        low.append(level)
        level -= cost.worth.estimate
        high.append(level)
        ends.append(level)
    labels.append("without the leaks")
    low, high, ends = [*low, None], [*high, None], [*ends, own.clean.estimate]
    rows = tuple(range(len(labels)))
    none = (None,) * len(own.costs)
    bounds = [own.claim.claim.ci or (None, None), (own.rerun.low, own.rerun.high)]
    lows = (bounds[0][0], bounds[1][0], *none, own.clean.low)
    highs = (bounds[0][1], bounds[1][1], *none, own.clean.high)
    return Plot(
        "waterfall",
        f"From the claim to what is left: {own.model}, {own.claim.claim.set}",
        "AUC",
        "",
        (
            Series("AUC", tuple(ends), rows, tuple(low), tuple(high)),
            Series("95 % interval", tuple(ends), rows, lows, highs),
        ),
        labels=tuple(labels),
        note="Each box is what one flaw is worth; the last row is the AUC of the same estimator without any of them.",
    )


def _shown(interval: Interval) -> str:
    return f"{interval.estimate:.2f} [{interval.low:.2f}, {interval.high:.2f}]"
