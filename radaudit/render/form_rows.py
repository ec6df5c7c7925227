"""The rows of a filled checklist form, whatever it is written as."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from radaudit.core.report import Answer, Score
from radaudit.render.cells import number
from radaudit.render.words import BASES

UNANSWERED = "not answered"
_PLAIN = (("yes",), ("no",), ("na",))


@dataclass(frozen=True)
class FilledForm:
    """One study's answers to one checklist.

    Attributes
    ----------
    score
        With all answers.
    study, doi
        Its title, and its doi where it has one.
    with_evidence
        Whether what the evidence makes of each answer is shown.
    radaudit
        Version that wrote it.
    """

    score: Score
    study: str
    doi: str = ""
    with_evidence: bool = False
    radaudit: str = ""


@dataclass(frozen=True)
class FormRow:
    """One question of the form.

    Attributes
    ----------
    item, part, asks
        Number, part of the checklist and our short words.
    score
        The answer as a table is read back: names of options, points, or empty.
    answer
        The same in words.
    pointer, statement
        Where it is written, and what the authors state.
    basis, evidence
        What the claim rests on: a word and sentences.
    """

    item: str
    part: str
    asks: str
    score: str
    answer: str
    pointer: str
    statement: str
    basis: str
    evidence: tuple[str, ...]

    def cells(self, with_evidence: bool) -> Mapping[str, str]:
        """The row under the names of its columns."""
        names = ("item", "part", "asks", "score", "answer", "pointer", "statement")
        cells = {name: getattr(self, name) for name in names}
        return cells | {"basis": self.basis, "evidence": " ".join(self.evidence)} if with_evidence else cells


def form_rows(score: Score) -> tuple[FormRow, ...]:
    """The conditions of the checklist, then its items, in its order."""
    return tuple(_row(own, score.unit) for own in (*score.conditions, *score.answers))


def _row(own: Answer, unit: str) -> FormRow:
    claimed = "" if own.claimed is None else number(own.claimed)
    return FormRow(
        item=own.item,
        part=own.domain,
        asks=own.label,
        score="; ".join(own.chosen) or claimed,
        answer=_answer(own, unit),
        pointer=own.pointer,
        statement=own.statement,
        basis=BASES[own.basis].word if own.said else "",
        evidence=tuple(sentence for sentence in own.evidence if not _repeats(sentence, own)),
    )


def _repeats(sentence: str, own: Answer) -> bool:
    """Whether it only says what stands in another column."""
    return sentence in (f"The authors point to: {own.pointer}", f"They state: {own.statement}")


def parts_are_headings(rows: Sequence[FormRow]) -> bool:
    """Whether each part of the checklist stands in one piece; the RQS's parts lie scattered over its numbers."""
    parts = [row.part for number, row in enumerate(rows) if not number or row.part != rows[number - 1].part]
    return len(parts) == len(set(parts))


def _answer(own: Answer, unit: str) -> str:
    """In words, with the points where they say more than yes or no."""
    if not own.said:
        return UNANSWERED
    if unit != "points" or own.claimed is None or own.chosen in _PLAIN or not own.chosen:
        return own.said
    return f"{own.said} ({number(own.claimed)} {'point' if own.claimed == 1 else 'points'})"
