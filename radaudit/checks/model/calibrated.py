from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.plot import Plot, Series
from radaudit.core.step import check
from radaudit.evidence.calibration import Calibration, calibrations
from radaudit.evidence.scored_sets import ScoredSet, held_out, unless_leaking
from radaudit.statistics.interval import Interval

BENIGN = (
    "the event is rarer or commoner here than where the model was fitted, and the authors recalibrate before use",
    "scores that are only meant to rank the cases",
)
RISKS = "Give probabilities of the event in 'models[].predictions'."
BY_TIME = (
    "Give probabilities of the event by a stated time, 'models[].probabilities': a column of 'models[].predictions', "
    "or an estimator that has 'predict_survival_function'."
)


@check(
    "model/calibrated",
    severity=Severity.MAJOR,
    references=(
        "doi:10.1186/s12916-019-1466-7",
        "doi:10.1002/sim.6787",
        "doi:10.1002/sim.8281",
        "doi:10.1002/sim.8570",
        "doi:10.7326/M22-0844",
    ),
)
def calibrated(
    scored_sets: tuple[ScoredSet, ...],
    *,
    level: float = 0.95,
    tolerated: float = 2.0,
    apart: float = 0.1,
    fewest: int = 100,
) -> Iterator[Finding]:
    """On held-out cases the predicted risks mean what they say.

    A slope below 1 means risks that are too extreme, as after overfitting; an intercept below 0, or fewer events
    observed than expected, risks that are too high. A set fails if the interval of the slope excludes 1, or that of the
    intercept excludes 0 (together at option level, so each at half the error). Of a time to an event the risks by each
    declared time are judged: by the slope of a Cox regression on their log hazards until then, and by the Kaplan-Meier
    risk over the mean predicted one, which should be 1 (all times together at option level). It weighs heavily only if
    the smoothed curve lies more than option apart from the predicted risk on average, and the set has as many events
    and non-events as are asked for to judge calibration (option fewest). Nothing seen is no proof: a set passes only if
    its interval of the slope lies within a factor of option tolerated of 1, else it is too small to tell. The options
    apart and tolerated are radaudit's own.

    Remedy: report slope, intercept and the curve; shrink or recalibrate the model on other cases than those judged.
    """
    for own in held_out(scored_sets):
        if own.survival and own.by_time is None:
            yield unknown(f"{own.name}: there are risks, but no probabilities by a time{_why(own)}.", add=BY_TIME)
        elif not own.survival and not own.probabilities:
            yield unknown(f"{own.name}: the scores are not probabilities, so they can't be calibrated.", add=RISKS)
        else:
            for found in calibrations(own, level):
                yield unless_leaking(_judged(found, tolerated, apart, fewest), own)


def _why(own: ScoredSet) -> str:
    return f" ({own.unanswered})" if own.unanswered else ""


def _judged(own: Calibration, tolerated: float, apart: float, fewest: int) -> Finding:
    curve, plots = own.curve, [_plot(own)] if own.curve else []
    details = {"tier": Tier.TESTED, "events": own.events, "others": own.others, "plots": plots}
    if own.horizon is not None:
        details["horizon"] = own.horizon
    if curve:
        details |= {"mean_distance": curve.ici, "brier": own.brier}
    if own.problem:
        return unknown(f"{own.name}: {own.problem}.", add="More cases, or risks with more decimals.", **details)
    measures = own.slope, own.large
    details["rows"] = [_row(one.name, one.found, one.ideal) for one in measures]
    shown = f"{own.name}: calibration {', '.join(f'{one.name} {_shown(one.found)}' for one in measures)}"
    slope, few = own.slope.found, min(own.events, own.others) < fewest
    if any(one.wrong for one in measures):
        grave = curve is not None and curve.ici > apart and not few
        return failed(
            f"{shown}; the risks are {' and '.join(one.wrong for one in measures if one.wrong)}.",
            code="miscalibrated",
            severity=Severity.MAJOR if grave else Severity.MINOR,
            benign=(*BENIGN, *(("so few events that the extent is not well known",) if few else ())),
            **details,
        )
    if slope.low < 1 / tolerated or slope.high > tolerated:
        return unknown(
            f"{shown}: {own.events} events and {own.others} others are too few to tell.",
            add="More held-out cases; model/sample-size says how many.",
            **details,
        )
    return passed(f"{shown}.", **details)


def _row(name: str, found: Interval, ideal: float) -> dict:
    return {"measure": name, "estimate": found.estimate, "low": found.low, "high": found.high, "ideal": ideal}


def _shown(found: Interval) -> str:
    return f"{found.estimate:.2f} [{found.low:.2f}, {found.high:.2f}]"


def _plot(own: Calibration) -> Plot:
    curve = own.curve
    return Plot(
        "lines",
        f"Calibration of {own.name}",
        "predicted risk",
        "share with the event" if own.horizon is None else f"share with the event by {own.horizon:g}",
        (
            Series("smoothed, with band", *map(tuple, (curve.predicted, curve.observed, curve.low, curve.high))),
            Series("groups of equal size", *map(tuple, zip(*own.groups, strict=True))),
        ),
        guide="identity",
        note=f"On the dashed line risks mean what they say. {own.source}{own.caveat}",
    )
