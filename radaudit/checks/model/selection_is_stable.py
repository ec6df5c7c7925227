from collections.abc import Iterator

import numpy as np

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.plot import Plot, Series
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.selections import ALIKE, Selections
from radaudit.statistics.interval import Interval
from radaudit.statistics.selection_stability import nogueira

SHOWN = 60
BENIGN = (
    "many features tell the outcome equally well, so that which of them is taken hardly changes the predictions",
    "a bootstrap sample holds two thirds of the patients, and selection on fewer patients is less stable",
)


@check(
    "model/selection-is-stable",
    severity=Severity.MINOR,
    references=("https://jmlr.org/papers/v18/17-514.html", "doi:10.1007/978-3-030-46150-8_20"),
)
def selection_is_stable(selections: tuple[Selections, ...], *, poor: float = 0.4) -> Iterator[Finding]:
    """The model's features do not depend on which patients happened to be in the training set.

    The estimator is fitted again on bootstrap samples of its training patients, and Nogueira's measure tells how far
    the features that it selects agree: 1 is complete agreement, 0 is that of features drawn by lot. Below option poor
    the paper calls agreement poor, and what a paper reads out of its selected features can't be relied on. It is also
    given for clusters of near-identical features, which stand for one another; where these agree, it is a note.

    Remedy: select among representatives of correlated features, keep those chosen in most bootstrap samples, and report
    how often each was.
    """
    for own in selections:
        if own.problem:
            yield unknown(
                f"{own.model}: {own.problem}.",
                add="Put the selection into the estimator's pipeline, as code that is fitted with it.",
            )
        else:
            yield _judged(own, poor)


def _judged(own: Selections, poor: float) -> Finding:
    found = nogueira(own.chosen)
    share = own.chosen.mean(axis=0)
    always, never = int((share == 1).sum()), int((share == 0).sum())
    sizes = own.chosen.sum(axis=1)
    details = {
        "tier": Tier.TESTED,
        "stability": found.estimate,
        "low": found.low,
        "high": found.high,
        "refits": len(own.chosen),
        "chosen_from": len(own.names),
        "least_chosen": int(sizes.min()),
        "most_chosen": int(sizes.max()),
        "always": always,
        "sometimes": len(share) - always - never,
        "never": never,
        "rows": _rows(own, share),
        "plots": [_plot(own, share)],
    } | _of_clusters(own)
    sentence = (
        f"{own.model}: features selected on {counted(len(own.chosen), 'bootstrap sample')} agree to "
        f"{found.estimate:.2f}{_span(found)}; of {len(share)}, {always} are always chosen, "
        f"{details['sometimes']} sometimes, {never} never."
    )
    if found.high < poor:
        apart = details.get("stability_of_clusters", found.estimate)
        weight = {"severity": Severity.NOTE} if apart >= poor else {}  # only names change, not what is measured
        return failed(sentence, code="chosen-by-chance", benign=BENIGN, **weight, **details)
    if found.low >= poor:
        return passed(sentence, **details)
    add = "Raise 'effort.refits' in the policy for a narrower interval."
    return unknown(f"{sentence} Whether that is below {poor:g} is not settled.", add=add, **details)


def _span(found: Interval) -> str:
    """Without a width where every refit chose the same: the paper's variance is 0 then, whatever their number."""
    return f" [{found.low:.2f}, {found.high:.2f}]" if found.high > found.low else ", the same in each"


def _of_clusters(own: Selections) -> dict:
    """The measure with near-identical features taken as one; nothing where that leaves none to choose between."""
    try:
        found = nogueira(own.by_cluster)
    except ValueError:
        return {}
    return {"stability_of_clusters": found.estimate, "clusters": own.by_cluster.shape[1], "alike_from": ALIKE}


def _rows(own: Selections, share: np.ndarray) -> list[dict]:
    order = np.argsort(-share, kind="stable")
    return [
        {
            "feature": own.names[column],
            "chosen in": float(share[column]),
            "how often": "always" if share[column] == 1 else "sometimes",
            "in the model": bool(own.original[column]),
            "cluster": int(own.clusters[column]),
        }
        for column in order[:SHOWN]
        if share[column] > 0
    ]


def _plot(own: Selections, share: np.ndarray) -> Plot:
    order = [column for column in np.argsort(-share, kind="stable")[:SHOWN] if share[column] > 0]
    return Plot(
        "bars",
        f"How often each feature is selected: {own.model}",
        "",
        "share of the refits",
        (Series("refits", tuple(range(len(order))), tuple(map(float, share[order]))),),
        labels=tuple(own.names[column] for column in order),
        note="A selection that can be relied on has bars near 1 and few others.",
    )
