"""How far two people who filled in the same checklist agree."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Disagreement:
    """One question that they answer differently.

    Attributes
    ----------
    item, label
        Number of the item, or key of the condition, and our short words.
    first, second
        What each of them says, in words.
    """

    item: str
    label: str
    first: str
    second: str


@dataclass(frozen=True)
class Agreement:
    """Two raters of one study by one checklist.

    Attributes
    ----------
    second
        The second rater's file.
    compared, agreed
        Items that both answered, and those of them that they answer alike.
    kappa, low, high
        Cohen's kappa over these items with its interval; None where it says nothing, because both raters give the same
        answer everywhere.
    weighted
        Whether it weighs disagreements by how far apart the answers are.
    first_total, second_total
        What each of them gives in total, in the unit of the score; None where nothing is answered.
    only_first, only_second
        Numbers of the items that only one of them answered.
    disagreements
        Every question that they answer differently, conditions first.
    """

    second: str
    compared: int
    agreed: int
    kappa: float | None
    low: float | None
    high: float | None
    weighted: bool
    first_total: float | None = None
    second_total: float | None = None
    only_first: tuple[str, ...] = ()
    only_second: tuple[str, ...] = ()
    disagreements: tuple[Disagreement, ...] = ()
