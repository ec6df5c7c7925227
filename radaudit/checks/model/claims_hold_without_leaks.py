from collections.abc import Iterator, Mapping, Sequence

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.plot import Plot, Series
from radaudit.core.step import check
from radaudit.evidence.cross_validations import CrossValidation
from radaudit.evidence.gauge import Gauge
from radaudit.evidence.waterfalls import Cost, Waterfall
from radaudit.statistics.interval import Interval

Ends = tuple[float | None, float | None]
Bar = tuple[str, float, Ends, Ends]
"""Label, where it ends, the box that it is, and the interval drawn through it."""


@check(
    "model/claims-hold-without-leaks",
    severity=Severity.CRITICAL,
    references=(
        "doi:10.1186/s13244-021-01115-1",
        "doi:10.1016/j.patter.2023.100804",
        "doi:10.1515/9781400881970-018",
        "doi:10.1023/A:1024068626366",
    ),
)
def claims_hold_without_leaks(
    waterfalls: tuple[Waterfall, ...],
    cross_validations: Mapping[str, CrossValidation] | None,
    *,
    material: float = 0.02,
) -> Iterator[Finding]:
    """Each claimed figure remains when every leak is taken out.

    The study's own estimator is run again with every flaw removed that a check found (patients, images or rows on both
    sides: their training rows are left out) or that the authors declare ('fitted_on: all': these steps are fitted on
    the training rows alone; cells filled in and columns scaled in the table itself are done again there), in every
    combination. What a flaw is worth is the mean over all orders of taking the flaws
    out (Shapley's value), positive where it flatters, of errors too; intervals are of a bootstrap of the scored
    patients, the same resamples for all settings, so they say nothing of other training sets. A figure that gets worse
    by less than option material (of errors in the outcome's unit: standard deviations of the outcome), or whose change
    is within its interval of none, was not flattered measurably, whatever is wrong with the method. A step that only
    the reading of the code says was fitted on all rows is a suspicion: it is run apart, on top of what is known, and
    dropped where the claim comes out without it. Beside them stands the same estimator without leaks in a repeated
    cross-validation that radaudit draws, nested where it is a search.

    Remedy: report the figure without the leaks; fit every step inside the training rows, and keep patients whole.
    """
    for own in waterfalls:
        if own.problem:
            yield unknown(
                f"Claim {own.figure.id}: what its flaws are worth can't be told: {own.problem}.",
                where=[own.figure.place],
            )
            continue
        if own.left:
            yield unknown(
                f"Claim {own.figure.id}: not everything could be taken out.",
                where=[own.figure.place],
                rows=[{"left in": text} for text in own.left],
                add="Give the table as it was before that step, and the step in the estimator.",
            )
        yield _judged(own, (cross_validations or {}).get(own.figure.model), material)


NOTHING = " Nothing is left that chance would not give."
BOUND = (
    " Outcomes differ between batches, and harmonising without the outcome takes real signal out with them: what is "
    "left is a lower bound, what the leaks are worth an upper one."
)


def _judged(own: Waterfall, again: CrossValidation | None, material: float) -> Finding:
    gauge = own.figure.gauge
    many = again.of(gauge) if again is not None else None
    details = {
        "where": [own.figure.place],
        "claimed": own.figure.value,
        "rerun": own.rerun.estimate,
        "without_leaks": own.clean.estimate,
        "cases": own.cases,
        **({"events": own.events} if own.events is not None else {}),
        **(_of_many(again, many) if many is not None else {}),
        **({"set_aside": "; ".join(own.aside)} if own.aside else {}),
        "plots": [_side_by_side(own, many)] if many is not None else [],
    }
    if not own.costs and not own.suspicions:
        return passed(f"Claim {own.figure.id}: no leak is declared or found that could have flattered it.", **details)
    details |= {
        "rows": [_row(cost, gauge) for cost in (*own.suspicions, *own.costs)],
        "plots": [_falling(own), *details["plots"]],
        "taken out": "in every order" if own.fair else "one after the other, in the order of the rows",
    }
    worth, low, high = (gauge.text(end, "+") for end in (own.total.estimate, own.total.low, own.total.high))
    sentence = f"{gauge.name[0].upper()}{gauge.name[1:]} on {own.figure.set}: claimed {own.figure.value:g}, re-run "
    sentence += f"{gauge.text(own.rerun.estimate)}, without the leaks {gauge.interval(own.clean)}; "
    sentence += f"they are worth {worth} [{low}, {high}]."
    if not _material(own.total, material * gauge.step):
        if own.suspicion is not None and _material(own.suspicion, material * gauge.step):
            return _suspected(own, details)
        return passed(sentence, **details)
    worst, best = sorted(map(gauge.quality, (own.clean.low, own.clean.high)))
    nothing = worst <= gauge.quality(own.nothing) + 1e-9 * gauge.step and not own.bound
    return failed(
        sentence + (NOTHING if nothing else BOUND if own.bound else ""),
        code="nothing-left" if nothing else "flattered",
        tier=Tier.TESTED,
        severity=Severity.CRITICAL if nothing or best < gauge.quality(own.figure.value) else Severity.MAJOR,
        benign=[f"without the leaks the model learns from {own.fewer:.0%} fewer cases"] if own.fewer else [],
        **details,
    )


