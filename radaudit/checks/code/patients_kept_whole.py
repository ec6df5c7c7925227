from collections.abc import Iterator

from radaudit.codebase.kinds import PARTING, PATTERNS
from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.code import Code, repeated_patients
from radaudit.evidence.cohort import Cohort

KIND = "patients-split"


@check("code/patients-kept-whole", severity=Severity.CRITICAL, references=(PATTERNS,))
def patients_kept_whole(code: Code, cohort: Cohort) -> Iterator[Finding]:
    """Where the code parts rows, all rows of a patient stay on one side.

    Whether patients have several rows is known from the cohort table, whether a split keeps them together from the
    code: splitters that take groups do, and so do splits of the patients' ids.

    Remedy: use GroupKFold, StratifiedGroupKFold or GroupShuffleSplit with the patients as groups.
    """
    if not any(cohort.patients):
        raise Unavailable(
            "The manifest names no patient column, so nobody can tell whether patients have several rows.",
            "Add 'cohort.patient' to radaudit.yaml (the case column, if every case is a patient of its own).",
        )
    conflicts = code.conflicts([KIND]).get(KIND, [])
    several = repeated_patients(cohort)
    if conflicts:
        own = PARTING[KIND]
        yield failed(
            f"{own.words}: {counted(len(conflicts), 'split')} in the code, the first in "
            f"{code.named(conflicts[0].place)}; {counted(several, 'patient')} of the cohort table have several rows.",
            code=KIND,
            tier=Tier.HEURISTIC,
            where=code.places(conflicts),
            rows=[code.row(conflict) for conflict in conflicts],
            benign=own.benign,
            patients=several,
        )
    yield from code.not_read()
    if conflicts:
        return
    if not several:
        yield passed("Every patient of the cohort table has one row; no split can part them.", patients=0)
    elif not code.analysis.splits:
        raise Unavailable(
            "The code that was read parts no rows.", "Add the script that makes the split to 'code.include'."
        )
    else:
        yield passed(
            f"{counted(len(code.analysis.splits), 'split')} in the code, each by patients or of a table with one row "
            "a patient.",
            tier=Tier.HEURISTIC,
            patients=several,
        )
