"""What the extractor gives, beside IBSI's reference values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from radaudit.features.ibsi.catalogue import IbsiFeature, ibsi_features
from radaudit.features.ibsi.deviations import NO_LONGER_GIVEN, SLICES_MERGED, Deviation
from radaudit.features.ibsi.reference import Reference

DIGITAL_PHANTOM = "digital phantom"


class Verdict(StrEnum):
    """What a value says of the extractor."""

    MEETS = "meets"
    DEVIATES = "documented deviation"
    FAILS = "fails"
    NOT_COMPUTED = "not computed"


@dataclass(frozen=True)
class Comparison:
    """One reference value and what was found.

    Attributes
    ----------
    data
        The data set: "digital phantom", "configuration A", ...
    feature, id, aggregation
        pyradiomics' name ("glcm_Contrast"), IBSI's identifiers of the feature and of the aggregation.
    expected, tolerance
        The reference value.
    got
        pyradiomics' value as it is; None if there is none.
    corrected
        The value by IBSI's definition, where a documented deviation lets it be worked out from pyradiomics' value.
    verdict
        Meets: within the tolerance. Documented deviation: not within it, for a reason that is written down (and,
        where `corrected` is given, the corrected value is). Fails: neither. Not computed: pyradiomics has no such
        value, as is written down.
    reasons
        Codes of the documented deviations; or, of a failure without a value, why there is none.
    """

    data: str
    feature: str
    id: str
    aggregation: str
    expected: float
    tolerance: float
    got: float | None
    corrected: float | None
    verdict: Verdict
    reasons: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The class: shape, firstorder, glcm, ..."""
        return self.feature.partition("_")[0]


@dataclass(frozen=True)
class Selfcheck:
    """Every comparison that was made.

    Attributes
    ----------
    rows
        By data set, class and feature.
    """

    rows: tuple[Comparison, ...]

    @property
    def ok(self) -> bool:
        """Whether something was compared, and nothing fails."""
        return bool(self.rows) and not self.of(Verdict.FAILS)

    def of(self, verdict: Verdict) -> tuple[Comparison, ...]:
        """The comparisons with this verdict."""
        return tuple(row for row in self.rows if row.verdict is verdict)

    def counts(self, data: str | None = None, kind: str | None = None) -> dict[Verdict, int]:
        """How often each verdict was given: in all, of one data set, of one class."""
        found = Counter(row.verdict for row in self.rows if data in (None, row.data) and kind in (None, row.kind))
        return {verdict: found[verdict] for verdict in Verdict}

    @property
    def data_sets(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row.data for row in self.rows))


@dataclass(frozen=True)
class Found:
    """What the extractor gave on one data set.

    Attributes
    ----------
    data
        The data set.
    features
        By identifier of the aggregation: name ("original_glcm_Contrast") to value. None where the extractor failed.
    voxels
        How many voxels the ROI has.
    processing
        Documented deviations in the processing before the features. A difference is put down to those that touch
        the feature.
    trouble
        Why the extractor failed.
    """

    data: str
    features: Mapping[str, Mapping[str, float]] | None
    voxels: int
    processing: tuple[Deviation, ...] = ()
    trouble: str = ""


def compare(found: Found, references: Iterable[Reference]) -> tuple[Comparison, ...]:
    """Every reference value that pyradiomics has a counterpart for, beside what was found."""
    by_tag: dict[str, list[Reference]] = {}
    for reference in references:
        by_tag.setdefault(reference.tag, []).append(reference)
    return tuple(_compared(found, own, reference) for own in ibsi_features() for reference in by_tag.get(own.tag, ()))


def _compared(found: Found, own: IbsiFeature, reference: Reference) -> Comparison:
    values = None if found.features is None else found.features.get(reference.aggregation)
    got = None if values is None else values.get(f"original_{own.feature}")
    corrected, verdict, reasons = None, Verdict.MEETS, ()
    if own.instead:
        verdict, reasons = Verdict.NOT_COMPUTED, (NO_LONGER_GIVEN.code,)
    elif found.features is None:
        verdict, reasons = Verdict.FAILS, (found.trouble,)
    elif values is None:
        verdict, reasons = Verdict.NOT_COMPUTED, (SLICES_MERGED.code,)
    elif got is None:
        verdict, reasons = Verdict.FAILS, ("pyradiomics gave no value",)
    elif not reference.met_by(got):
        corrected, verdict, reasons = _explained(found, own, reference, got)
    return Comparison(
        found.data,
        own.feature,
        own.id,
        reference.aggregation,
        reference.value,
        reference.tolerance,
        got,
        corrected,
        verdict,
        reasons,
    )


def _explained(found: Found, own: IbsiFeature, reference: Reference, got: float):
    """A value that does not meet its reference: corrected by what is documented, the verdict, and why."""
    corrections = [deviation for deviation in own.deviations if deviation.corrected]
    corrected = got if corrections else None
    for deviation in corrections:
        corrected = deviation.corrected(corrected, found.voxels)
    codes = tuple(deviation.code for deviation in corrections)
    if corrected is not None and reference.met_by(corrected):
        return corrected, Verdict.DEVIATES, codes
    steps = tuple(deviation.code for deviation in found.processing if deviation.touches(own.feature))
    return corrected, Verdict.DEVIATES if steps else Verdict.FAILS, (*codes, *steps) if steps else ()
