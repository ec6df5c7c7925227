from collections import defaultdict
from collections.abc import Iterator

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Severity, failed, passed
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.cohort import Cohort, Split


@check("leakage/patient-overlap", severity=Severity.CRITICAL, references=("doi:10.1016/j.patter.2023.100804",))
def patient_overlap(cohort: Cohort, split: Split) -> Iterator[Finding]:
    """No patient is in two sets.

    Lesions and visits of one patient resemble each other more than those of two patients, so a patient who is in the
    training and in a test set lets a model recognise instead of predict, and its performance there is not what it
    will be on new patients.

    Remedy: split by patient, for instance with scikit-learn's GroupShuffleSplit or GroupKFold, and run the study again.
    """
    if len(split.used) < 2:
        raise Unavailable("All cases are in one set.", "Name the values of the other sets in 'cohort.split'.")
    if not any(cohort.patients):
        raise Unavailable(
            "The manifest names no patient column, so nobody can tell whether cases share a patient.",
            "Add 'cohort.patient' to radaudit.yaml (the case column, if every case is a patient of its own).",
        )
    by_patient = defaultdict(lambda: defaultdict(list))
    for case, own in split.sets.items():
        if own and cohort.patient(case):
            by_patient[cohort.patient(case)][own].append(case)
    shared = {patient: sets for patient, sets in by_patient.items() if len(sets) > 1}
    unnamed = sum(cohort.patient(case) is None for case in cohort.cases)
    if shared:
        cases = [case for sets in shared.values() for group in sets.values() for case in group]
        yield failed(
            f"{len(shared)} of {counted(len(by_patient), 'patient')} in more than one set.",
            code="shared-patient",
            where=[cohort.place(case) for case in cases],
            rows=[
                {"patient": p, **{name: ", ".join(group) for name, group in sets.items()}} for p, sets in shared.items()
            ],
            patients=len(shared),
            benign=["ids that restart in every centre: the same id is then not the same patient"],
        )
    else:
        yield passed(f"Each of {counted(len(by_patient), 'patient')} is in one set only.", patients=len(by_patient))
    if unnamed:
        yield failed(
            f"{counted(unnamed, 'case')} without a patient id: nobody can tell whether they share one.",
            code="no-patient-id",
            severity=Severity.MINOR,
            where=[cohort.place(case) for case in cohort.cases if cohort.patient(case) is None][:20],
        )
