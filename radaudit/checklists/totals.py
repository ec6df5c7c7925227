"""Settled items and what they add up to, in the unit of their instrument."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from radaudit.checklists.answers import Choice
from radaudit.checklists.item import Item
from radaudit.checklists.scoring import Scoring
from radaudit.core.report import Answer, Basis


@dataclass(frozen=True)
class Settled:
    """One item with all that is known of it.

    Attributes
    ----------
    choice
        What the authors claim; None if they left it out.
    claimable
        Whether it applies by the authors' word. `answer.applies` says whether it does by the evidence too.
    """

    item: Item
    choice: Choice | None
    answer: Answer
    claimable: bool


@dataclass(frozen=True)
class Totals:
    """Sums over the items that count, as plain points, and in the unit in which they are told.

    Attributes
    ----------
    parts
        The items that are in the totals, applicable or not.
    """

    scoring: Scoring
    parts: tuple[Settled, ...]

    @property
    def claimed(self) -> float | None:
        """What the authors claim; None if they claim nothing."""
        points = [own.choice.points for own in self.parts if own.claimable and own.choice is not None]
        return sum(points) if points else None

    @property
    def supported(self) -> float:
        applying = [own for own in self.parts if own.answer.applies]
        return sum(own.item.worst if own.answer.points is None else own.answer.points for own in applying)

    def resting_on(self, basis: Basis) -> float:
        """What the items give that rest on this."""
        own = [own.answer for own in self.parts if own.answer.applies and own.answer.basis == basis]
        return sum(answer.points or 0.0 for answer in own)

    @property
    def not_contradicted(self) -> float:
        return sum(own.answer.highest for own in self.parts if own.answer.applies and own.choice is not None)

    def of(self, end: Literal["lowest", "highest"]) -> float:
        return sum(getattr(own.answer, end) for own in self.parts if own.answer.applies)

    @property
    def obtainable(self) -> float:
        """Most points of the items that apply, by the authors' word or by the evidence."""
        return sum(own.item.best for own in self.parts if own.answer.applies)

    @property
    def claimable(self) -> float:
        """Most points of the items that apply by the authors' word."""
        return sum(own.item.best for own in self.parts if own.claimable)

    @property
    def ends(self) -> tuple[float, float]:
        """Of the instrument, for this study, in the unit in which totals are told."""
        if self.scoring.kind == "points":
            return self.scoring.minimum, self.scoring.maximum
        return 0.0, 100.0 if self.scoring.as_percent else self.obtainable

    @property
    def figures(self) -> dict[str, float | None]:
        """All figures of a `Score`, by their names there."""
        claimed, share = self.claimed, self.in_unit
        return {
            "claimed": None if claimed is None else share(claimed, self.claimable),
            "supported": share(self.supported),
            "not_contradicted": None if claimed is None else share(self.not_contradicted),
            "lowest": share(self.of("lowest")),
            "highest": share(self.of("highest")),
            "minimum": self.ends[0],
            "maximum": self.ends[1],
            "percent": self.percent(self.supported),
            "claimed_percent": None if claimed is None else self.percent(claimed, self.claimable),
            "evidenced": share(self.resting_on("supported")),
            "declared": share(self.resting_on("declared")),
        }

    @property
    def factor(self) -> float:
        """From points of an item to the unit in which totals are told."""
        return 100 / self.obtainable if self.scoring.as_percent and self.obtainable else 1.0

    def percent(self, total: float, of: float | None = None) -> float:
        return self.scoring.percentage(total, self.obtainable if of is None else of)

    def in_unit(self, total: float, of: float | None = None) -> float:
        return self.percent(total, of) if self.scoring.as_percent else total

    def shown(self, own: Settled) -> Answer:
        """An answer with its points in the unit in which totals are told."""
        answer, factor = own.answer, self.factor
        if factor == 1.0:
            return answer
        names = ("claimed", "points", "lowest", "highest")
        values = {name: getattr(answer, name) for name in names}
        scaled = {name: None if value is None else round(value * factor, 4) for name, value in values.items()}
        return replace(answer, **scaled, ends=tuple(round(end * factor, 4) for end in answer.ends))
