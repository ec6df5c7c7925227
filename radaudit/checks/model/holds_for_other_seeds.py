from collections.abc import Iterator

import numpy as np

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.plot import Plot, Series
from radaudit.core.step import check
from radaudit.evidence.other_seeds import OtherSeeds

ENOUGH = 20  # of seeds, to speak of their spread


@check("model/holds-for-other-seeds", severity=Severity.MAJOR, references=("doi:10.1016/j.patter.2023.100804",))
def holds_for_other_seeds(
    other_seeds: tuple[OtherSeeds, ...], *, material: float = 0.02, deviations: float = 3.0
) -> Iterator[Finding]:
    """The claimed figure does not hang on one seed.

    A figure that comes out with the study's own seed and with none of twenty others was, by luck or by choice, the best
    of many. Luck alone makes the study's own the best of 21 once in 21 times, so that is a minor finding, and only
    where it is better by more than option material than the middle of the others. It is a major one where it also lies
    more than option deviations of robust standard deviations beyond that middle, which luck does about once in 500
    times. Errors in the outcome's unit are judged in standard deviations of the outcome.

    Remedy: report the mean and the spread over many seeds, or repeated cross-validation.
    """
    for own in other_seeds:
        if own.problem:
            yield unknown(
                f"Claim {own.figure.id}: could not be repeated with other seeds: {own.problem}.",
                where=[own.figure.place],
            )
        else:
            yield _judged(own, material, deviations)


def _judged(own: OtherSeeds, material: float, deviations: float) -> Finding:
    gauge, others = own.figure.gauge, np.array(own.others)
    low, middle, high = (float(value) for value in (others.min(), np.median(others), others.max()))
    details = {
        "where": [own.figure.place],
        "tier": Tier.TESTED,
        "own_seed": own.own,
        "least": low,
        "median": middle,
        "greatest": high,
        "seeds": len(others),
        "seeded": own.varied,
    }
    name = f"Claim {own.figure.id}"
    if np.ptp([*others, own.own]) < 1e-12:
        shown = f"{gauge.name} of {gauge.text(own.own)}"
        return passed(f"{name}: no seed changes the {shown}; {own.varied} was seeded anew.", **details)
    details["plots"] = [_plot(own)]
    best = max(gauge.quality(own.own), gauge.least(own.figure.claim.printed))
    lead = best - gauge.quality(middle)
    spread = 1.4826 * float(np.median(np.abs(others - middle)))  # of a normal distribution: its standard deviation
    far = len(others) >= ENOUGH and lead > deviations * spread
    given = f"give {gauge.text(low)} to {gauge.text(high)}, in the middle {gauge.text(middle)}."
    if best > gauge.quality(others).max() and lead > material * gauge.step:
        return failed(
            f"{name}: {own.figure.value:g} is claimed and {gauge.text(own.own)} comes out with the study's own seed; "
            f"{len(others)} other seeds {given}",
            code="only-with-own-seed",
            severity=Severity.MAJOR if far else Severity.MINOR,
            benign=[f"one time in {len(others) + 1} the study's own seed is the best by chance alone"],
            p=1 / (len(others) + 1),
            **details,
        )
    return passed(f"{name}: {len(others)} other seeds {given}", **details)


def _plot(own: OtherSeeds) -> Plot:
    ordered, name = sorted(own.others), own.figure.gauge.name
    rows = tuple(range(1, len(ordered) + 1))
    return Plot(
        "points",
        f"The {name} under other seeds: {own.figure.title}",
        f"seed, in the order of the {name}",
        own.figure.gauge.axis,
        (
            Series("other seeds", rows, tuple(ordered)),
            Series("the study's own", (0,), (own.own,)),
            Series("claimed", (0,), (own.figure.value,)),
        ),
        note="Each point is the same analysis with another seed.",
    )
