from collections import defaultdict
from collections.abc import Iterator

from radaudit.core.errors import Unavailable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.acquisition import Acquisition
from radaudit.evidence.cohort import Cohort, Split

MANY = 0.2  # share of the cohort's patients from which one id in all headers is no patient's


@check("leakage/shared-examination", severity=Severity.CRITICAL, references=("doi:10.1016/j.patter.2023.100804",))
def shared_examination(cohort: Cohort, acquisition: Acquisition, split: Split | None) -> Iterator[Finding]:
    """No examination that the image headers name is in two sets, and no patient in them has two ids.

    DICOM headers name the patient, the examination (StudyInstanceUID) and the series, also where images were cropped,
    resampled or renamed. One examination in the training and in a test set is one patient in both, whatever the
    cohort table says. Identifiers are compared, but not shown: the report numbers them, and cannot be used to look
    one up.

    Remedy: keep all series and lesions of an examination, and all examinations of a patient, in one set.
    """
    if not any(any(own) for own in acquisition.identities.values()):
        raise Unavailable(
            "No image has a header that names its examination.",
            "Give the images as DICOM; other formats don't keep it.",
        )
    findings = [*_in_two_sets(cohort, acquisition, split), *_two_ids(cohort, acquisition)]
    yield from findings
    if findings:
        return
    if split is None or len(split.used) < 2:
        raise Unavailable("All cases are in one set.", "Name the values of the other sets in 'cohort.split'.")
    examinations = acquisition.identities["examination"]
    named = [row for row, own in enumerate(examinations) if own is not None]
    if len({split.sets[cohort.cases[row]] for row in named} - {None}) < 2:
        raise Unavailable(
            f"Only {counted(len(named), 'image')}, of one set, have a header that names its examination.",
            "Give the images of all sets as DICOM; other formats don't keep it.",
        )
    silent = len(cohort) - len(named)
    left = f"; {counted(silent, 'image')} more have no such header" if silent else ""
    count = len({*examinations} - {None})
    yield passed(
        f"{counted(len(named), 'image')} with a header, of {counted(count, 'examination')}: none is in two sets{left}.",
        headers=len(named),
        examinations=count,
    )


def _in_two_sets(cohort: Cohort, acquisition: Acquisition, split: Split | None) -> Iterator[Finding]:
    told: set[int] = set()
    for kind in ("series", "examination") if split else ():
        groups = [
            rows
            for rows in _groups(acquisition, kind)
            if len({split.sets[cohort.cases[row]] for row in rows} - {None}) > 1 and not told & {*rows}
        ]
        told |= {row for rows in groups for row in rows}
        if groups:
            yield failed(
                f"{counted(len(groups), kind, 'series' if kind == 'series' else '')} in more than one set: "
                f"{sum(map(len, groups))} cases share them.",
                code=f"shared-{kind}",
                where=[cohort.places[row] for rows in groups for row in rows][:20],
                rows=_rows(cohort, groups, kind, split),
                benign=["a tool that gives all images it writes the same identifiers"],
            )


def _two_ids(cohort: Cohort, acquisition: Acquisition) -> Iterator[Finding]:
    patients = len({*cohort.patients} - {None})
    groups = []
    for rows in _groups(acquisition, "person"):
        names = {cohort.patients[row] for row in rows} - {None}
        if 1 < len(names) <= max(2, MANY * patients):  # beyond, it is what anonymisation writes into every header
            groups.append(rows)
    if groups:
        yield failed(
            f"{counted(len(groups), 'patient')} of the image headers with more than one id in the cohort table.",
            code="patient-with-two-ids",
            tier=Tier.HEURISTIC,
            severity=Severity.MAJOR,
            where=[cohort.places[row] for rows in groups for row in rows][:20],
            rows=_rows(cohort, groups, "patient in the header", None),
            benign=["an anonymisation that writes one id for several patients", "ids that restart in every centre"],
        )


def _groups(acquisition: Acquisition, kind: str) -> list[list[int]]:
    found = defaultdict(list)
    for row, number in enumerate(acquisition.identities[kind]):
        if number is not None:
            found[number].append(row)
    return [rows for rows in found.values() if len(rows) > 1]


def _rows(cohort: Cohort, groups: list[list[int]], word: str, split: Split | None) -> list[dict]:
    return [
        {
            word: number,
            "case": cohort.cases[row],
            "patient": cohort.patients[row],
            **({"set": split.sets[cohort.cases[row]]} if split else {}),
        }
        for number, rows in enumerate(groups, 1)
        for row in rows
    ]
