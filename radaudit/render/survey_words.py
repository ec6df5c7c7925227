"""Figures of a survey in words, as a review prints them."""

from __future__ import annotations

from urllib.parse import quote

from radaudit.core.survey import Spread
from radaudit.core.surveyed import Entry


def figure(value: float | None) -> str:
    """One decimal at the most; an en dash for what there is not."""
    if value is None:
        return "–"
    rounded = round(value, 1)
    return f"{rounded:.0f}" if rounded == int(rounded) else f"{rounded:.1f}"


def quartiles(own: Spread | None) -> str:
    """Median with the quartiles: "11 (9 to 14)"."""
    return "–" if own is None else f"{figure(own.median)} ({figure(own.lower)} to {figure(own.upper)})"


def ends(own: Spread | None) -> str:
    """The range: "-2 to 16"."""
    return "–" if own is None else f"{figure(own.least)} to {figure(own.most)}"


def mean(own: Spread | None) -> str:
    """Mean with the standard deviation: "9.3 ± 6.5"."""
    if own is None:
        return "–"
    return figure(own.mean) + ("" if own.deviation is None else f" ± {figure(own.deviation)}")


def share(many: int, of: int) -> str:
    """A count with its percentage: "13 of 18 (72 %)"."""
    return f"{many} of {of} ({100 * many / of:.0f} %)" if of else "–"


def address(entry: Entry) -> str:
    """Where the entry's report is, as a link in the page; empty if there is none."""
    return quote(entry.link, safe="/") if entry.link else ""
