from collections.abc import Iterator

from radaudit.codebase.kinds import NEST, PATTERNS, TESTS
from radaudit.core.finding import Finding, Severity, Tier, passed
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.code import Code
from radaudit.evidence.code_findings import conflict_findings


@check("code/test-set-kept-for-testing", severity=Severity.MAJOR, references=(NEST, PATTERNS))
def test_set_kept_for_testing(code: Code) -> Iterator[Finding]:
    """Nothing in the code is tuned, stopped, cut or picked by rows that the result is then reported for.

    A parameter, a model among several, the number of training rounds, a cut-off or a random seed that was chosen by a
    score makes that score too high. The code is read, never run: a choice is a finding only if no other rows are
    evaluated after it.

    Remedy: choose on a validation set or in an inner cross-validation, and use the test set once.
    """
    yield from conflict_findings(code, TESTS, "with")
    if code.conflicts(TESTS):
        return
    yield passed(
        f"{counted(len(code.analysis.evaluations), 'line')} evaluate rows, and no choice was seen to depend on them.",
        tier=Tier.HEURISTIC,
        evaluations=len(code.analysis.evaluations),
    )
