"""How each case was imaged: what headers, grids and the cohort table say."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median
from typing import Literal

from radaudit.core.errors import Unavailable
from radaudit.core.step import evidence
from radaudit.evidence.cohort import Cohort, Split
from radaudit.evidence.images import ImageIndex

MOST_SHOWN = 6
DIGITS = 3  # decimals of a millimetre, kilovolt or millisecond: finer differences are rounding in the header


@dataclass(frozen=True)
class Property:
    """One thing that is known of how cases were imaged.

    Attributes
    ----------
    name, words
        Its name here and in tables.
    source
        Where it is from: "header" (DICOM only), "grid" (of any image), "table" (the cohort's), "date" (of either).
    numeric, unit
        Whether it is a number, and of what.
    """

    name: str
    words: str
    source: Literal["header", "grid", "table", "date"]
    numeric: bool = False
    unit: str = ""

    @property
    def heading(self) -> str:
        """As a column's name: ``slice thickness, mm``."""
        return f"{self.words}, {self.unit}" if self.unit else self.words

    def told(self, values: Sequence[str | float]) -> str:
        """Values in a few words: ``0.5 to 0.98 (median 0.7)``, ``B30f 12, B70f 3``; empty for none."""
        if not values:
            return ""
        if self.numeric:
            low, high = min(values), max(values)
            return f"{low:g}" if low == high else f"{low:g} to {high:g} (median {median(values):g})"
        counts = Counter(values).most_common()
        shown = ", ".join(f"{value} {count}" for value, count in counts[:MOST_SHOWN])
        return shown + (f" and {len(counts) - MOST_SHOWN} more" if len(counts) > MOST_SHOWN else "")


PROPERTIES = (
    Property("modality", "modality", "header"),
    Property("manufacturer", "manufacturer", "header"),
    Property("model", "model", "header"),
    Property("scanner", "scanner", "table"),
    Property("kernel", "kernel", "header"),
    Property("sequence", "sequence", "header"),
    Property("kvp", "tube voltage", "header", True, "kV"),
    Property("exposure", "exposure", "header", True, "mAs"),
    Property("slice_thickness", "slice thickness", "header", True, "mm"),
    Property("repetition_time", "TR", "header", True, "ms"),
    Property("echo_time", "TE", "header", True, "ms"),
    Property("field_strength", "field strength", "header", True, "T"),
    Property("in_plane", "pixel spacing", "grid", True, "mm"),
    Property("between", "slice spacing", "grid", True, "mm"),
    Property("order", "order of the examinations", "date", True),
)
# Who it was, by the header: identifiers that must not leave it, so cases that share one share a number here.
IDENTITIES = {"person": "patient", "examination": "study", "series": "series", "device": "device"}


@dataclass(frozen=True)
class Acquisition:
    """How the cases were imaged; every tuple has one entry a case, in the cohort's order.

    Attributes
    ----------
    cases, sites
        As in the cohort.
    values
        By name of the property: text or number; None where it is not known. Of dates only the order is kept, from 1
        on: of the headers, or of the cohort table where it gives more and writes them year first.
    identities
        "person", "examination", "series" and "device" of the header, numbered in the cohort's order: equal numbers are
        equal identifiers. Neither an identifier nor a digest of one is kept: digests can be looked up by guessing.
    headers
        Whether the image has a header that says how it was acquired.
    """

    cases: tuple[str, ...]
    sites: tuple[str | None, ...]
    values: Mapping[str, tuple[str | float | None, ...]]
    identities: Mapping[str, tuple[int | None, ...]]
    headers: tuple[bool, ...]

    @cached_property
    def known(self) -> tuple[Property, ...]:
        """Properties that are known of any case."""
        return tuple(own for own in PROPERTIES if any(value is not None for value in self.values[own.name]))

    def of(self, name: str, rows: Sequence[int] | None = None) -> list[str | float]:
        """The known values of a property, of these cases or all."""
        column = self.values[name]
        return [column[row] for row in (range(len(column)) if rows is None else rows) if column[row] is not None]

    def table(self, split: Split | None) -> list[dict[str, object]]:
        """Each property by set and site: how many cases have which value, or the range of the numbers."""
        groups: dict[tuple[str, str], list[int]] = {}
        for row, case in enumerate(self.cases):
            own = (split.sets[case] or "none") if split else ""
            groups.setdefault((own, self.sites[row] or ""), []).append(row)
        return [self._line(*key, rows, split is not None) for key, rows in sorted(groups.items())]

    def _line(self, own: str, site: str, rows: list[int], sets: bool) -> dict[str, object]:
        line: dict[str, object] = {"set": own} if sets else {}
        line |= {"site": site} if any(self.sites) else {}
        line["cases"] = len(rows)
        shown = (part for part in self.known if part.source != "date")
        return line | {part.heading: part.told(self.of(part.name, rows)) for part in shown}


@evidence
def acquisition(cohort: Cohort, images: ImageIndex | None) -> Acquisition:
    """How each case was imaged, from headers, grids and the cohort table."""
    if images is None and not any(cohort.scanners):
        raise Unavailable(
            "The study gives no images, and the cohort table names no scanners.",
            "Add 'images.image' (best as DICOM, whose headers tell), or a column with the scanner as 'cohort.scanner'.",
        )
    facts = [images.cases[case].facts if images else {} for case in cohort.cases]
    headers = [own.get("header") or {} for own in facts]
    values = {own.name: tuple(_value(own, header) for header in headers) for own in PROPERTIES}
    values["scanner"] = cohort.scanners
    values["in_plane"], values["between"] = (tuple(_spacing(own, axis) for own in facts) for axis in (0, 2))
    identities = {name: _numbered([own.get(word) for own in headers]) for name, word in IDENTITIES.items()}
    dates = [own.get("study_date") for own in headers]
    values["order"] = max(
        _ranked(dates), _ranked(cohort.dates), key=lambda ranks: sum(own is not None for own in ranks)
    )
    return Acquisition(cohort.cases, cohort.sites, values, identities, tuple(bool(own) for own in headers))


def _value(own: Property, header: Mapping[str, object]) -> str | float | None:
    value = header.get(own.name) if own.source == "header" else None
    if value in (None, ""):
        return None
    return round(float(value), DIGITS) if own.numeric else " ".join(str(value).split()).upper()


def _spacing(facts: Mapping[str, object], axis: int) -> float | None:
    spacing = (facts.get("image") or {}).get("spacing") or ()
    return round(float(spacing[axis]), DIGITS) if len(spacing) > axis else None


def _ranked(dates: Sequence[str | None]) -> tuple[int | None, ...]:
    """Place of each date in their order; those that are not written year first (ISO 8601) have none."""
    known = {own for own in dates if own and re.match(r"\d{4}-\d{2}-\d{2}", own)}
    rank = {own: number for number, own in enumerate(sorted(known), 1)}
    return tuple(rank.get(own) for own in dates)


def _numbered(identifiers: Sequence[object]) -> tuple[int | None, ...]:
    """Equal identifiers get equal numbers, in the order in which they first come."""
    number: dict[object, int] = {}
    return tuple(None if own is None else number.setdefault(own, len(number) + 1) for own in identifiers)
