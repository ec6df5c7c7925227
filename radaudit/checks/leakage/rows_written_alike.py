from collections.abc import Iterator

import numpy as np

from radaudit.core.finding import Finding, Location, Severity, Tier, failed, passed
from radaudit.core.step import check
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.reported import FeatureTable
from radaudit.evidence.target import Target
from radaudit.forensics.digits import Written, two_ways
from radaudit.statistics.association import association
from radaudit.statistics.holm import holm

MOST_ROWS = 500


@check("leakage/rows-written-alike", severity=Severity.MINOR, references=("doi:10.1016/j.patter.2023.100804",))
def rows_written_alike(
    cohort: Cohort, reported: FeatureTable, target: Target | None, split: Split | None, *, alpha: float = 0.001
) -> Iterator[Finding]:
    """All rows of the feature table were written with the same number of digits.

    Rows with fewer digits than the others came another way: another program, another person, another day. That is
    harmless in itself, but where it goes with the outcome or with the set (tested by permutation, option alpha), the
    classes went through two pipelines, and a model can tell these apart.

    Remedy: extract all cases with one program and one set of parameters, and write them in full precision.
    """
    found = two_ways(reported.values)
    if found is None:
        yield passed(f"All {len(reported.cases)} rows show equally many digits, as far as they can be told apart.")
        return
    tests = _tests(cohort, reported, target, split, found)
    adjusted = dict(zip(tests, holm(list(tests.values())), strict=True))
    told = [name for name, p in adjusted.items() if p <= alpha]
    rows = np.flatnonzero(found.few)
    goes = f", and this goes with the {' and the '.join(told)}" if told else ""
    yield failed(
        f"{len(rows)} of {len(reported.cases)} rows show {found.digits[0]} significant digits, the others "
        f"{found.digits[1]} or more{goes}.",
        code="two-pipelines-by-outcome" if "outcome" in told else "two-pipelines",
        tier=Tier.TESTED if told else Tier.HEURISTIC,
        severity=Severity.MAJOR if "outcome" in told else None if told else Severity.NOTE,
        where=[Location(reported.path)],
        rows=[{"case": reported.cases[row]} for row in rows[:MOST_ROWS]],
        benign=["a site that sent its features by itself, rounded", "a part of the table that a spreadsheet rounded"],
        **{f"p_{name}": p for name, p in adjusted.items()},
    )


def _tests(
    cohort: Cohort, reported: FeatureTable, target: Target | None, split: Split | None, found: Written
) -> dict[str, float]:
    """p-values that the way of writing goes with the outcome, and with the set."""
    groups = {}
    if target and target.task in ("binary", "multiclass"):
        groups["outcome"] = [target.values[cohort.rows[case]] for case in reported.cases]
    if split:
        groups["set"] = [split.sets[case] or np.nan for case in reported.cases]
    tests = {}
    for name, own in groups.items():
        known = [row for row, value in enumerate(own) if value == value]
        values, few = [str(own[row]) for row in known], [bool(found.few[row]) for row in known]
        if len(set(values)) > 1 and len(set(few)) > 1:
            tests[name] = association(values, few, numeric=False).p
    return tests
