"""Features extracted again from second scans, and under other readers' masks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from radaudit.compute.digest import FileRef, FolderRef
from radaudit.compute.engine import Compute
from radaudit.compute.job import Failure, Job
from radaudit.core.errors import DataError, JobFailed, Unavailable
from radaudit.evidence.auditor import Auditor
from radaudit.evidence.cohort import Cohort
from radaudit.evidence.images import ImageIndex, filled_in, reference_to
from radaudit.evidence.repeated_tables import Measured
from radaudit.evidence.settings import Settings
from radaudit.features.radiomics import Extract
from radaudit.features.readers import ExtractReader
from radaudit.study.load import Study
from radaudit.study.manifest import Pattern

MAIN = "images.mask"  # what the masks that the study's own features come from are called
SCANS = ("first scan", "second scan")


def retest_values(
    study: Study, cohort: Cohort, images: ImageIndex, settings: Settings, auditor: Auditor, compute: Compute
) -> Measured:
    """Each case's two scans, each under its own mask.

    Raises
    ------
    Unavailable
        If no masks of the second scans are named, or no case has one.
    """
    info = study.manifest.images.retest
    if info.mask is None:
        raise Unavailable("The second scans have no masks.", "Add 'images.retest.mask' to radaudit.yaml.")
    jobs, failures = {}, {}
    for case, own in images.cases.items():
        files, problem = _files(study, cohort, case, {"image": info.image, "mask": info.mask})
        if not files and not problem:
            continue  # imaged once, as most are
        if own.problem or problem:
            failures[case] = own.problem or problem
            continue
        more = (own.label, settings.parameters, own.roi, auditor.exact)
        jobs[case, 0] = Extract(case, own.image, own.mask, *more)
        jobs[case, 1] = Extract(case, files["image"], files["mask"], *more)
    return _values(jobs, failures, SCANS, compute, "Extracting second scans")


def reader_values(
    study: Study, cohort: Cohort, images: ImageIndex, settings: Settings, auditor: Auditor, compute: Compute
) -> Measured:
    """Each case under every reader's mask; of a case that a reader did not draw, that cell is missing."""
    readers = study.manifest.images.readers
    jobs, failures = {}, {}
    for case, own in images.cases.items():
        if own.problem:
            failures[case] = own.problem
            continue
        more = (own.label, settings.parameters, own.roi, auditor.exact)
        drawn = {}
        for number, pattern in enumerate(readers.values(), start=1):
            files, problem = _files(study, cohort, case, {"mask": pattern})
            if problem:
                failures[case] = problem
            elif files:
                drawn[case, number] = ExtractReader(case, own.image, files["mask"], *more)
        if drawn:
            jobs |= {(case, 0): Extract(case, own.image, own.mask, *more), **drawn}
    return _values(jobs, failures, (MAIN, *readers), compute, "Extracting other readers' ROIs")


def _files(
    study: Study, cohort: Cohort, case: str, patterns: Mapping[str, Pattern]
) -> tuple[dict[str, FileRef | FolderRef], str]:
    """The case's files, all or none of them, and why it has none where it should."""
    found = {}
    for kind, pattern in patterns.items():
        name = filled_in(pattern, cohort, case)
        if name is None:
            return {}, ""
        try:
            found[kind] = reference_to(study.root, name)
        except DataError as fault:
            return {}, fault.problems[0].message
        except JobFailed as fault:
            return {}, str(fault)
        except OSError as fault:
            return {}, f"a {kind} can't be read: {fault.strerror}"
    return found, ""


def _values(
    jobs: Mapping[tuple[str, int], Job],
    failures: Mapping[str, str],
    sessions: Sequence[str],
    compute: Compute,
    title: str,
) -> Measured:
    if not jobs:
        reason = next(iter(failures.values()), "no case has one")
        raise Unavailable(f"No case has a second measurement that can be read ({reason}).")
    results = dict(zip(jobs, compute.map(title, list(jobs.values()), _numbers), strict=True))
    failed = {case: own.message for (case, _), own in results.items() if isinstance(own, Failure)}
    cases = tuple(dict.fromkeys(case for case, _ in jobs))
    names: dict[str, int] = {}
    for own in results.values():
        for name in () if isinstance(own, Failure) else own:
            names.setdefault(name, len(names))
    values = np.full((len(cases), len(sessions), len(names)), np.nan)
    position = {case: row for row, case in enumerate(cases)}
    for (case, session), own in results.items():
        if not isinstance(own, Failure):
            values[position[case], session, [names[name] for name in own]] = list(own.values())
    return Measured(cases, tuple(sessions), tuple(names), values, {**failures, **failed})


def _numbers(result: dict) -> dict[str, float]:
    return result["features"]
