from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.plot import Plot, Series
from radaudit.core.step import check
from radaudit.evidence.cut_offs import CutOff, ranges_of
from radaudit.statistics.survival.kaplan_meier import SurvivalCurve, kaplan_meier
from radaudit.statistics.survival.logrank import LogRank, logrank

BENIGN = (
    "a threshold of the literature or of the clinic that happens to be the best here",
    "chosen on the training set by another criterion, such as a wanted sensitivity, or by cross-validation",
)
GROUPS = ("low risk", "high risk")


@check(
    "model/threshold-set-beforehand",
    severity=Severity.MAJOR,
    references=("doi:10.1373/clinchem.2007.096032", "doi:10.1093/jnci/86.11.829"),
)
def threshold_set_beforehand(cut_offs: tuple[CutOff, ...], *, narrow: float = 0.05) -> Iterator[Finding]:
    """No threshold is the best one of the very cases that it is judged on.

    A threshold that was chosen because it does best on the test set makes its sensitivity and specificity look better
    than they will be; a cut-off that separates two survival curves best exaggerates their difference, and its log-rank
    p-value means nothing. The declared threshold is looked for among those with the greatest Youden index or accuracy
    (for survival the greatest log-rank statistic) of each held-out set and of the training set. It is suspect if it is
    the held-out set's best and not the training set's, unless one put anywhere between the quartiles of the scores
    would be that with a chance above option narrow; in made studies with thresholds set beforehand, 2 % or fewer were
    suspected. One half of a probability and the training set's median raise no question.

    Remedy: fix the threshold on the training set and say how; report the figures of other thresholds beside it.
    """
    for own in cut_offs:
        if own.scored.survival:
            yield _grouped(own, narrow)
        else:
            yield _judged(own, narrow, {})


def _judged(own: CutOff, narrow: float, details: dict) -> Finding:
    name, shown = own.scored.name, f"the threshold {own.value:g}"
    details = {"where": [own.place] if own.place else [], "tier": Tier.HEURISTIC, "threshold": own.value, **details}
    if own.problem:
        add = "Give the scores of the training cases too, or say where the threshold comes from."
        return unknown(f"{name}: where {shown} comes from can't be told: {own.problem}.", add=add, **details)
    if own.usual:
        return passed(f"{name}: {shown} is {own.usual}.", **details)
    details |= {"chance": own.chance, "rows": _rows(own)}
    if own.origin.tuned_on_test and own.chance <= narrow:
        best = own.origin.test[own.origin.tuned_on_test[0]]
        return failed(
            f"{name}: {shown} has the greatest {' and '.join(own.origin.tuned_on_test)} of this set "
            f"({ranges_of(best.ranges)}), and not of the training set "
            f"({ranges_of(own.origin.train[best.criterion].ranges)}).",
            code="best-of-the-judged-set",
            benign=BENIGN,
            **details,
        )
    if own.origin.tuned_on_test:
        return unknown(
            f"{name}: {shown} is among the best of this set, but so are {own.chance:.0%} of those between the "
            "quartiles of its scores.",
            add="Say where the threshold comes from.",
            **details,
        )
    return passed(f"{name}: {shown} is not chosen for being the best of this set.", **details)


def _rows(own: CutOff) -> list[dict]:
    return [
        {
            "set": name,
            "criterion": best.criterion,
            "greatest": best.value,
            "at the threshold": best.at_declared,
            "best thresholds": ranges_of(best.ranges),
        }
        for name, found in ((own.scored.set, own.origin.test), ("train", own.origin.train))
        for best in found.values()
    ]


def _grouped(own: CutOff, narrow: float) -> Finding:
    """Risk groups of a survival model: their curves, and the threshold's origin where it is declared."""
    scored = own.scored
    high = scored.scores >= own.value
    times, events = scored.outcomes[:, 0], scored.events
    if high.all() or not high.any() or not events.any():
        return unknown(f"{scored.name}: all cases are in one risk group, or none had the event.")
    test = logrank(times, events, [GROUPS[int(own_group)] for own_group in high])
    curves = [kaplan_meier(times[group], events[group]) for group in (~high, high)]
    details = {"log_rank_p": test.p, "log_rank_chi2": test.chi2, "plots": [_plot(own, test, curves)]}
    if own.declared:
        return _judged(own, narrow, details)
    return passed(
        f"{scored.name}: no cut-off is declared; at the median of the training risks, {own.value:.3g}, the groups "
        f"{'differ' if test.p < 0.05 else 'do not differ'} in survival (log-rank p = {test.p:.2g}).",
        tier=Tier.TESTED,
        **details,
    )


def _plot(own: CutOff, test: LogRank, curves: list[SurvivalCurve]) -> Plot:
    cases = dict(zip(test.groups, test.cases, strict=True))
    seen = dict(zip(test.groups, test.observed, strict=True))
    series = tuple(
        _steps(f"{name} ({cases[name]} cases, {seen[name]} events)", curve)
        for name, curve in zip(GROUPS, curves, strict=True)
    )
    origin = "the declared threshold" if own.declared else "the median of the training risks"
    return Plot(
        "lines",
        f"Survival by risk group: {own.scored.name}",
        "time, in the table's unit",
        "share free of the event",
        series,
        note=f"Cut at {origin}, {own.value:.3g}; log-rank p = {test.p:.2g}. A cut-off chosen on these cases would make "
        f"the curves lie further apart. {own.scored.source}",
    )


def _steps(label: str, curve: SurvivalCurve) -> Series:
    """A line that falls where somebody had the event."""
    at, values, low, high = [0.0], [1.0], [1.0], [1.0]
    for place, time in enumerate(curve.times):
        at += [float(time)] * 2
        for kept, found in ((values, curve.survival), (low, curve.low), (high, curve.high)):
            kept += [kept[-1], float(found[place])]
    return Series(label, tuple(at), tuple(values), tuple(low), tuple(high))
