"""The reported feature table beside the extracted one."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from radaudit.core.errors import NotApplicable, Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.extraction import Extraction
from radaudit.evidence.reported import FeatureTable
from radaudit.features.comparison import TableComparison, compare, matched_names
from radaudit.study.load import Study


@evidence
def comparison(study: Study, reported: FeatureTable, extraction: Extraction) -> TableComparison:
    """Reported against extracted features, over the cases that both have.

    Features that the table's release defined otherwise than today's are left out: no setting would give them.
    """
    if not extraction.cases:
        raise Unavailable("No case could be extracted.", "See the check features/all-cases-extracted.")
    done = set(extraction.cases)
    cases = [case for case in reported.cases if case in done]
    if not cases:
        raise NotApplicable("The feature table and the images have no case in common.")
    row = {case: position for position, case in enumerate(extraction.cases)}
    extracted = extraction.values[[row[case] for case in cases]]
    _leave_out(reported.unreadable, cases, extraction.names, extracted)
    own = [column for column, name in enumerate(reported.names) if name not in reported.redefined]
    values = reported.values[np.ix_([reported.rows[case] for case in cases], own)]
    return compare(
        cases,
        ([reported.names[column] for column in own], values),
        (extraction.names, extracted),
        study.manifest.features.tolerance,
        reported.resolution,
    )


def against_row(reported: FeatureTable, case: str, features: Mapping[str, float], tolerance: float) -> TableComparison:
    """A case's row beside features by name; cells without a number are left out."""
    row = reported.values[reported.rows[case]]
    own = [c for c, name in enumerate(reported.names) if name not in reported.redefined and np.isfinite(row[c])]
    return compare(
        (case,),
        ([reported.names[column] for column in own], row[None, own]),
        (tuple(features), np.array([list(features.values())], dtype=float)),
        tolerance,
        reported.resolution,
    )


def _leave_out(cells, cases: list[str], names: tuple[str, ...], extracted: np.ndarray) -> None:
    """Cells whose text is no number are a finding of their own; here there is nothing to compare them with."""
    pairs = matched_names([name for _, name, _ in cells], names)
    for case, name, _ in cells:
        if case in cases and name in pairs:
            extracted[cases.index(case), names.index(pairs[name])] = np.nan
