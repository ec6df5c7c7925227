from collections.abc import Iterator

from radaudit.codebase.kinds import PARTING
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.code import Code

KIND = "unshuffled-folds"


@check(
    "code/folds-are-mixed",
    severity=Severity.MAJOR,
    references=("https://scikit-learn.org/stable/modules/cross_validation.html",),
)
def folds_are_mixed(code: Code) -> Iterator[Finding]:
    """No table that is sorted by the outcome is cut into folds as it stands.

    KFold without shuffling takes neighbouring rows. In a table sorted by the outcome a fold then holds one outcome
    only, and its score says nothing, or the opposite.

    Remedy: use StratifiedKFold, or shuffle=True with a seed.
    """
    conflicts = code.conflicts([KIND]).get(KIND, [])
    if conflicts:
        yield failed(
            f"{PARTING[KIND].words}: {code.named(conflicts[0].place)}.",
            code=KIND,
            tier=Tier.HEURISTIC,
            where=code.places(conflicts),
            rows=[code.row(conflict) for conflict in conflicts],
            benign=PARTING[KIND].benign,
        )
    yield from code.not_read()
    if conflicts:
        return
    if not code.analysis.splits:
        raise Unavailable(
            "The code that was read parts no rows.", "Add the script that makes the split to 'code.include'."
        )
    count = counted(len(code.analysis.splits), "split")
    yield passed(f"{count} in the code; none cuts a table that was sorted by the outcome.", tier=Tier.HEURISTIC)
