"""What is claimed of an item, in words."""

from __future__ import annotations

from radaudit.checklists.answers import NOT_APPLICABLE, Choice
from radaudit.checklists.item import Item


def claimed_options(choice: Choice | None, excluded: str = "") -> tuple[str, ...]:
    """Names of the claimed options; "na" for an item that is left out, nothing where the claim is open."""
    if excluded or (choice is not None and choice.points is None):
        return (NOT_APPLICABLE,)
    return choice.readings[0] if choice is not None and len(choice.readings) == 1 else ()


def claimed_words(item: Item, choice: Choice | None, excluded: str = "") -> str:
    """The claim in our short words: "yes", "at least one done"; empty if the item is unanswered.

    Parameters
    ----------
    excluded
        Why the instrument doesn't ask it of this study; empty if it does.
    """
    chosen = claimed_options(choice, excluded)
    if chosen == (NOT_APPLICABLE,):
        return "not applicable"
    if choice is None:
        return ""
    if len(choice.readings) > 1:
        return counted(choice.points)
    return "; ".join(key if key in ("yes", "no") else item.option(key).label for key in chosen) or "none of them"


def counted(points: float) -> str:
    """Points with their word."""
    return f"{points:g} {'point' if points == 1 else 'points'}"
