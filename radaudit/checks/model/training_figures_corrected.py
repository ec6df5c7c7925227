from collections.abc import Iterator, Mapping

import numpy as np

from radaudit.core.errors import NotApplicable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.evidence.claimed_figures import MEASURES
from radaudit.evidence.gauge import Gauge, gauge_for
from radaudit.evidence.printed import PrintedClaim, PrintedSet
from radaudit.evidence.refits import Refits
from radaudit.models.request import RunResult
from radaudit.statistics.optimism import harrell_corrected, point_632_plus
from radaudit.statistics.pairings import pairings


@check(
    "model/training-figures-corrected",
    severity=Severity.MAJOR,
    references=("doi:10.1080/01621459.1997.10474007", "doi:10.1080/01621459.1983.10477973"),
)
def training_figures_corrected(
    refits: Mapping[str, Refits], printed_claims: tuple[PrintedSet, ...], *, material: float = 0.02
) -> Iterator[Finding]:
    """A figure of the training cases is still true when it is corrected for optimism.

    A model is at its best on the cases that it was fitted to. Refitted on bootstrap samples of the training patients,
    it shows by how much: Harrell's correction takes off the mean optimism, the .632+ estimate weighs the cases that a
    sample left out. A figure of the training cases that is worse by more than option material by both is no estimate
    of what new patients can expect. Errors in the outcome's unit are judged in standard deviations of the outcome.

    Remedy: report the corrected figure, or one of cases that the model has not seen.
    """
    claims = [
        (group, own)
        for group in printed_claims
        for own in group.claims
        if group.set == "train" and own.claim.metric in MEASURES
    ]
    if not claims:
        raise NotApplicable("The study claims no figure of the training cases.")
    for group, own in claims:
        name = group.model or (next(iter(refits)) if len(refits) == 1 else "")
        gauge, problem = _gauge(own, refits.get(name))
        if problem:
            yield unknown(f"Claim {own.claim.id}: could not be corrected: {problem}.", where=[own.place])
        else:
            yield _judged(own, refits[name], gauge, material)


def _gauge(own: PrintedClaim, model: Refits | None) -> tuple[Gauge | None, str]:
    """How the claim is measured on the model's refits, or why it can't be."""
    if model is None:
        return None, "no such model can be run"
    if model.problem:
        return None, model.problem
    gauge, problem = gauge_for(model.own, own.claim)
    return gauge, problem or gauge.missing(model.original)


def _judged(own: PrintedClaim, model: Refits, gauge: Gauge, material: float) -> Finding:
    rows = model.train
    ones = np.ones(len(rows))
    apparent = _figures(gauge, model, model.original, ones)[0]
    if not np.isfinite(apparent):
        return unknown(f"Claim {own.claim.id}: the {gauge.metric.label} of the re-run is undefined.", where=[own.place])
    inside, original, outside = [], [], []
    for result, drawn in zip(model.results, model.drawn, strict=True):
        counts = np.bincount(np.searchsorted(rows, drawn), minlength=len(rows)).astype(float)
        figures = _figures(gauge, model, result, counts, ones, (counts == 0) * 1.0)
        if np.isfinite(figures).all():
            for values, figure in zip((inside, original, outside), figures, strict=True):
                values.append(figure)
    if len(inside) < 10:
        return unknown(f"Claim {own.claim.id}: too few bootstrap samples give it a value.", where=[own.place])
    harrell = harrell_corrected(apparent, inside, original)
    plus = point_632_plus(apparent, outside, _no_information(gauge, model))
    sentence = (
        f"{own.claim.metric} of the training cases: claimed {own.claim.value:g}, re-run {gauge.text(apparent)}; "
        f"corrected for optimism {gauge.text(harrell.estimate)} (Harrell) and {gauge.text(plus.estimate)} (.632+)."
    )
    details = {
        "where": [own.place],
        "tier": Tier.TESTED,
        "claimed": own.claim.value,
        "rerun": apparent,
        "harrell": harrell.estimate,
        "point_632_plus": plus.estimate,
        "bootstrap_samples": len(inside),
    }
    claimed, *corrected = (
        float(gauge.quality(gauge.shown(value))) for value in (own.claim.value, harrell.estimate, plus.estimate)
    )
    if claimed - max(corrected) > material * gauge.step:
        return failed(
            sentence, code="optimistic", benign=["the paper also reports the figure of unseen cases"], **details
        )
    return passed(sentence, **details)


def _figures(gauge: Gauge, model: Refits, result: RunResult, *weights: np.ndarray) -> list[float]:
    """The measure on the training cases, weighted in these ways; nan where it is undefined."""
    try:
        statistic = gauge.statistic(model.own.target[model.train], gauge.scores(result)[model.train])
    except ValueError:
        return [float("nan")] * len(weights)
    return [float(value) for value in statistic(np.array(weights))]


def _no_information(gauge: Gauge, model: Refits) -> float:
    """The measure if outcome and prediction had nothing to do with each other: the mean over pairings."""
    target, scores = model.own.target[model.train], gauge.scores(model.original)[model.train]
    ones = np.ones((1, len(model.train)))
    found = [gauge.statistic(target[order], scores)(ones)[0] for order in pairings(len(target), 0, 2 * len(target))]
    return float(np.nanmean(found))
