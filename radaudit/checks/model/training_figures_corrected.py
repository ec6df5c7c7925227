from collections.abc import Iterator, Mapping

import numpy as np

from radaudit.core.errors import NotApplicable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.evidence.printed import PrintedClaim, PrintedSet
from radaudit.evidence.refits import Refits
from radaudit.statistics.optimism import harrell_corrected, point_632_plus
from radaudit.statistics.weighted_auc import weighted_auc
from radaudit.statistics.weighted_binary import OF_COUNTS, of_threshold


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
    sample left out. A figure of the training cases that falls by more than option material by both is no estimate of
    what new patients can expect.

    Remedy: report the corrected figure, or one of cases that the model has not seen.
    """
    claims = [
        (group, own)
        for group in printed_claims
        for own in group.claims
        if group.set == "train" and own.claim.metric in ("auc", *OF_COUNTS)
    ]
    if not claims:
        raise NotApplicable("The study claims no figure of the training cases.")
    for group, own in claims:
        name = group.model or (next(iter(refits)) if len(refits) == 1 else "")
        problem = "no such model can be run" if name not in refits else refits[name].problem
        if problem:
            yield unknown(f"Claim {own.claim.id}: could not be corrected: {problem}.", where=[own.place])
        else:
            yield _judged(own, refits[name], material)


def _judged(own: PrintedClaim, model: Refits, material: float) -> Finding:
    rows = model.train
    ones = np.ones(len(rows))
    apparent = _figure(own, model, model.original[rows], rows, ones)
    inside, original, outside = [], [], []
    for scores, drawn in zip(model.scores, model.drawn, strict=True):
        counts = np.bincount(np.searchsorted(rows, drawn), minlength=len(rows)).astype(float)
        figures = [_figure(own, model, scores[rows], rows, weights) for weights in (counts, ones, (counts == 0) * 1.0)]
        if np.isfinite(figures).all():
            for values, figure in zip((inside, original, outside), figures, strict=True):
                values.append(figure)
    if len(inside) < 10:
        return unknown(f"Claim {own.claim.id}: too few bootstrap samples give it a value.", where=[own.place])
    harrell = harrell_corrected(apparent, inside, original)
    plus = point_632_plus(apparent, outside, _no_information(own, model, rows))
    sentence = (
        f"{own.claim.metric} of the training cases: claimed {own.claim.value:g}, re-run {apparent:.2f}; corrected for "
        f"optimism {harrell.estimate:.2f} (Harrell) and {plus.estimate:.2f} (.632+)."
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
    if min(own.claim.value - harrell.estimate, own.claim.value - plus.estimate) > material:
        return failed(
            sentence, code="optimistic", benign=["the paper also reports the figure of unseen cases"], **details
        )
    return passed(sentence, **details)


def _figure(own: PrintedClaim, model: Refits, scores: np.ndarray, rows: np.ndarray, weights: np.ndarray) -> float:
    events = model.own.target[rows].astype(bool)
    if own.claim.metric == "auc":
        return float(weighted_auc(scores, (weights * events)[None], (weights * ~events)[None])[0])
    return float(of_threshold(own.claim.metric, scores >= _threshold(model), events, weights[None])[0])


def _threshold(model: Refits) -> float:
    """Probabilities are cut at one half, other scores at zero, where the study names no threshold."""
    given = model.own.info.threshold
    return given if given is not None else 0.5 if model.probabilities else 0.0


def _no_information(own: PrintedClaim, model: Refits, rows: np.ndarray) -> float:
    """The figure if outcome and prediction had nothing to do with each other: 0.5, or the mean over all pairings."""
    if own.claim.metric == "auc":
        return 0.5
    events, positive = model.own.target[rows].mean(), (model.original[rows] >= _threshold(model)).mean()
    cells = np.array(
        [positive * events, positive * (1 - events), (1 - positive) * (1 - events), (1 - positive) * events]
    )
    return float(OF_COUNTS[own.claim.metric](*cells[:, None])[0])
