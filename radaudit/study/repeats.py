"""What a ``radaudit.yaml`` may say of features that were measured several times."""

from __future__ import annotations

from radaudit.study.parts import Names, Part, Path


class RepeatTable(Part):
    """Features that were measured several times.

    Attributes
    ----------
    table, case
        The file, and its column of cases; one row a case and measurement.
    session, rater
        Column that says which scan, or which reader; without it the study's own table is the first measurement.
    """

    table: Path
    case: str
    session: str | None = None
    rater: str | None = None


class Threshold(Part):
    """From which value on the study calls a feature stable.

    Attributes
    ----------
    statistic, value
        Name of the statistic, as ``icc2``, and the value.
    """

    statistic: str
    value: float


class StabilityInfo(Part):
    """Repeated measurements of the features.

    Attributes
    ----------
    test_retest, readers
        Tables with a second scan of the same people, or by a second reader.
    kept
        Features that the authors call stable: names, globs, or a file whose first column names them.
    threshold
        Their rule.
    """

    test_retest: RepeatTable | None = None
    readers: RepeatTable | None = None
    kept: Names = []
    threshold: Threshold | None = None
