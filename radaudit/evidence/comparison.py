"""The reported feature table beside the extracted one."""

from __future__ import annotations

from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.extraction import Extraction
from radaudit.evidence.reported import FeatureTable
from radaudit.features.comparison import TableComparison, compare
from radaudit.study.load import Study


@evidence
def comparison(study: Study, reported: FeatureTable, extraction: Extraction) -> TableComparison:
    """Reported against extracted features, over the cases that both have."""
    if not extraction.cases:
        raise Unavailable("No case could be extracted.", "See the check features/all-cases-extracted.")
    done = set(extraction.cases)
    cases = [case for case in reported.cases if case in done]
    if not cases:
        raise NotApplicable("The feature table and the images have no case in common.")
    row = {case: position for position, case in enumerate(extraction.cases)}
    return compare(
        cases,
        (reported.names, reported.values[[reported.rows[case] for case in cases]]),
        (extraction.names, extraction.values[[row[case] for case in cases]]),
        study.manifest.features.tolerance,
        reported.resolution,
    )
