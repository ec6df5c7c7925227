from collections.abc import Iterator

from radaudit.codebase.kinds import NEST, OVERSAMPLING, PATTERNS, SELECTION, STEPS
from radaudit.core.finding import Finding, Severity, Tier, passed
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.code import Code
from radaudit.evidence.code_findings import conflict_findings


@check(
    "code/steps-fitted-inside-training",
    severity=Severity.CRITICAL,
    references=(PATTERNS, SELECTION, OVERSAMPLING, NEST),
)
def steps_fitted_inside_training(code: Code) -> Iterator[Finding]:
    """No step of the code is fitted on rows that are evaluated later.

    Scaling, imputation, selection, harmonisation and oversampling learn from the rows they are fitted on. Where these
    are evaluated later, the figure is no longer one for new patients. The code is read, never run: values are followed
    from the line where a step is fitted, through variables, functions and modules, to the line that computes a score,
    and a finding names both. How much it matters follows the published effect: little for scaling, much for selection
    and oversampling.

    Remedy: put the steps into a Pipeline that is fitted on the training rows of each fold or split alone.
    """
    yield from conflict_findings(code, STEPS, "against")
    if code.conflicts(STEPS):
        return
    yield passed(
        f"{counted(len(code.analysis.evaluations), 'line')} evaluate rows that no step before was seen to be fitted on "
        f"({counted(len(code.sources), 'file')} read).",
        tier=Tier.HEURISTIC,
        evaluations=len(code.analysis.evaluations),
        files=len(code.sources),
    )
