from collections import defaultdict
from collections.abc import Iterator

from radaudit.core.finding import Finding, Severity, failed, passed
from radaudit.core.step import check
from radaudit.core.words import counted
from radaudit.evidence.extraction import Extraction
from radaudit.evidence.images import ImageIndex


@check("features/all-cases-extracted", severity=Severity.MAJOR, references=("doi:10.1158/0008-5472.CAN-17-0339",))
def all_cases_extracted(images: ImageIndex, extraction: Extraction) -> Iterator[Finding]:
    """Every case can be extracted from its image and mask.

    A row of the feature table that no image and mask can produce came from somewhere else. A flat ROI (all voxels
    equal) is worse: pyradiomics gives constants for it (correlation 1, coarseness 1e6) that look like data.

    Remedy: give the image and mask that were used, or say why the case is in the table without them.
    """
    total = len(images.cases)
    if extraction.failures:
        yield failed(
            f"{len(extraction.failures)} of {counted(total, 'case')} could not be extracted.",
            code="case-failed",
            where=[images.place(case) for case in extraction.failures],
            rows=[{"case": case, "reason": reason} for case, reason in extraction.failures.items()],
            failed=len(extraction.failures),
            cases=total,
        )
    flat = [case for case in extraction.cases if _is_flat(images.cases[case].facts)]
    if flat:
        yield failed(
            f"{counted(len(flat), 'case')} with a flat ROI (all voxels equal): texture features are constants.",
            code="flat-roi",
            where=[images.place(case) for case in flat],
            rows=[{"case": case, "value": images.cases[case].facts["least"]} for case in flat],
        )
    if extraction.warnings:
        yield _remarks(extraction)
    if not extraction.failures and not flat:
        yield passed(
            f"All {total} cases were extracted, {len(extraction.names)} features each.",
            cases=total,
            features=len(extraction.names),
            extractor=extraction.path,
        )


def _remarks(extraction: Extraction) -> Finding:
    """What pyradiomics logged, each remark once."""
    cases = defaultdict(list)
    for case, texts in extraction.warnings.items():
        for text in texts:
            cases[text].append(case)
    return passed(
        f"pyradiomics remarked on {counted(len(extraction.warnings), 'case')}.",
        code="remarks",
        rows=[{"remark": text, "cases": len(own), "for instance": own[0]} for text, own in cases.items()],
    )


def _is_flat(facts) -> bool:
    return "least" in facts and facts["least"] == facts["greatest"]
