"""IBSI's reference values: of the digital phantom, and from a table of the auditor's."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from radaudit.core.errors import DataError, Problem
from radaudit.features.ibsi.catalogue import ibsi_features

DIGITS = 3  # significant ones: so the reference values are printed
# How tables of reference values end a tag, by IBSI's identifier of the aggregation. Those that end in 2D or 3D alone
# are of one matrix a slice or a volume (GLSZM, NGTDM, NGLDM).
_ENDINGS: Mapping[str, str] = {
    "_2D_avg": "BTW3",
    "_2D_comb": "SUJT",
    "_3D_avg": "ITBB",
    "_3D_comb": "IAZD",
    "_2D": "8QNN",
    "_3D": "KOBO",
}
_COLUMNS = ("data_set", "tag", "benchmark_value", "tolerance")


@dataclass(frozen=True)
class Reference:
    """A consensus value.

    Attributes
    ----------
    tag
        The feature, as `IbsiFeature.tag`.
    aggregation
        IBSI's identifier of how directions and slices are put together.
    value, tolerance
        As published, to three significant digits.
    """

    tag: str
    aggregation: str
    value: float
    tolerance: float

    def met_by(self, found: float) -> bool:
        """Whether a value, rounded as the reference value is, lies within the tolerance (its ends included)."""
        if not math.isfinite(found):
            return False
        slack = 1e-9 * max(abs(self.value), self.tolerance)
        return abs(rounded(found) - self.value) <= self.tolerance + slack


def rounded(value: float) -> float:
    """To three significant digits."""
    return float(f"{value:.{DIGITS}g}")


@cache
def digital_phantom() -> tuple[Reference, ...]:
    """The reference values of the digital phantom that pyradiomics has a counterpart for."""
    with (Path(__file__).parent / "digital_phantom.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            Reference(row["tag"], row["aggregation"], float(row["value"]), float(row["tolerance"]))
            for row in csv.DictReader(file)
        )


def read_references(path: Path) -> dict[str, list[Reference]]:
    """Reference values by data set ("digital phantom", "configuration A", ...), from a table.

    Parameters
    ----------
    path
        A CSV file with the columns data_set, tag, benchmark_value and tolerance. Rows of features that pyradiomics
        does not have are passed over.

    Raises
    ------
    DataError
        If it is not such a table.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [column for column in _COLUMNS if column not in (reader.fieldnames or ())]
            if missing:
                raise DataError(Problem(f"has no column {', '.join(missing)}", path.name, 1))
            found: dict[str, list[Reference]] = {}
            for data, reference in _rows(reader, path.name):
                found.setdefault(data, []).append(reference)
            return found
    except OSError as fault:
        raise DataError(Problem(f"can't be read: {fault.strerror}", path.name)) from None
    except (UnicodeDecodeError, csv.Error) as fault:
        raise DataError(Problem(f"is no CSV file in UTF-8: {fault}", path.name)) from None


def _rows(reader: csv.DictReader, name: str) -> Iterator[tuple[str, Reference]]:
    known = {own.tag for own in ibsi_features()}
    for row in reader:
        tag, aggregation = _split(row["tag"] or "")
        if tag not in known:
            continue
        try:
            value, tolerance = float(row["benchmark_value"]), float(row["tolerance"])
        except (TypeError, ValueError):
            problem = f"the value {row['benchmark_value']!r} or the tolerance {row['tolerance']!r} is no number"
            raise DataError(Problem(problem, name, reader.line_num)) from None
        yield (row["data_set"] or "").strip(), Reference(tag, aggregation, value, tolerance)


def _split(tag: str) -> tuple[str, str]:
    for ending, aggregation in _ENDINGS.items():
        if tag.endswith(ending):
            return tag.removesuffix(ending), aggregation
    return tag, "DHQ4"
