"""Comparing ids of two tables: letter for letter first, then by a named rule, never silently."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

_RULES: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("letter for letter", lambda text: text),
    ("spaces around ids ignored", str.strip),
    ("upper and lower case alike", lambda text: text.strip().casefold()),
    ("'.0' after whole numbers ignored", lambda text: _whole(text.strip().casefold())),
    ("leading zeros ignored", lambda text: _without_zeros(_whole(text.strip().casefold()))),
)


def _whole(text: str) -> str:
    head = text.removesuffix(".0")
    return head if head.isdigit() else text


def _without_zeros(text: str) -> str:
    return text.lstrip("0") or text[-1:]  # of zeros only, one stays


@dataclass(frozen=True)
class Match:
    """Which id of one table is which of the other.

    Attributes
    ----------
    pairs
        Left id to right id.
    rule
        How they had to be compared; the mildest rule that matches most.
    left_only, right_only
        Ids without a partner, in their table's order.
    """

    pairs: Mapping[str, str]
    rule: str
    left_only: tuple[str, ...]
    right_only: tuple[str, ...]

    @property
    def exact(self) -> bool:
        return self.rule == _RULES[0][0]


def match_ids(left: Sequence[str], right: Sequence[str]) -> Match:
    """Match the ids of two tables.

    A rule that makes two different ids of one table equal is not used: it would join strangers.
    """
    best: Match | None = None
    for name, rule in _RULES:
        found = _matched(left, right, name, rule)
        if found is not None and (best is None or len(found.pairs) > len(best.pairs)):
            best = found
    assert best is not None  # the first rule always applies: callers pass ids without duplicates
    return best


def _matched(left: Sequence[str], right: Sequence[str], name: str, rule: Callable[[str], str]) -> Match | None:
    by_left, by_right = {rule(text): text for text in left}, {rule(text): text for text in right}
    if len(by_left) < len(set(left)) or len(by_right) < len(set(right)):
        return None
    pairs = {text: by_right[key] for key, text in by_left.items() if key in by_right}
    partners = set(pairs.values())
    return Match(
        pairs,
        name,
        tuple(text for text in left if text not in pairs),
        tuple(text for text in right if text not in partners),
    )
