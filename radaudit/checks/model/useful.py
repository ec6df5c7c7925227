from collections.abc import Iterator

import numpy as np

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.plot import Plot, Series
from radaudit.core.step import check
from radaudit.evidence.scored_sets import ScoredSet, held_out, unless_leaking
from radaudit.statistics.decision_curve import DecisionCurve, decision_curve
from radaudit.statistics.survival.decision_curve import survival_decision_curve

STEP = 0.01
BENIGN = (
    "the decision is taken at another risk than the range looked at",
    "a set so small that no benefit could be shown",
)


@check(
    "model/useful",
    severity=Severity.MAJOR,
    references=("doi:10.1177/0272989X06295361", "doi:10.1186/1472-6947-8-53"),
)
def useful(
    scored_sets: tuple[ScoredSet, ...],
    *,
    lowest: float = 0.1,
    highest: float = 0.5,
    level: float = 0.95,
    part: float = 0.1,
) -> Iterator[Finding]:
    """On held-out cases, deciding by the model's risk is worth more than treating all or treating none.

    Net benefit counts true positives less false positives at the odds of the risk from which one would act. Who would
    act from a small risk does well to treat all, who would act from a great one to treat none: a model that beats the
    better of the two nowhere between the options lowest and highest has no use there, whatever its AUC. Which risks
    matter is a question of the disease; the defaults suit decisions in which a missed event weighs one to nine times an
    unneeded treatment. Intervals are of option level at each threshold alone, so that a few may show a benefit by
    chance: more than the option part of the thresholds must (radaudit's own; of made models without any use, 3 % do).
    Of a time to an event the risks by each declared time are looked at, with the Kaplan-Meier risk of those treated.

    Remedy: show the decision curve over the thresholds at which patients would be treated, and recalibrate the risks.
    """
    thresholds = np.arange(lowest, highest + STEP / 2, STEP)
    for own in held_out(scored_sets):
        if own.survival and own.by_time is None:
            why = f" ({own.unanswered})" if own.unanswered else ""
            yield unknown(
                f"{own.name}: there are risks, but no probabilities by a time{why}, so nobody can act from them.",
                add="Give 'models[].probabilities', with a column of 'models[].predictions' or an estimator that has "
                "'predict_survival_function'.",
            )
        elif not own.survival and not own.probabilities:
            yield unknown(
                f"{own.name}: the scores are not probabilities, so nobody can act from a risk.",
                add="Give probabilities of the event in 'models[].predictions'.",
            )
        elif len(own.cases) < 2 or lowest >= highest:
            yield unknown(f"{own.name}: there are too few cases, or no thresholds, for a decision curve.")
        elif own.survival:
            for horizon, risks in zip(own.horizons, own.by_time.T, strict=True):
                yield unless_leaking(_by_time(own, horizon, risks, thresholds, level, part), own)
        else:
            curve = decision_curve(own.scores, own.events, thresholds, level, groups=own.patients)
            yield unless_leaking(_judged(own, own.name, curve, own.counts, part), own)


def _by_time(
    own: ScoredSet, horizon: float, risks: np.ndarray, thresholds: np.ndarray, level: float, part: float
) -> Finding:
    name, times = f"{own.name}, by {horizon:g}", own.outcomes[:, 0]
    try:
        curve = survival_decision_curve(times, own.events, risks, horizon, thresholds, level, own.patients)
    except ValueError as reason:
        return unknown(f"{name}: {str(reason).rstrip('.')}.")
    counts = int((own.events & (times <= horizon)).sum()), int((times > horizon).sum())
    return _judged(own, name, curve, counts, part)


def _judged(own: ScoredSet, name: str, curve: DecisionCurve, counts: tuple[int, int], part: float) -> Finding:
    thresholds = curve.thresholds
    better, worse = curve.gain_low > 0, curve.gain_high < 0
    events, others = counts
    details = {
        "tier": Tier.TESTED,
        "events": events,
        "others": others,
        "share_better": float(better.mean()),
        "share_worse": float(worse.mean()),
        "rows": [_row(curve, place) for place in range(0, len(thresholds), 5)],
        "plots": [_plot(own, name, curve)],
    }
    between = f"between {thresholds[0]:.2f} and {thresholds[-1]:.2f}"
    if worse.mean() > max(better.mean(), part):
        return failed(
            f"{name}: at {worse.mean():.0%} of the thresholds {between} the model's net benefit is less than that "
            f"of treating all or none, at {better.mean():.0%} it is more.",
            code="does-harm",
            benign=BENIGN[:1],
            **details,
        )
    if better.mean() <= part:
        return failed(
            f"{name}: at {better.mean():.0%} of the thresholds {between} is the model shown to be worth more than "
            "treating all or none.",
            code="not-shown-useful",
            severity=Severity.MINOR,
            benign=BENIGN,
            **details,
        )
    return passed(
        f"{name}: worth more than treating all or none at {better.mean():.0%} of the thresholds {between}, "
        f"{_reach(thresholds, better)}.",
        **details,
    )


def _reach(thresholds: np.ndarray, better: np.ndarray) -> str:
    own = thresholds[better]
    return f"the first {own[0]:.2f}, the last {own[-1]:.2f}"


def _row(curve: DecisionCurve, place: int) -> dict:
    return {
        "threshold": round(float(curve.thresholds[place]), 4),
        "net benefit": float(curve.benefit[place]),
        "treating all": float(curve.treat_all[place]),
        "gain": float(curve.gain[place]),
        "low": float(curve.gain_low[place]),
        "high": float(curve.gain_high[place]),
    }


def _plot(own: ScoredSet, name: str, curve: DecisionCurve) -> Plot:
    at = tuple(curve.thresholds)
    least = min(float(curve.low.min()), -0.05)
    shown = int((curve.treat_all >= least).sum())  # it falls all the way
    return Plot(
        "lines",
        f"Decision curve of {name}",
        "risk from which one would treat",
        "net benefit, true positives a case",
        (
            Series("by the model", at, tuple(curve.benefit), tuple(curve.low), tuple(curve.high)),
            Series("treating all", at[:shown], tuple(curve.treat_all[:shown])),
            Series("treating none", at, (0.0,) * len(at)),
        ),
        note=f"Higher is better. {own.source} Band: {curve.method}.",
    )