def _material(worth: Interval, least: float) -> bool:
    """Whether something was worth as much, and more than none."""
    return worth.low > 0 and worth.estimate >= least


def _row(cost: Cost, gauge: Gauge) -> dict[str, object]:
    return {
        "flaw": cost.flaw.label,
        f"worth in {gauge.name}": cost.worth.estimate,
        "low": cost.worth.low,
        "high": cost.worth.high,
        "known from": "; ".join(part for part in (cost.flaw.found, cost.note) if part),
    }


def _suspected(own: Waterfall, details: dict[str, object]) -> Finding:
    """A figure that would be flattered if what a heuristic says is so: a warning, and no more."""
    gauge, steps = own.figure.gauge, " and ".join(cost.flaw.label for cost in own.suspicions)
    worth, low, high = (gauge.text(end, "+") for end in (own.suspicion.estimate, own.suspicion.low, own.suspicion.high))
    given, likewise = gauge.text(own.rerun.estimate), gauge.text(own.suspected.estimate)
    likewise += ", the claim as printed" if own.met else ""
    return failed(
        f"{gauge.name[0].upper()}{gauge.name[1:]} on {own.figure.set}: claimed {own.figure.value:g}, re-run as "
        f"declared {given}, with {steps} {likewise}. If that was done, leaks are worth {worth} [{low}, {high}], "
        f"and {gauge.interval(own.clean)} is left without them.",
        code="suspected",
        tier=Tier.HEURISTIC,
        severity=Severity.MAJOR,
        benign=[
            "the lines that were read are not those that made the claim",
            "the claim does not come out as declared for another reason, such as another seed or version",
        ],
        **details,
    )


def _of_many(again: CrossValidation, found: Interval) -> dict[str, object]:
    return {
        "cross_validated": found.estimate,
        "cross_validated_low": found.low,
        "cross_validated_high": found.high,
        "cross_validated_folds": len(again.scored.runs),
    }


def _side_by_side(own: Waterfall, many: Interval) -> Plot:
    """What is claimed and what comes out, each with its interval."""
    found = {"re-run": own.rerun, "without the leaks": own.clean, "repeated cross-validation": many}
    if not own.costs:
        del found["without the leaks"]
    series = Series(
        f"{own.figure.gauge.name} with 95 % interval",
        (own.figure.value, *(one.estimate for one in found.values())),
        tuple(range(len(found) + 1)),
        (own.figure.bounds[0], *(one.low for one in found.values())),
        (own.figure.bounds[1], *(one.high for one in found.values())),
    )
    return Plot(
        "intervals",
        f"What would change the published number: {own.figure.title}",
        own.figure.gauge.axis,
        "",
        (series,),
        labels=("claimed", *found),
        note="The repeated cross-validation is of the study's own estimator, on all cases but those of the external "
        "set, patients kept whole and every step fitted inside the folds.",
    )


def _falling(own: Waterfall) -> Plot:
    """Claim, re-run, one row a flaw, and what is left; suspicions come before the re-run as declared."""
    gauge = own.figure.gauge
    bars = [("claimed", own.figure.value, (None, None), own.figure.bounds)]
    if own.suspicions:
        bars.append(_whole("with what is suspected", own.suspected))
        bars += _boxes(gauge, own.suspicions, own.suspected.estimate)
    bars.append(_whole("re-run as declared" if own.suspicions else "re-run", own.rerun))
    bars += _boxes(gauge, own.costs, own.rerun.estimate)
    bars.append(_whole("without the leaks", own.clean))
    labels, ends, boxes, bounds = (tuple(part) for part in zip(*bars, strict=True))
    rows = tuple(range(len(bars)))
    return Plot(
        "waterfall",
        f"From the claim to what is left: {own.figure.title}",
        gauge.axis,
        "",
        (
            Series(gauge.name, ends, rows, tuple(low for low, _ in boxes), tuple(high for _, high in boxes)),
            Series("95 % interval", ends, rows, tuple(low for low, _ in bounds), tuple(high for _, high in bounds)),
        ),
        labels=labels,
        note=f"Each box is what one flaw is worth; the last row is the {gauge.name} of the same estimator without any "
        "of them.",
    )


def _whole(label: str, found: Interval) -> Bar:
    return label, found.estimate, (None, None), (found.low, found.high)


def _boxes(gauge: Gauge, costs: Sequence[Cost], level: float) -> list[Bar]:
    """One bar a flaw, from where the one before it ends."""
    bars: list[Bar] = []
    for cost in costs:
        change = gauge.quality(-cost.worth.estimate)
        bars.append(
            (f"{cost.flaw.label} {gauge.text(change, '+')}", level + change, (level, level + change), (None, None))
        )
        level += change
    return bars
