from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.evidence.moved_predictions import Moved

SHOWN = 20


@check(
    "leakage/predictions-independent-of-test-outcomes",
    severity=Severity.CRITICAL,
    references=("doi:10.1016/j.patter.2023.100804", "doi:10.1145/2382577.2382579"),
)
def predictions_independent_of_test_outcomes(scrambled_outcomes: tuple[Moved, ...]) -> Iterator[Finding]:
    """Predictions of the test cases don't depend on the test cases' outcomes.

    In a copy of the study the outcomes of the test cases change places; nothing else changes. A command that is
    fitted on training cases gives every test case the same prediction, to the last digit. Any difference is proof
    that test outcomes entered the model. Before that is said, the command must give equal predictions twice on the
    study's own tables, and must be seen to read the declared split.

    Remedy: fit every step, and choose every setting, without the outcomes of test cases.
    """
    for own in scrambled_outcomes:
        if own.problem:
            yield unknown(f"{own.model}: test outcomes could not change places: {own.problem}.")
        elif own.moved:
            yield failed(
                f"{own.model}: {len(own.moved)} of {own.watched} predictions of test cases change when only "
                "outcomes of test cases change places.",
                code="test-outcomes-used",
                tier=Tier.PROVED,
                rows=rows_of(own),
                benign=["the final model was fitted on all cases on purpose, and is not what the paper tested"],
                runs=own.runs,
            )
        else:
            yield passed(
                f"{own.model}: all {own.watched} predictions of test cases stay as they are when outcomes of test "
                f"cases change places ({own.runs} runs).",
                tier=Tier.PROVED,
                runs=own.runs,
            )


def rows_of(own: Moved) -> list[dict[str, object]]:
    """The predictions that moved most."""
    most = sorted(own.moved, key=lambda case: -own.moved[case])[:SHOWN]
    return [{"case": case, "before": own.before[case], "after": own.after[case]} for case in most]
