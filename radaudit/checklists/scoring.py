"""The arithmetic of instruments: what the points of their items add up to."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated, Literal

from pydantic import Field

from radaudit.checklists.item import Item
from radaudit.study.manifest import Part


class Percent(Part):
    """``max(never_below, total) / of * 100``, with one decimal."""

    of: float = Field(gt=0)
    never_below: float = 0.0

    def value(self, total: float) -> float:
        return one_decimal(max(self.never_below, total) / self.of * 100)


class PointsScoring(Part):
    """Points of all items are added; all items apply to every study (RQS of 2017).

    Attributes
    ----------
    minimum, maximum
        As published; the options must add up to them.
    """

    kind: Literal["points"]
    minimum: float
    maximum: float
    percent: Percent
    unit: str = "points"
    as_percent: Literal[False] = False
    not_applicable: Literal[False] = False

    def fault(self, items: Sequence[Item]) -> str:
        """What is wrong with the items' points; empty if nothing."""
        ends = sum(item.worst for item in items), sum(item.best for item in items)
        if ends == (self.minimum, self.maximum):
            return ""
        return (
            f"the points add up to {ends[0]:g}..{ends[1]:g}, "
            f"but the published range is {self.minimum:g}..{self.maximum:g}"
        )

    def percentage(self, total: float, obtainable: float) -> float:
        return self.percent.value(total)


class ShareScoring(Part):
    """What was reached of what can be reached: the items that don't apply leave both sums.

    Attributes
    ----------
    kind
        "weighted": items have weights or points (METRICS, RQS 2.0). "counted": each item counts one; the instrument
        defines no score, so that only numbers of items are told (CLAIM, CLEAR, TRIPOD+AI).
    total
        What all items add up to, as published.
    as_percent
        Totals are told as percent of what can be reached, as METRICS does.
    not_applicable
        Whether authors may answer that an item does not apply.
    """

    kind: Literal["weighted", "counted"]
    total: float = Field(gt=0)
    unit: str
    as_percent: bool = False
    not_applicable: bool = False

    def fault(self, items: Sequence[Item]) -> str:
        """What is wrong with the items' weights; empty if nothing. Published weights have four decimals."""
        counted = [item for item in items if item.essential]
        total = round(sum(item.best for item in counted), 9)
        if any(item.worst != 0 for item in counted):
            return "an item has negative points, of which a share makes no sense"
        if self.kind == "counted" and any(item.best != 1 for item in counted):
            return "an item that is only counted has points"
        return (
            "" if total == self.total else f"the items add up to {total:g}, but the published total is {self.total:g}"
        )

    def percentage(self, total: float, obtainable: float) -> float:
        return one_decimal(100 * total / obtainable) if obtainable else 0.0


Scoring = Annotated[PointsScoring | ShareScoring, Field(discriminator="kind")]


def one_decimal(value: float) -> float:
    """Rounded as the official METRICS form does (``toFixed(1)``): the double itself, halves upwards."""
    return float(Decimal(value).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP))
