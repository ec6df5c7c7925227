from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.evidence.moved_predictions import Moved

SHOWN = 20


@check(
    "leakage/predictions-independent-of-other-cases",
    severity=Severity.MAJOR,
    references=("doi:10.1016/j.patter.2023.100804", "doi:10.1145/2382577.2382579"),
)
def predictions_independent_of_other_cases(influences: tuple[Moved, ...]) -> Iterator[Finding]:
    """The prediction of a held-out case doesn't depend on the other held-out cases.

    One patient at a time is what a model is for. In a copy of the study one held-out case is given extreme features,
    and the study's command is run again: no other held-out case's prediction may move. Estimators are asked for single
    cases and for all together. A difference is proof that held-out cases entered a fit (a scaler, an imputation, a
    harmonisation, a selection on all cases), or that the model looks at the batch it predicts.

    Remedy: fit every step on training cases and apply it to others one by one; put networks into evaluation mode.
    """
    for own in influences:
        if own.problem:
            yield unknown(f"{own.model}: the influence of other cases could not be seen: {own.problem}.")
        elif own.moved:
            yield failed(
                f"{own.model}: {len(own.moved)} of {own.watched} predictions of held-out cases move with "
                f"{own.changed}.",
                code="other-cases-count",
                tier=Tier.PROVED,
                rows=_rows(own),
                benign=[
                    "values of a new site were harmonised with all its cases at once, and the paper says so",
                    "cases are ranked or standardised within the batch on purpose; then the batch is part of the model",
                ],
                runs=own.runs,
            )
        else:
            yield passed(
                f"{own.model}: no prediction of {own.watched} held-out cases moves with {own.changed} "
                f"({own.runs} runs).",
                tier=Tier.PROVED,
                runs=own.runs,
            )


def _rows(own: Moved) -> list[dict[str, object]]:
    most = sorted(own.moved, key=lambda case: -own.moved[case])[:SHOWN]
    return [{"case": case, "before": own.before[case], "after": own.after[case]} for case in most]
