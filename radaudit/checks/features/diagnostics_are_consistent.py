from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.finding import Finding, Severity, Tier, failed, passed, unknown
from radaudit.core.step import check
from radaudit.evidence.cohort import Cohort
from radaudit.evidence.reported import FeatureTable
from radaudit.features.configuration import is_older_than_stable, recorded_differences, recorded_versions
from radaudit.features.plausible import provenance as notes
from radaudit.features.plausible.groups import groups_of
from radaudit.features.settings import Settings

KEEP = "Keep the diagnostics_* columns that pyradiomics writes beside the features."
SAME_VALUE = 1e-6


@check(
    "features/diagnostics-are-consistent",
    severity=Severity.MAJOR,
    references=("doi:10.1158/0008-5472.CAN-17-0339", "doi:10.1148/radiol.2020191145"),
)
def diagnostics_are_consistent(reported: FeatureTable, cohort: Cohort, settings: Settings | None) -> Iterator[Finding]:
    """What pyradiomics noted beside the features agrees with the features, the cases and the declared parameters.

    The diagnostics_* columns hold digests of image and mask, settings, versions, voxel sizes and counts. One digest
    under two patients is one scan counted twice; two sets of settings in one table are two kinds of feature under
    one name; a volume that is not its number of voxels was edited, or comes from another run.

    Remedy: extract all cases in one run with the declared parameters, keep the diagnostics_* columns, and find out
    where doubled scans came from.
    """
    if reported.of_network:
        raise NotApplicable("The features are a network's, beside which pyradiomics notes nothing.")
    if not any(any(column) for column in reported.diagnostics.values()):
        raise Unavailable("The feature table has no diagnostics_* columns.", KEEP)
    parts = reported.parts()
    findings = [own for name, part in parts.items() for own in _of_one(name, part, cohort, settings)]
    findings += _versions(reported)
    yield from findings
    kinds = {"digests": notes.IMAGE_HASH, "settings": notes.SETTINGS, "voxel counts": notes.VOXELS}
    kept = [
        {name for name, columns in kinds.items() if any(notes.noted(part.diagnostics, columns))}
        for part in parts.values()
    ]
    missing = [name for name in kinds if not all(name in own for own in kept)]
    if missing:
        yield unknown(f"The table keeps no {' and no '.join(missing)}. {KEEP}", code="diagnostics-incomplete")
    elif not findings:
        yield passed(
            f"The diagnostics of all {len(reported.cases)} cases are consistent: every scan and ROI is noted once, "
            "all with the same settings.",
            cases=len(reported.cases),
        )


def _of_one(name: str, part: FeatureTable, cohort: Cohort, settings: Settings | None) -> Iterator[Finding]:
    """The findings on one of the extractions that a table was joined from; their messages begin with its name."""
    found = [
        *_same_scans(part, cohort),
        *_masks(part, cohort),
        *_extraction(part, settings),
        *_volumes(part),
        *_outliers(part),
    ]
    yield from (replace(own, message=f"{name}: {own.message}") for own in found) if name else found


def _same_scans(reported: FeatureTable, cohort: Cohort) -> Iterator[Finding]:
    rois = notes.shared(notes.roi_keys(reported.diagnostics))
    edited = [rows for rows in rois if _differ(reported, rows)]
    scans = [rows for rows in notes.shared(notes.hashes(reported.diagnostics, notes.IMAGE_HASH)) if rows not in rois]
    known = [rows for rows in scans if len(_patients(reported, cohort, rows) - {None}) > 1]
    unnamed = [rows for rows in scans if None in _patients(reported, cohort, rows) and rows not in known]
    again = ["one scan that was extracted again on purpose, in another way"]
    lesions = ["several lesions of one scan, where the cohort table counts lesions as patients"]
    yield from _groups("have the same image and the same ROI, by their digests", "same-roi", reported, cohort, rois, [])
    yield from _groups(
        "have the same image and the same ROI, and yet other features: edited, or from another run",
        "same-roi-other-values",
        reported,
        cohort,
        edited,
        again,
    )
    yield from _groups("of different patients have the same image", "same-scan", reported, cohort, known, lesions)
    for finding in _groups("have the same image", "same-scan", reported, cohort, unnamed, lesions):
        yield replace(finding, severity=Severity.MINOR)


def _masks(reported: FeatureTable, cohort: Cohort) -> Iterator[Finding]:
    images = notes.hashes(reported.diagnostics, notes.IMAGE_HASH)
    found = [
        rows
        for rows in notes.shared(notes.hashes(reported.diagnostics, notes.MASK_HASH))
        if images and len({images[row] for row in rows}) > 1
    ]
    other = [rows for rows in found if len(own := _patients(reported, cohort, rows)) > 1 or None in own]
    benign = ["a region of an atlas, or a sphere of fixed size", "several sequences of one examination"]
    for finding in _groups("have the same mask, but other images", "same-mask", reported, cohort, other, benign):
        yield replace(finding, severity=Severity.MINOR, tier=Tier.HEURISTIC)


