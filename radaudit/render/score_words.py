"""Totals of checklists in words, each in the unit of its instrument."""

from __future__ import annotations

from radaudit.core.agreement import Agreement
from radaudit.core.report import Score
from radaudit.render.cells import number

_EFFORTS = {1: "words in the answers file", 2: "something to hand in", 3: "work on the study"}


def total(score: Score, value: float, percent: float | None = None, band: str = "") -> str:
    """One total: "34.6 % (Low)", "20 of 41 items (48.8 %)", "6 of 36 points (16.7 %)"."""
    if score.unit == "%":
        said, more = f"{number(value)} %", [band]
    else:
        said = f"{number(value)} of {number(score.maximum)} {score.unit}"
        more = ["" if percent is None else f"{number(percent)} %", band]
    told = ", ".join(part for part in more if part)
    return f"{said} ({told})" if told else said


def effort(level: int) -> str:
    """How much work a gain is, in words."""
    return _EFFORTS.get(level, "unknown")


def total_in(unit: str, value: float | None) -> str:
    """A total without what it could have been: "34.6 %", "20 items"."""
    return "nothing" if value is None else f"{number(value)} {unit}"


def rated(score: Score, value: float | None) -> str:
    """A rater's total in the unit of the score."""
    return total_in(score.unit, value)


def agreement_sentences(found: Agreement) -> tuple[str, ...]:
    """How far two raters agree, and what was not compared."""
    if not found.compared:
        return (f"{found.second} answers no item that the study answers too.", *_alone(found))
    told = f"The raters answer {found.agreed} of {found.compared} items alike"
    if found.kappa is None:
        kappa = "Kappa says nothing here: both give one and the same answer to all of them."
    else:
        name = "Weighted kappa" if found.weighted else "Cohen's kappa"
        ends = f"{found.low:.2f} to {found.high:.2f}"
        kappa = f"{name} is {found.kappa:.2f} (95 % interval {ends}, the items taken for a sample)."
    return (f"{told} ({number(round(100 * found.agreed / found.compared, 1))} %).", kappa, *_alone(found))


def _alone(found: Agreement) -> tuple[str, ...]:
    told = (("the first", found.only_first), ("the second", found.only_second))
    return tuple(f"Answered by {who} rater alone: {', '.join(items)}." for who, items in told if items)
