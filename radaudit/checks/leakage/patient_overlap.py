from collections import defaultdict
from collections.abc import Iterator

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Severity, failed, passed
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.overlaps import several_sets, shared_patients


@check("leakage/patient-overlap", severity=Severity.CRITICAL, references=("doi:10.1016/j.patter.2023.100804",))
def patient_overlap(cohort: Cohort, split: Split) -> Iterator[Finding]:
    """No patient is in two sets.

    Lesions and visits of one patient resemble each other more than those of two patients, so a patient who is in the
    training and in a test set lets a model recognise instead of predict, and its performance there is not what it
    will be on new patients.

    Remedy: split by patient, for instance with scikit-learn's GroupShuffleSplit or GroupKFold, and run the study again.
    """
    several_sets(split)
    if not any(cohort.patients):
        raise Unavailable(
            "The manifest names no patient column, so nobody can tell whether cases share a patient.",
            "Add 'cohort.patient' to radaudit.yaml (the case column, if every case is a patient of its own).",
        )
    patients = {cohort.patient(case) for case, own in split.sets.items() if own} - {None}
    shared = shared_patients(cohort, split)
    unnamed = sum(cohort.patient(case) is None for case in cohort.cases)
    if shared:
        cases = [case for group in shared.values() for case in group]
        yield failed(
            f"{len(shared)} of {counted(len(patients), 'patient')} in more than one set.",
            code="shared-patient",
            where=[cohort.place(case) for case in cases],
            rows=[{"patient": patient, **_by_set(split, cases)} for patient, cases in shared.items()],
            patients=len(shared),
            benign=["ids that restart in every centre: the same id is then not the same patient"],
        )
    else:
        yield passed(f"Each of {counted(len(patients), 'patient')} is in one set only.", patients=len(patients))
    if unnamed:
        yield failed(
            f"{counted(unnamed, 'case')} without a patient id: nobody can tell whether they share one.",
            code="no-patient-id",
            severity=Severity.MINOR,
            where=[cohort.place(case) for case in cohort.cases if cohort.patient(case) is None][:20],
        )


def _by_set(split: Split, cases: tuple[str, ...]) -> dict[str, str]:
    by_set = defaultdict(list)
    for case in cases:
        by_set[split.sets[case]].append(case)
    return {name: ", ".join(group) for name, group in by_set.items()}
