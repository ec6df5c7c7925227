from collections.abc import Iterator

import numpy as np

from radaudit.core.finding import Finding, Location, Severity, Tier, failed, passed
from radaudit.core.step import check
from radaudit.evidence.cohort import Cohort
from radaudit.evidence.reported import FeatureTable
from radaudit.evidence.target import Target
from radaudit.features.names import parse_name
from radaudit.forensics.disguised import Disguised, disguised, named_like

MOST_ROWS = 500
WORDS = {
    "function": "has one value for each outcome",
    "copy": "is the outcome, shifted and scaled",
    "separates": "separates the classes without an exception",
}


@check(
    "leakage/no-feature-is-the-outcome",
    severity=Severity.CRITICAL,
    references=("doi:10.1016/j.patter.2023.100804", "doi:10.1145/2382577.2382579"),
)
def no_feature_is_the_outcome(
    cohort: Cohort, target: Target, reported: FeatureTable, *, alpha: float = 1e-4
) -> Iterator[Finding]:
    """No column among the features is the outcome under another name.

    A code for the group, a date of death, a score from which the outcome was defined: a column that is known only
    because the outcome is known makes any model perfect. A column that has one value for each outcome, or is the
    outcome on another scale, is proof; one that separates the classes without an exception by more than chance allows
    (option alpha, over all columns) may also be a very good feature.

    Remedy: take the column out of the features, say what it was, and run the study again.
    """
    rows = [cohort.rows[case] for case in reported.cases]
    values = target.values.reshape(len(target.values), -1)[rows]
    is_class = target.task in ("binary", "multiclass")
    found = disguised(reported.values, values, is_class)
    if target.task == "survival":
        found += tuple(own for own in disguised(reported.values, values[:, 1:], True) if own.kind == "function")
    sure = [own for own in found if own.kind != "separates" and own.p <= alpha]
    likely = [own for own in found if own.kind == "separates" and own.p <= alpha]
    told = {own.column for own in (*sure, *likely)}
    named = [
        own
        for own in named_like(reported.names, target.column)
        if own not in told and not parse_name(reported.names[own])
    ]
    if sure:
        yield _failed(reported, sure, "outcome-among-features", Tier.PROVED, None)
    if likely:
        yield _failed(reported, likely, "separates-the-classes", Tier.TESTED, Severity.MINOR)
    if named:
        yield failed(
            f"{len(named)} columns among the features are named like an outcome: "
            f"{', '.join(reported.names[own] for own in named[:5])}.",
            code="named-like-the-outcome",
            tier=Tier.HEURISTIC,
            severity=Severity.MINOR,
            where=[Location(reported.path)],
            benign=["a feature that happens to be called so"],
        )
    if not sure and not likely and not named:
        count = int(np.isfinite(values).all(axis=1).sum())
        yield passed(f"None of {len(reported.names)} columns gives the outcome of {count} cases away.")


def _failed(
    reported: FeatureTable, found: list[Disguised], code: str, tier: Tier, severity: Severity | None
) -> Finding:
    first = found[0]
    more = f"; so {'does' if len(found) == 2 else 'do'} {len(found) - 1} more" if len(found) > 1 else ""
    return failed(
        f"{reported.names[first.column]} {WORDS[first.kind]} in {first.rows} cases{more}.",
        code=code,
        tier=tier,
        severity=severity,
        where=[Location(reported.path)],
        rows=[
            {"column": reported.names[own.column], "it": WORDS[own.kind], "cases": own.rows, "p": own.p}
            for own in found[:MOST_ROWS]
        ],
        benign=["an outcome that is defined by this feature, such as a limit of size"]
        if tier == Tier.TESTED
        else ["a column that was meant as the outcome and is not among the model's features"],
    )