def _groups(
    what: str, code: str, reported: FeatureTable, cohort: Cohort, groups: list[tuple[int, ...]], benign: list[str]
) -> Iterator[Finding]:
    """One finding for all groups of rows that share something."""
    if groups:
        cases = [(number, reported.cases[row]) for number, rows in enumerate(groups, 1) for row in rows]
        yield failed(
            f"{len(cases)} cases {what} (in {len(groups)} groups).",
            code=code,
            where=[reported.place(case) for _, case in cases[:20]],
            rows=[{"group": number, "case": case, "patient": cohort.patient(case)} for number, case in cases],
            benign=benign,
            groups=len(groups),
        )


def _patients(reported: FeatureTable, cohort: Cohort, rows: tuple[int, ...]) -> set[str | None]:
    return {cohort.patient(reported.cases[row]) for row in rows}


def _differ(reported: FeatureTable, rows: tuple[int, ...]) -> bool:
    own = reported.values[list(rows)]
    own = own[:, np.isfinite(own).all(axis=0)]
    half = reported.resolution.half_units(own)
    return bool((np.ptp(own, axis=0) > (2 * half + SAME_VALUE * np.abs(own)).max(axis=0)).any()) if own.size else False


def _extraction(reported: FeatureTable, settings: Settings | None) -> Iterator[Finding]:
    diagnostics = reported.diagnostics
    mixed = notes.mixed_settings(diagnostics)
    if mixed:
        yield failed(
            f"The cases were not extracted with the same settings: {', '.join(mixed)} vary.",
            code="mixed-settings",
            rows=[{"setting": name, "value": v, "cases": n} for name, own in mixed.items() for v, n in own.items()],
            benign=["several modalities in one table, each with its own settings on purpose"],
        )
    differences = recorded_differences(diagnostics, settings) if settings else []
    if differences and not mixed:
        yield failed(
            f"The table notes other settings than the study declares: {'; '.join(differences)}.",
            code="settings-differ",
            rows=[{"difference": text} for text in differences],
            benign=["a parameter file that was tidied up after the extraction"],
        )
    types = notes.mixed_texts(diagnostics, notes.IMAGE_TYPES)
    if types:
        yield failed(
            "Not all cases were extracted with the same image types.",
            code="mixed-image-types",
            severity=Severity.MINOR,
            rows=[{"image types": text[:200], "cases": count} for text, count in types.items()],
        )


def _versions(reported: FeatureTable) -> Iterator[Finding]:
    versions = recorded_versions(reported.diagnostics)
    if len(versions) > 1:
        old = {is_older_than_stable(own) for own in versions}
        yield failed(
            f"The cases were extracted with {len(versions)} releases of pyradiomics: {', '.join(versions)}"
            + ("; releases before 2.2 give other shapes and entropies." if len(old) > 1 else "."),
            code="mixed-versions",
            severity=Severity.MAJOR if len(old) > 1 else Severity.NOTE,
        )


def _volumes(reported: FeatureTable) -> Iterator[Finding]:
    expected = notes.expected_volumes(reported.diagnostics, len(reported.cases))
    columns = sorted(
        {own.columns["shape_VoxelVolume"] for own in groups_of(reported.names) if own.has("shape_VoxelVolume")}
    )
    for column in columns:
        own = reported.values[:, column]
        known = np.isfinite(own) & np.isfinite(expected)
        slack = SAME_VALUE * np.abs(expected) + reported.resolution.half_units(own)
        wrong = known & (np.abs(own - expected) > slack)
        if wrong.any() and wrong.sum() < known.sum() / 2:  # otherwise the column is in another unit, or standardised
            cases = [reported.cases[row] for row in np.flatnonzero(wrong)]
            rows = [(reported.rows[case], case) for case in cases]
            yield failed(
                f"In {len(cases)} cases {reported.names[column]} is not the noted number of voxels times their size.",
                code="volume-contradicts-voxels",
                where=[reported.place(case) for case in cases[:20]],
                rows=[{"case": c, "mm3": own[row], "by voxels, mm3": expected[row]} for row, c in rows],
                benign=["diagnostics and features that were joined from two runs"],
            )


def _outliers(reported: FeatureTable) -> Iterator[Finding]:
    found = notes.outliers(reported.diagnostics)
    if found:
        cases = dict.fromkeys(reported.cases[own.row] for own in found)
        yield failed(
            f"{len(cases)} cases have a ROI or voxels unlike all others.",
            code="unlike-others",
            tier=Tier.HEURISTIC,
            severity=Severity.MINOR,
            where=[reported.place(case) for case in list(cases)[:20]],
            rows=[
                {"case": reported.cases[own.row], "what": own.what, "value": own.value, "usual": own.usual}
                for own in found
            ],
            benign=["a lesion that really is so", "an image that was resampled to 1 mm beforehand"],
        )
