"""Totals of checklists in words, each in the unit of its instrument."""

from __future__ import annotations

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
