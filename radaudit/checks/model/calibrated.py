from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.plot import Plot, Series
from radaudit.core.step import check
from radaudit.evidence.scored_sets import ScoredSet, held_out, unless_leaking
from radaudit.models.metrics import measure
from radaudit.statistics.calibration_curve import CalibrationCurve, calibration_curve, calibration_groups
from radaudit.statistics.interval import Interval

BENIGN = (
    "the event is rarer or commoner here than where the model was fitted, and the authors recalibrate before use",
    "scores that are only meant to rank the cases",
)
RISKS = (
    "Give probabilities of the event; for a time to an event, predicted risks by a stated time would be needed, which "
    "a manifest can't declare yet."
)


@check(
    "model/calibrated",
    severity=Severity.MAJOR,
    references=("doi:10.1186/s12916-019-1466-7", "doi:10.1002/sim.6787", "doi:10.1002/sim.8281"),
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

    A slope below 1 means risks that are too extreme, as after overfitting; an intercept below 0, risks that are too
    high. A set fails if the interval of the slope excludes 1 or that of the intercept excludes 0 (together at option
    level, so each at half the error). It weighs heavily only if the smoothed curve lies more than option apart from
    the predicted risk on average, and the set has as many events and non-events as are asked for to judge calibration
    (option fewest). Nothing seen is no proof: a set passes only if its interval of the slope lies within a factor of
    option tolerated of 1, else it is too small to tell. The options apart and tolerated are radaudit's own.

    Remedy: report slope, intercept and the curve; shrink or recalibrate the model on other cases than those judged.
    """
    for own in held_out(scored_sets):
        if own.survival or not own.probabilities:
            yield unknown(f"{own.name}: the scores are not probabilities, so they can't be calibrated.", add=RISKS)
        else:
            yield unless_leaking(_judged(own, level, tolerated, apart, fewest), own)


def _judged(own: ScoredSet, level: float, tolerated: float, apart: float, fewest: int) -> Finding:
    events, others = own.counts
    curve = _curve(own, level)
    details = {"tier": Tier.TESTED, "events": events, "others": others, "plots": [_plot(own, curve)] if curve else []}
    if curve:
        details |= {"mean_distance": curve.ici, "brier": measure("brier", own.events, own.scores).estimate}
    try:
        slope, intercept = (_measured(name, own, (1 + level) / 2) for name in ("slope", "intercept"))
    except ValueError as reason:
        return unknown(f"{own.name}: {reason}", add="More cases, or risks with more decimals.", **details)
    details["rows"] = [_row("slope", slope, 1.0), _row("intercept", intercept, 0.0)]
    shown = f"{own.name}: calibration slope {_shown(slope)}, intercept {_shown(intercept)}"
    wrong = [what for what, bad in (("slope", not slope.contains(1)), ("intercept", not intercept.contains(0))) if bad]
    if wrong:
        grave = curve is not None and curve.ici > apart and min(events, others) >= fewest
        few = () if min(events, others) >= fewest else ("so few events that the extent is not well known",)
        return failed(
            f"{shown}; {_said(slope, intercept)}.",
            code="miscalibrated",
            severity=Severity.MAJOR if grave else Severity.MINOR,
            benign=(*BENIGN, *few),
            **details,
        )
    if slope.low < 1 / tolerated or slope.high > tolerated:
        return unknown(
            f"{shown}: {events} events and {others} others are too few to tell.",
            add="More held-out cases; model/sample-size says how many.",
            **details,
        )
    return passed(f"{shown}.", **details)


def _measured(name: str, own: ScoredSet, level: float) -> Interval:
    """Where patients have several cases, the wider of both ends: few patients make their bootstrap too narrow."""
    alone = measure(f"calibration_{name}", own.events, own.scores, level=level)
    if own.patients is None:
        return alone
    whole = measure(f"calibration_{name}", own.events, own.scores, level=level, groups=own.patients)
    ends = min(alone.low, whole.low), max(alone.high, whole.high)
    return Interval(alone.estimate, *ends, level, f"the wider ends of {alone.method} and {whole.method}")


def _curve(own: ScoredSet, level: float) -> CalibrationCurve | None:
    try:
        return calibration_curve(own.scores, own.events, level)
    except ValueError:  # too few cases, or classes that the risks separate; the slope's own sentence says it
        return None


def _said(slope: Interval, intercept: Interval) -> str:
    said = []
    if not slope.contains(1):
        said.append("too extreme" if slope.high < 1 else "not extreme enough")
    if not intercept.contains(0):
        said.append("too high" if intercept.high < 0 else "too low")
    return "the risks are " + " and ".join(said)


def _row(name: str, found: Interval, ideal: float) -> dict:
    return {"measure": name, "estimate": found.estimate, "low": found.low, "high": found.high, "ideal": ideal}


def _shown(found: Interval) -> str:
    return f"{found.estimate:.2f} [{found.low:.2f}, {found.high:.2f}]"


def _plot(own: ScoredSet, curve: CalibrationCurve) -> Plot:
    groups = calibration_groups(own.scores, own.events, max(2, min(10, len(own.cases) // 20)))
    return Plot(
        "lines",
        f"Calibration of {own.name}",
        "predicted risk",
        "share with the event",
        (
            Series("smoothed, with band", *map(tuple, (curve.predicted, curve.observed, curve.low, curve.high))),
            Series(
                "groups of equal size",
                tuple(group.predicted for group in groups),
                tuple(group.observed.estimate for group in groups),
            ),
        ),
        guide="identity",
        note=f"On the dashed line risks mean what they say. {own.source}"
        + (" The band takes cases as independent." if own.patients is not None else ""),
    )
