from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from radaudit.core.errors import NotApplicable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.plot import Plot, Series
from radaudit.core.step import check
from radaudit.evidence.refits import Refits
from radaudit.statistics.instability import Instability, instability


@check("model/predictions-are-stable", severity=Severity.MINOR, references=("doi:10.1002/bimj.202200302",))
def predictions_are_stable(refits: Mapping[str, Refits], *, mape: float = 0.1) -> Iterator[Finding]:
    """A case's predicted probability does not depend on which patients happened to be in the training set.

    The model is fitted again on bootstrap samples of its training patients, all steps included, and each case's
    predictions are compared with the original one; of several classes that of the class which the model predicts. Where
    they differ by more than option mape on average, a patient's risk is mostly a matter of who else was recruited.
    Riley and Collins give no limit; the default is radaudit's own.

    Remedy: more events, fewer candidate features, stronger penalties; show the instability plot.
    """
    classified = {name: own for name, own in refits.items() if own.own.setup.task in ("binary", "multiclass")}
    if not classified:
        raise NotApplicable("This is asked of models that give probabilities of an event or of classes.")
    for name, own in classified.items():
        if own.problem:
            yield unknown(f"{name}: could not be fitted on bootstrap samples: {own.problem}.")
        elif not own.original.probabilities:
            yield unknown(f"{name}: the scores are not probabilities, so their differences have no unit.")
        else:
            yield _judged(name, own, mape)


def _judged(name: str, own: Refits, mape: float) -> Finding:
    found, sides = _of_classes(own) if own.own.setup.task == "multiclass" else _of_event(own)
    worst = np.argsort(-found.mape, kind="stable")[:20]
    details = {
        "tier": Tier.HEURISTIC,
        "mean_absolute_difference": found.mean_mape,
        "cases_that_change_side": float((found.reclassified > 0.1).mean()),
        "refits": len(own.results),
        "rows": [_row(own, found, row) for row in worst],
        "plots": [_plot(name, found)],
    }
    if own.own.setup.task == "binary":
        details["threshold"] = _threshold(own)
    sentence = (
        f"{name}: a case's probability differs by {found.mean_mape:.2f} on average between models of resampled "
        f"training patients; {details['cases_that_change_side']:.0%} of the cases change {sides} in one of ten."
    )
    if found.mean_mape > mape:
        return failed(sentence, code="unstable", benign=["few cases, whose risk nobody can know better"], **details)
    return passed(sentence, **details)


def _of_event(own: Refits) -> tuple[Instability, str]:
    """Of the probability of the event, and what a case changes."""
    refitted = np.array([result.vector for result in own.results])
    return instability(own.original.vector, refitted, _threshold(own)), f"sides of {_threshold(own):g}"


def _threshold(own: Refits) -> float:
    return own.own.info.threshold if own.own.info.threshold is not None else 0.5


def _of_classes(own: Refits) -> tuple[Instability, str]:
    """Of the probability of each case's predicted class."""
    first, refitted = own.original.matrix, np.array([result.matrix for result in own.results])
    predicted = first.argmax(axis=1)
    rows = np.arange(len(first))
    found = instability(first[rows, predicted], refitted[:, rows, predicted])
    return replace(found, reclassified=(refitted.argmax(axis=2) != predicted).mean(axis=0)), "their class"


def _row(own: Refits, found: Instability, row: int) -> dict:
    return {
        "case": own.own.cases[row],
        "set": own.own.sets[row],
        "predicted": float(found.original[row]),
        "2.5 %": float(found.low[row]),
        "97.5 %": float(found.high[row]),
        "mean difference": float(found.mape[row]),
        "changes side": float(found.reclassified[row]),
    }


def _plot(name: str, found: Instability) -> Plot:
    order = np.argsort(found.original, kind="stable")
    predicted = tuple(map(float, found.original[order]))
    return Plot(
        "points",
        f"Instability of the predictions: {name}",
        "predicted by the model",
        "predicted by refitted models",
        (
            Series("2.5 % of the refits", predicted, tuple(map(float, found.low[order]))),
            Series("97.5 % of the refits", predicted, tuple(map(float, found.high[order]))),
        ),
        guide="identity",
        note="Between the two marks of a case lie 95 % of its predictions.",
    )
