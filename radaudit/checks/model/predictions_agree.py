from collections.abc import Iterator, Mapping

import numpy as np

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.plot import Plot, Series
from radaudit.core.step import check
from radaudit.evidence.agreement import Agreement
from radaudit.evidence.predictions import Predictions


@check("model/predictions-agree", severity=Severity.MAJOR)
def predictions_agree(
    predictions: Mapping[str, Predictions], agreements: tuple[Agreement, ...], *, closeness: float = 1e-6
) -> Iterator[Finding]:
    """The reported predictions are of the study's cases, one for each, and are those that the model gives.

    A table of predictions is what every figure of a paper can be recomputed from. Rows for strangers, rows given
    twice and cases left out change those figures in silence; scores that the study's own code doesn't give are not
    the predictions of the model that the paper describes. Scores agree if they differ by no more than half a unit of
    the last digit printed, plus closeness (for sums in another order).

    Remedy: write the table by the code that is published, one row for each case and set, with the cohort's ids.
    """
    for own in predictions.values():
        yield from _rows_found(own)
    for agreement in agreements:
        yield _of_scores(agreement, closeness)
    if not agreements:
        yield unknown("The reported predictions could not be set beside those of the model, which was not run again.")


def _rows_found(own: Predictions) -> Iterator[Finding]:
    if own.unknown:
        yield failed(
            f"{len(own.unknown)} rows of {own.path} are of no case of the cohort.",
            code="unknown-case",
            where=list(own.unknown.values())[:20],
            rows=[{"id": case} for case in own.unknown],
            benign=["the table also serves another study"],
        )
    if own.repeated:
        yield failed(
            f"{len(own.repeated)} cases stand more than once in a set of {own.path}.",
            code="repeated-case",
            where=list(own.repeated.values())[:20],
            rows=[{"case": case} for case in own.repeated],
            benign=["several runs of the model in one table, without a column that tells them apart"],
        )
    if own.missing:
        yield failed(
            f"{len(own.missing)} cases of the sets in {own.path} have no prediction.",
            code="missing-case",
            rows=[{"case": case, "set": name} for case, name in own.missing.items()],
            benign=["cases that could not be scored, as the paper says"],
        )


def _of_scores(own: Agreement, closeness: float) -> Finding:
    apart = np.abs(own.reported - own.found)
    allowed = own.allowed + closeness
    different = apart > allowed
    figures = {
        "cases": len(own.cases),
        "different": int(different.sum()),
        "greatest_difference": float(apart.max()),
        "spearman": own.spearman,
    }
    if not different.any():
        return passed(
            f"All {len(own.cases)} reported predictions of {own.model} are those of {own.by}.", code="agree", **figures
        )
    order = np.argsort(-apart, kind="stable")[:200]
    rank = "" if own.spearman is None else f" (rank correlation {own.spearman:.3f})"
    return failed(
        f"{int(different.sum())} of {len(own.cases)} reported predictions of {own.model} are not those of {own.by}; "
        f"they differ by up to {apart.max():.3g}{rank}.",
        code="scores-differ",
        tier=Tier.TESTED,
        rows=[
            {
                "case": own.cases[row],
                "set": own.sets[row],
                "reported": float(own.reported[row]),
                "found": float(own.found[row]),
                "difference": float(apart[row]),
            }
            for row in order
            if different[row]
        ],
        plots=[_plot(own)],
        benign=["a random seed that is not fixed", "another version of a library", "predictions of an earlier model"],
        **figures,
    )


def _plot(own: Agreement) -> Plot:
    return Plot(
        "points",
        f"Predictions of {own.model}",
        "reported",
        f"by {own.by}",
        (Series("cases", tuple(own.reported), tuple(own.found)),),
        guide="identity",
        note="Points off the line are predictions that the model doesn't give.",
    )
